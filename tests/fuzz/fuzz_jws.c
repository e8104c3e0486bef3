/* SPDX-License-Identifier: Apache-2.0 */
/* The header and body of a message with a detached JWS: the first line is the
 * header's value. */
#include "config.h"

#include "fuzz_seed.h"
#include "seal.h"

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

const char *const fuzz_seeds[] = {
	"eyJhbGciOiJFUzI1NiJ9..AAAA\n{}",
	"eyJhbGciOiJub25lIn0..AA\n",
	"eyJhbGciOiJFUzI1NiIsImI2NCI6ZmFsc2UsImNyaXQiOlsiYjY0Il0sImlhdCI6MSwi"
	"eDVjIjpbIkFBQUEiXX0..AAAA\nx",
	"eyJhbGciOiJFUzI1NiIsIng1dCNTMjU2IjoiQUFBQSIsImV4cCI6MX0..AAAA\nx",
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
	seal_plan_clear(&plan);
	plan.in = SEAL_JWS;
	plan.in_header = SEAL_JWS_HEADER;
	plan.trust = CERT;
	plan.tolerance = 300;
	seal_init(&seal, -1);
	fuzz_must(seal_settle(&seal, &plan, NULL) == HUB_OK, "a certificate");
	ready = true;
	return &seal;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	const uint8_t *line = memchr(bytes, '\n', len);
	size_t value_len = line == NULL ? len : (size_t)(line - bytes);
	char *value = strndup((const char *)bytes, value_len);
	char *body = strndup((const char *)bytes + value_len, len - value_len);
	struct hub_headers headers = { .rows = { { SEAL_JWS_HEADER, value } },
		.count = 1 };
	struct seal_message message = { .headers = &headers,
		.query = "",
		.body = body,
		.body_len = strlen(body),
		.now = 1800000000 };
	struct seal_proof proof;

	fuzz_must(!seal_check(settled(), &message, &proof),
	    "nobody has the key");
	fuzz_must(proof.verdict != SEAL_GOOD && proof.text[0] != '\0',
	    "a name and a sentence");
	free(value);
	free(body);
	return 0;
}
