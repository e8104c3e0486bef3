/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "digest.h"

#define LENGTH(a) (sizeof(a) / sizeof((a)[0]))

/* FIPS 180-4 examples, and the digest of nothing. */
static const struct {
	const char *data;
	size_t times;
	const char *want;
} sha256_rows[] = {
	{ "", 1,
	    "e3b0c44298fc1c149afbf4c8996fb924"
	    "27ae41e4649b934ca495991b7852b855" },
	{ "abc", 1,
	    "ba7816bf8f01cfea414140de5dae2223"
	    "b00361a396177a9cb410ff61f20015ad" },
	{ "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
	    "248d6a61d20638b8e5c026930c3e6039"
	    "a33ce45964ff2167f6ecedd419db06c1" },
	{ "aaaaaaaaaa", 100000,
	    "cdc76e5c9914fb9281a1c7e284d73e67"
	    "f1809a48a497200e046d39ccc7112cd0" },
};

/* SHA-256 of what streams by equals the published values. */
static void
sha256_has_the_published_values(void **state)
{
	struct digest *d = digest_new();
	uint8_t got[DIGEST_SIZE];
	char hex[DIGEST_HEX_SIZE];

	(void)state;
	for (size_t i = 0; i < LENGTH(sha256_rows); i++) {
		size_t len = strlen(sha256_rows[i].data);

		for (size_t n = 0; n < sha256_rows[i].times; n++)
			digest_add(d, sha256_rows[i].data, len);
		digest_final(d, got);
		digest_hex(got, hex);
		assert_string_equal(hex, sha256_rows[i].want);
		if (sha256_rows[i].times > 1)
			continue;
		digest_sha256(sha256_rows[i].data, len, got);
		digest_hex(got, hex);
		assert_string_equal(hex, sha256_rows[i].want);
	}
	digest_free(d);
	digest_free(NULL);
}

/* RFC 4231, test cases 1 to 4, 6 and 7: a key or data of one byte repeated
 * where text is NULL. */
static const struct {
	const char *key;
	int key_byte;
	size_t key_len;
	const char *data;
	int data_byte;
	size_t data_len;
	const char *want;
} hmac_rows[] = {
	{ NULL, 0x0b, 20, "Hi There", 0, 8,
	    "b0344c61d8db38535ca8afceaf0bf12b"
	    "881dc200c9833da726e9376c2e32cff7" },
	{ "Jefe", 0, 4, "what do ya want for nothing?", 0, 28,
	    "5bdcc146bf60754e6a042426089575c7"
	    "5a003f089d2739839dec58b964ec3843" },
	{ NULL, 0xaa, 20, NULL, 0xdd, 50,
	    "773ea91e36800e46854db8ebd09181a7"
	    "2959098b3ef8c122d9635514ced565fe" },
	{ "\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f\x10\x11"
	  "\x12\x13\x14\x15\x16\x17\x18\x19",
	    0, 25, NULL, 0xcd, 50,
	    "82558a389a443c0ea4cc819899f2083a"
	    "85f0faa3e578f8077a2e3ff46729665b" },
	{ NULL, 0xaa, 131,
	    "Test Using Larger Than Block-Size Key - Hash Key First", 0, 54,
	    "60e431591ee0b67f0d8a26aacbf5b77f"
	    "8e0bc6213728c5140546040f0ee37f54" },
	{ NULL, 0xaa, 131,
	    "This is a test using a larger than block-size key and a larger "
	    "than block-size data. The key needs to be hashed before being "
	    "used by the HMAC algorithm.",
	    0, 152,
	    "9b09ffa71b942fcb27635fbcd5b0e944"
	    "bfdc63644f0713938a7f51535c3a35e2" },
};

