/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "tlog_known.h"

const struct tlog_known_leaf rfc6962_leaves[RFC6962_LEAVES] = {
	{ "", 0,
	    "6e340b9cffb37a989ca544e6bb780a2c"
	    "78901d3fb33738768511a30617afa01d" },
	{ "\x00", 1,
	    "96a296d224f285c67bee93c30f8a3091"
	    "57f0daa35dc5b87e410b78630a09cfc7" },
	{ "\x10", 1,
	    "0298d122906dcfc10892cb53a73992fc"
	    "5b9f493ea4c9badb27b791b4127a7fe7" },
	{ "\x20\x21", 2,
	    "07506a85fd9dd2f120eb694f86011e5b"
	    "b4662e5c415a62917033d4a9624487e7" },
	{ "\x30\x31", 2,
	    "bc1a0643b12e4d2d7c77918f44e0f4f7"
	    "9a838b6cf9ec5b5c283e1f4d88599e6b" },
	{ "\x40\x41\x42\x43", 4,
	    "4271a26be0d8a84f0bd54c8c302e7cb3"
	    "a3b5d1fa6780a40bcce2873477dab658" },
	{ "\x50\x51\x52\x53\x54\x55\x56\x57", 8,
	    "b08693ec2e721597130641e8211e7eed"
	    "ccb4c26413963eee6c1e2ed16ffb1a5f" },
	{ "\x60\x61\x62\x63\x64\x65\x66\x67"
	  "\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
	    16,
	    "46f6ffadd3d06a09ff3c5860d2755c8b"
	    "9819db7df44251788c7d8e3180de8eb1" },
};

const char *const rfc6962_roots[RFC6962_LEAVES + 1] = {
	"e3b0c44298fc1c149afbf4c8996fb924"
	"27ae41e4649b934ca495991b7852b855",
	"6e340b9cffb37a989ca544e6bb780a2c"
	"78901d3fb33738768511a30617afa01d",
	"fac54203e7cc696cf0dfcb42c92a1d9d"
	"baf70ad9e621f4bd8d98662f00e3c125",
	"aeb6bcfe274b70a14fb067a5e5578264"
	"db0fa9b51af5e0ba159158f329e06e77",
	"d37ee418976dd95753c1c73862b9398f"
	"a2a2cf9b4ff0fdfe8b30cd95209614b7",
	"4e3bbb1f7b478dcfe71fb631631519a3"
	"bca12c9aefca1612bfce4c13a86264d4",
	"76e67dadbcdf1e10e1b74ddc608abd2f"
	"98dfb16fbce75277b5232a127f2087ef",
	"ddb89be403809e325750d3d263cd7892"
	"9c2942b7942a34b77e122c9594a74c8c",
	"5dc9da79a70659a9ad559cb701ded9a2"
	"ab9d823aad2f4960cfe370eff4604328",
};

const struct tlog_known_root decimal_roots[] = {
	{ 0,
	    "e3b0c44298fc1c149afbf4c8996fb924"
	    "27ae41e4649b934ca495991b7852b855" },
	{ 1,
	    "db3426e878068d28d269b6c87172322c"
	    "e5372b65756d0789001d34835f601c03" },
	{ 2,
	    "cb00989d94a569c0a678ae042b63dcd4"
	    "625db96440517f37a6eb7976ea24ed4b" },
	{ 3,
	    "725d5230db68f557470dc35f1d886581"
	    "3acd7ebb07ad152774141decbae71327" },
	{ 4,
	    "9f4a3fc20d4162dc37d4e23d90784873"
	    "1a76043ffff6d69288bf1abfbcff478e" },
	{ 5,
	    "b6748f6ed7a99de7da84fd97e1a3bac6"
	    "fab8999f4a43695cab9528a2de431147" },
	{ 6,
	    "32805cc5e94134743d0aa580ef2ee332"
	    "687b687fc2e4e2f72fee1cc712e0ba0c" },
	{ 7,
	    "a3e23b32ccb6bf96d092d165d8aa546e"
	    "09829de8f03b0e8957581d1e16b92bdf" },
	{ 8,
	    "3b85a9626c1ccb64c6b95ec7fa64888d"
	    "efe2cf12e39e77e10812ce5fcb9cb58e" },
	{ 9,
	    "e10cb99e8a9c48ae8a25e6c37ab3c88e"
	    "6c93e8cf2a62cf7e4dcac1ea597e77d4" },
	{ 15,
	    "ed9fbf444b8720911036bd67196cf53a"
	    "c2a9d990ec95c9d51c79fc4b07f4c966" },
	{ 16,
	    "acfca191dcca991f54c07c54700b28ac"
	    "8625e74614b2dadb96e7ae94694bedc8" },
	{ 17,
	    "1b2243bde9d95f307eb27d826ab93d1d"
	    "95354d98f78633815a0189158c3a3c95" },
	{ 255,
	    "32f85bcaa87d7bcd05728f09e9aeba35"
	    "0ba6a2f733830087f0597682848be5cb" },
	{ 256,
	    "828515d033c19d8c901f37eccb8aed91"
	    "9667703486f8d2fff1cf7040321c5db1" },
	{ 257,
	    "1eda049a4351d86f76252bd7ec0b7746"
	    "ad75b7fa0316ad5f541dbda458a312c4" },
	{ 511,
	    "5f3d69e102370be409122d11a2e605e6"
	    "b653b071b8b4b4bd2833fae40652f11d" },
	{ 512,
	    "d4b2162495ca609dc06390d353ca0c55"
	    "107765c609e0226eb747d89105dc8d55" },
	{ 513,
	    "c24f62075c76ec77f6bf5159e732cf19"
	    "52814fb1bea007e33e92ad9bdd7afda0" },
	{ 600,
	    "3e7332551f050738a741dfe1c55508fd"
	    "9525510fbcab30ca679f35fbe9f6cc26" },
	{ 1000,
	    "638afa98022925bacfddadb15ef22fd0"
	    "199c1ac99c2973b6158243d13fce05c2" },
	{ 65535,
	    "74f13a0e1a75689372efb990cf68c664"
	    "e44c763d9304844955b2eaff624e8df1" },
	{ 65536,
	    "f025d06ed804859fd274a1bdacadd6e4"
	    "8ea87634aa91e1edb20143f9498cd02b" },
	{ 65537,
	    "dc8795a25fd4bd52a0b84f639fd3139b"
	    "a160824023d188e428eb5db0f3ce221a" },
	{ 70000,
	    "1a4cdfcb66374a0c0dcbef49acbd4976"
	    "d13ee864fb3cb241fc943cad04f02f7e" },
	{ 0, NULL },
};
