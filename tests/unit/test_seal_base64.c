/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "seal_base64.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

/* RFC 4648 section 10 without padding, and what the two alphabets differ in. */
static const struct {
	const char *bytes;
	size_t len;
	const char *text;
} known[] = {
	{ "", 0, "" }, { "f", 1, "Zg" }, { "fo", 2, "Zm8" },
	{ "foo", 3, "Zm9v" }, { "foob", 4, "Zm9vYg" },
	{ "fooba", 5, "Zm9vYmE" }, { "foobar", 6, "Zm9vYmFy" },
	{ "\xfb\xff", 2, "-_8" },
	{ "\x03\xec\xff\xe0\xc1", 5, "A-z_4ME" }, /* RFC 7515 appendix C */
};

static const char *const odd[] = { "Z", "Zg==", "Zm9vY", "+/8", "Zg ", " Zg",
	"Zh", "Zm9", "Zm9vYg\n", "Zm\xc3\xa4" };

static void
bytes_and_texts_agree(void **state)
{
	struct hub_buf out;

	(void)state;
	hub_buf_init(&out, 64);
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
		hub_buf_clear(&out);
		seal_base64url(&out, known[i].bytes, known[i].len);
		assert_string_equal(hub_buf_str(&out), known[i].text);
		hub_buf_clear(&out);
		assert_true(seal_unbase64url(&out, known[i].text,
		    strlen(known[i].text)));
		assert_int_equal(out.len, known[i].len);
		assert_memory_equal(hub_buf_str(&out), known[i].bytes,
		    known[i].len);
	}
	hub_buf_release(&out);
}

static void
each_value_has_one_text(void **state)
{
	struct hub_buf out;

	(void)state;
	hub_buf_init(&out, 64);
	for (size_t i = 0; i < sizeof(odd) / sizeof(*odd); i++)
		if (seal_unbase64url(&out, odd[i], strlen(odd[i])))
			fail_msg("%s is no base64url", odd[i]);
	hub_buf_release(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bytes_and_texts_agree),
		cmocka_unit_test(each_value_has_one_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