/* HMAC-SHA256 equals the published values. */
static void
hmac_has_the_published_values(void **state)
{
	uint8_t key[200], data[200], got[DIGEST_SIZE];
	char hex[DIGEST_HEX_SIZE];

	(void)state;
	for (size_t i = 0; i < LENGTH(hmac_rows); i++) {
		memset(key, hmac_rows[i].key_byte, sizeof(key));
		memset(data, hmac_rows[i].data_byte, sizeof(data));
		if (hmac_rows[i].key != NULL)
			memcpy(key, hmac_rows[i].key, hmac_rows[i].key_len);
		if (hmac_rows[i].data != NULL)
			memcpy(data, hmac_rows[i].data, hmac_rows[i].data_len);
		digest_hmac(key, hmac_rows[i].key_len, data,
		    hmac_rows[i].data_len, got);
		digest_hex(got, hex);
		assert_string_equal(hex, hmac_rows[i].want);
	}
}

/* An HMAC with no key and no data is defined, too. */
static void
hmac_of_nothing_is_defined(void **state)
{
	uint8_t got[DIGEST_SIZE];
	char hex[DIGEST_HEX_SIZE];

	(void)state;
	digest_hmac(NULL, 0, NULL, 0, got);
	digest_hex(got, hex);
	assert_string_equal(hex,
	    "b613679a0814d9ec772f95d778c35fc5"
	    "ff1697c493715653c6c712144292c5ad");
}

/* The audit log's commitment: salt = HMAC(case key, label, event, field),
 * commitment = HMAC(salt, SHA-256(bytes)). */
static void
a_commitment_has_its_known_value(void **state)
{
	static const uint8_t key[DIGEST_SIZE] = { 0xdd, 0x88, 0x9f, 0x62, 0xf0,
		0xa6, 0x07, 0x21, 0x94, 0x55, 0x68, 0x23, 0x8c, 0xdb, 0x84,
		0xe7, 0x35, 0x9d, 0x88, 0x94, 0xf9, 0xda, 0xc0, 0xfc, 0x9f,
		0xe8, 0xf9, 0x9b, 0x0a, 0xc3, 0x84, 0x45 };
	static const char label[] = "simpul/v1 salt\n"
				    "00000000-0000-4000-8000-000000000001\n"
				    "payload_in";
	static const char data[] = "{\"complainant\":{\"name\":\"Person 0\","
				   "\"phone\":\"+3725000000\"},"
				   "\"text\":\"noise\"}";
	uint8_t salt[DIGEST_SIZE], digest[DIGEST_SIZE], commitment[DIGEST_SIZE];
	char text[DIGEST_HEX_SIZE];

	(void)state;
	digest_hmac(key, sizeof(key), label, sizeof(label) - 1, salt);
	digest_hex(salt, text);
	assert_string_equal(text,
	    "0d4c191e581c31e8bbca6be3f3c3d97b"
	    "5f90d1b782b1642db162ecff7ee5ac1d");
	digest_sha256(data, sizeof(data) - 1, digest);
	digest_hex(digest, text);
	assert_string_equal(text,
	    "18f0dc0bd30fbb40fb5249f6ad1e01f6"
	    "0a55e1038cd426ebb4f44ac8b7d99e2d");
	digest_hmac(salt, sizeof(salt), digest, sizeof(digest), commitment);
	digest_hex(commitment, text);
	assert_string_equal(text,
	    "ea821c4a1326b5f13acccfeef32521e3"
	    "ccde09c88df84838b0cd49d6e2ef8c9e");
	digest_base64(commitment, sizeof(commitment), text);
	assert_string_equal(text,
	    "6oIcShMmtfE6zM/u8yUh48zeCciN+Eg4sM1J1uLvjJ4=");
	assert_int_equal(strlen(text) + 1, DIGEST_BASE64_SIZE);
}

