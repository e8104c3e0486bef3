/* SPDX-License-Identifier: Apache-2.0 */
/* A signed envelope, or a multipart body whose first line is "multipart". */
#include "config.h"

#include "fuzz_seed.h"
#include "hub_mail.h"
#include "seal.h"
#include "seal_wss.h"

#define CERT \
	"-----BEGIN CERTIFICATE-----\n" \
	"MIIBczCCARmgAwIBAgIUdxvkoGocc7fMNrtDzTzE0HggSA8wCgYIKoZIzj0EAwIw\n" \
	"DjEMMAoGA1UEAwwDdWppMCAXDTI2MTEyMjA2NDIxMloYDzIxMjYxMDI5MDY0MjEy\n" \
	"WjAOMQwwCgYDVQQDDAN1amkwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAT4KeGq\n" \
	"4QFGkjTqXNithvt7jsOYEjAw3ItEcUG6hddN8HZyuCyC89TiOtiO+gnOQ1ZW25m0\n" \
	"DrtmwT10KtaRXCcbo1MwUTAdBgNVHQ4EFgQUD83NBwQ3NYYin9cojgZbq5x2yncw\n" \
	"HwYDVR0jBBgwFoAUD83NBwQ3NYYin9cojgZbq5x2yncwDwYDVR0TAQH/BAUwAwEB\n" \
	"/zAKBggqhkjOPQQDAgNIADBFAiEAtActbK/BJSpDtfVkrChhfxK6CIdemzFMDWdl\n" \
	"e5Oo4FQCIBivSU3OHfOWKPosiJAqVqvz7EOI8kyyl6manwEGFhaa\n" \
	"-----END CERTIFICATE-----\n"
#define OPEN \
	"<s:Envelope xmlns:s=\"" SEAL_NS_SOAP11 "\" xmlns:u=\"" SEAL_NS_WSU \
	"\" xmlns:w=\"" SEAL_NS_WSSE "\" xmlns:d=\"" SEAL_NS_DS "\">"
#define REFERENCE(id) \
	"<d:Reference URI=\"#" id \
	"\"><d:Transforms><d:Transform Algorithm=\"" SEAL_EXC_C14N \
	"\"/></d:Transforms><d:DigestMethod Algorithm=\"" SEAL_SHA256 \
	"\"/><d:DigestValue>AAAA</d:DigestValue></d:Reference>"
#define BEGIN \
	OPEN "<s:Header><w:Security><u:Timestamp u:Id=\"t\"><u:Created>" \
	     "2027-01-15T08:00:00Z</u:Created></u:Timestamp><d:Signature>" \
	     "<d:SignedInfo><d:CanonicalizationMethod Algorithm=\""
#define METHOD \
	SEAL_EXC_C14N \
	"\"/><d:SignatureMethod Algorithm=\"" SEAL_ECDSA_SHA256 "\"/>"
#define VALUE \
	"</d:SignedInfo><d:SignatureValue>AAAA</d:SignatureValue><d:KeyInfo>"
#define END \
	"</d:KeyInfo></d:Signature></w:Security></s:Header>" \
	"<s:Body u:Id=\"b\"><a/></s:Body></s:Envelope>"
#define SIGNED(info) BEGIN METHOD REFERENCE("b") REFERENCE("t") VALUE info END

const char *const fuzz_seeds[] = {
	SIGNED("<w:SecurityTokenReference><d:X509Data/>"
	       "</w:SecurityTokenReference>"),
	SIGNED("<d:X509Data><d:X509Certificate>AAAA</d:X509Certificate>"
	       "</d:X509Data>"),
	OPEN "<s:Body><s:Fault><faultcode>s:Server</faultcode><faultstring>a"
	     "</faultstring></s:Fault></s:Body></s:Envelope>",
	"multipart\n--b\r\nContent-Type: application/xop+xml\r\n\r\n<a/>\r\n"
	"--b--\r\n",
	NULL,
};

/* One seal for all looks. */
static struct seal *
settled(void)
{
	static struct seal seal;
	static bool ready;
	struct seal_plan plan;

	if (ready)
		return &seal;
	hub_mail_warm();
	seal_wss_warm();
	seal_plan_clear(&plan);
	plan.in = SEAL_WSS;
	plan.trust = CERT;
	plan.tolerance = 300;
	plan.sha1 = true;
	seal_init(&seal, -1);
	fuzz_must(seal_settle(&seal, &plan, NULL) == HUB_OK, "a certificate");
	ready = true;
	return &seal;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	static const char mark[] = "multipart\n";
	bool parts = len >= strlen(mark) &&
	    memcmp(bytes, mark, strlen(mark)) == 0;
	size_t skip = parts ? strlen(mark) : 0;
	char *body = malloc(len - skip + 1);
	struct hub_headers headers = { .rows = { { "Content-Type",
					   parts ? "multipart/related; "
						   "boundary=b; start=\"<a>\""
						 : "text/xml" } },
		.count = 1 };
	struct seal_message message = { .headers = &headers,
		.query = "",
		.body = body,
		.body_len = len - skip,
		.now = 1800000000 };
	struct seal_proof proof;
	struct arena arena;

	memcpy(body, bytes + skip, len - skip);
	body[len - skip] = '\0';
	arena_init(&arena, PACKET_FAR_MAX);
	message.arena = &arena;
	fuzz_must(!seal_check(settled(), &message, &proof),
	    "nobody has the key");
	fuzz_must(proof.verdict != SEAL_GOOD && proof.text[0] != '\0',
	    "a name and a sentence");
	(void)seal_reduce(settled(), &message, 500);
	fuzz_must(message.body[message.body_len] == '\0', "a NUL behind");
	arena_release(&arena);
	free(body);
	return 0;
}
