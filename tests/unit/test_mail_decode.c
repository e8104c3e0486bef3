/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "mail_decode.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#define COUNT(table) (sizeof(table) / sizeof(*(table)))

static void
transfer_encodings_are_undone(void **state)
{
	static const struct {
		const char *encoding, *bytes, *decoded;
	} rows[] = {
		{ "", "as it=20is", "as it=20is" },
		{ "7BIT", "a\r\n", "a\r\n" },
		{ "8bit", "\xff", "\xff" },
		{ "binary", "x", "x" },
		{ "base64", "", "" },
		{ "base64", "YQ==", "a" },
		{ "BASE64", "YW\r\nI =\r\n", "ab" },
		{ "base64", "YWJj\r\nZGVm\r\n", "abcdef" },
		{ "base64", "+/+/", "\xfb\xff\xbf" },
		{ "quoted-printable", "a=3Db=3db", "a=b=b" },
		{ "Quoted-Printable", "one=\r\ntwo=\nthree=", "onetwothree" },
		{ "quoted-printable", "a=C3=A9\r\nb", "a\xc3\xa9\r\nb" },
		{ "quoted-printable", "cut=\r", "cut" },
	};
	struct hub_buf out;

	(void)state;
	hub_buf_init(&out, 1000);
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct mail_piece bytes = { rows[i].bytes,
			strlen(rows[i].bytes) };

		hub_buf_clear(&out);
		assert_true(mail_decode(rows[i].encoding, &bytes, &out));
		assert_string_equal(hub_buf_str(&out), rows[i].decoded);
	}
	hub_buf_release(&out);
}

static void
what_is_not_of_the_encoding_is_refused(void **state)
{
	static const struct {
		const char *encoding, *bytes;
	} rows[] = {
		{ "base64", "YQ=" },
		{ "base64", "YQ" },
		{ "base64", "Y" },
		{ "base64", "Y===" },
		{ "base64", "YQ==YQ==" },
		{ "base64", "YWJj*" },
		{ "base64", "YWJ-" },
		{ "base64", "YWJj\r\n-- \r\nfooter" },
		{ "base64", "====" },
		{ "quoted-printable", "a=b" },
		{ "quoted-printable", "a=3" },
		{ "quoted-printable", "a=3Gb" },
		{ "quoted-printable", "a==3D" },
		{ "quoted-printable", "http://x/?a=x&b=y" },
		{ "x-uuencode", "begin 644 a" },
		{ "base65", "YQ==" },
		{ "gzip", "x" },
	};
	struct hub_buf out;

	(void)state;
	hub_buf_init(&out, 1000);
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct mail_piece bytes = { rows[i].bytes,
			strlen(rows[i].bytes) };

		if (mail_decode(rows[i].encoding, &bytes, &out))
			fail_msg("%s: \"%s\" was taken", rows[i].encoding,
			    rows[i].bytes);
		assert_int_equal(out.len, 0);
	}
	hub_buf_release(&out);
}

/* Base64 of `len` bytes that count up, in lines of 76. */
static void
put_base64(struct hub_buf *out, size_t len)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijk"
				      "lmnopqrstuvwxyz0123456789+/";

	for (size_t i = 0; i < len; i += 3) {
		unsigned a = (unsigned)(i % 251);
		unsigned b = i + 1 < len ? (unsigned)((i + 1) % 251) : 0;
		unsigned c = i + 2 < len ? (unsigned)((i + 2) % 251) : 0;

		hub_buf_char(out, letters[a >> 2]);
		hub_buf_char(out, letters[(a & 3) << 4 | b >> 4]);
		hub_buf_char(out,
		    i + 1 < len ? letters[(b & 15) << 2 | c >> 6] : '=');
		hub_buf_char(out, i + 2 < len ? letters[c & 63] : '=');
		if (i / 3 % 19 == 18)
			hub_buf_text(out, "\r\n");
	}
}

static void
every_length_of_base64_comes_back(void **state)
{
	struct hub_buf in, out;

	(void)state;
	hub_buf_init(&in, 200000);
	hub_buf_init(&out, 200000);
	for (size_t len = 0; len < 30000; len += len < 300 ? 1 : 997) {
		struct mail_piece bytes;

		hub_buf_clear(&in);
		hub_buf_clear(&out);
		put_base64(&in, len);
		bytes = (struct mail_piece){ hub_buf_str(&in), in.len };
		assert_true(mail_decode("base64", &bytes, &out));
		assert_int_equal(out.len, len);
		for (size_t i = 0; i < len; i++)
			assert_int_equal((unsigned char)out.data[i], i % 251);
	}
	hub_buf_release(&in);
	hub_buf_release(&out);
}

static void
a_text_loses_the_marks_of_transport(void **state)
{
	static const struct {
		const char *text;
		size_t len;
		const char *clean;
	} rows[] = {
		{ "a\r\nb\n", 5, "a\nb\n" },
		{ "a\rb\r", 4, "a\nb\n" },
		{ "a\r\r\nb", 5, "a\n\nb" },
		{ "a\0b\x0c\x1b\tc", 7, "a b  \tc" },
		{ "\xc3\xa9\x7f", 3, "\xc3\xa9\x7f" },
		{ "", 0, "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char text[16];
		size_t len;

		memcpy(text, rows[i].text, rows[i].len);
		len = mail_text_clean(text, rows[i].len);
		assert_int_equal(len, strlen(rows[i].clean));
		assert_memory_equal(text, rows[i].clean, len);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(transfer_encodings_are_undone),
		cmocka_unit_test(what_is_not_of_the_encoding_is_refused),
		cmocka_unit_test(every_length_of_base64_comes_back),
		cmocka_unit_test(a_text_loses_the_marks_of_transport),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