/* RFC 4648 section 10, and all digits. */
static const struct {
	const char *bytes;
	size_t len;
	const char *text;
} base64_rows[] = {
	{ "", 0, "" },
	{ "f", 1, "Zg==" },
	{ "fo", 2, "Zm8=" },
	{ "foo", 3, "Zm9v" },
	{ "foob", 4, "Zm9vYg==" },
	{ "fooba", 5, "Zm9vYmE=" },
	{ "foobar", 6, "Zm9vYmFy" },
	{ "\xfb\xff\xbf", 3, "+/+/" },
	{ "\x00\x10\x83\x10\x51\x87\x20\x92\x8b\x30\xd3\x8f\x41\x14\x93\x51\x55"
	  "\x97\x61\x96\x9b\x71\xd7\x9f\x82\x18\xa3\x92\x59\xa7\xa2\x9a\xab"
	  "\xb2\xdb\xaf\xc3\x1c\xb3\xd3\x5d\xb7\xe3\x9e\xbb\xf3\xdf\xbf",
	    48,
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz0123456789+/" },
};

/* Base64 goes both ways. */
static void
base64_goes_both_ways(void **state)
{
	char text[128];
	uint8_t bytes[128];

	(void)state;
	for (size_t i = 0; i < LENGTH(base64_rows); i++) {
		digest_base64(base64_rows[i].bytes, base64_rows[i].len, text);
		assert_string_equal(text, base64_rows[i].text);
		assert_int_equal(digest_unbase64(text, strlen(text), bytes),
		    base64_rows[i].len);
		assert_memory_equal(bytes, base64_rows[i].bytes,
		    base64_rows[i].len);
	}
}

/* What is not strictly base64 is refused. */
static void
loose_base64_is_refused(void **state)
{
	static const char *const rows[] = { "Z", "Zg", "Zg=", "Zg===", "=",
		"====", "Z===", "Zm9v=", "Zh==", "Zm9=", "Zm8=Zm8=", "Zg==Zm9v",
		" Zg==", "Zg==\n", "Zm 9", "Zm-_",
		"Zm9v\xc3\xa9==", "Z=g=", "=Zg=" };
	uint8_t bytes[64];

	(void)state;
	for (size_t i = 0; i < LENGTH(rows); i++)
		if (digest_unbase64(rows[i], strlen(rows[i]), bytes) != -1)
			fail_msg("\"%s\" was taken", rows[i]);
	assert_int_equal(digest_unbase64("Zm\0v", 4, bytes), -1);
}

/* Equality looks at every byte. */
static void
equality_looks_at_every_byte(void **state)
{
	uint8_t a[DIGEST_SIZE] = { 0 }, b[DIGEST_SIZE] = { 0 };

	(void)state;
	assert_true(digest_equal(a, b, sizeof(a)));
	for (size_t i = 0; i < sizeof(a); i++) {
		b[i] = 0x80;
		assert_false(digest_equal(a, b, sizeof(a)));
		b[i] = 0;
	}
	assert_true(digest_equal(a, b, 0));
}

/* Digests the same text many times; the result stays the same. */
static void *
digest_often(void *ret_wrong)
{
	uint8_t first[DIGEST_SIZE], got[DIGEST_SIZE];
	char *wrong = ret_wrong;

	digest_hmac("key", 3, "text", 4, first);
	for (int i = 0; i < 2000; i++) {
		digest_hmac("key", 3, "text", 4, got);
		if (memcmp(first, got, sizeof(got)) != 0)
			*wrong = 1;
	}
	return NULL;
}

/* Threads do not share a context. */
static void
threads_do_not_disturb_each_other(void **state)
{
	pthread_t threads[8];
	char wrong[8] = { 0 };

	(void)state;
	for (size_t i = 0; i < LENGTH(threads); i++)
		assert_int_equal(pthread_create(&threads[i], NULL, digest_often,
				     &wrong[i]),
		    0);
	for (size_t i = 0; i < LENGTH(threads); i++) {
		pthread_join(threads[i], NULL);
		assert_int_equal(wrong[i], 0);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sha256_has_the_published_values),
		cmocka_unit_test(hmac_has_the_published_values),
		cmocka_unit_test(hmac_of_nothing_is_defined),
		cmocka_unit_test(a_commitment_has_its_known_value),
		cmocka_unit_test(base64_goes_both_ways),
		cmocka_unit_test(loose_base64_is_refused),
		cmocka_unit_test(equality_looks_at_every_byte),
		cmocka_unit_test(threads_do_not_disturb_each_other),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
