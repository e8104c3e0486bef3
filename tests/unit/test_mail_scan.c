/* SPDX-License-Identifier: Apache-2.0 */
/* Tokens, what is looked at in a letter, and texts of a letter. */
#include "config.h"

#include "mail_scan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "letter_text.h"

static const uint8_t key[MAIL_TOKEN_KEY] = "a key of thirty-two bytes......";
static const int64_t delivery = 912230988480774144;

/* A token is read back in either case, and by no other key. */
static void
a_token_names_its_delivery(void **state)
{
	const uint8_t other[MAIL_TOKEN_KEY] = "another";
	char token[MAIL_TOKEN_SIZE];
	int64_t got = 0;

	(void)state;
	mail_token(key, delivery, token);
	assert_int_equal(strlen(token), MAIL_TOKEN_LEN);
	assert_true(mail_token_read(key, token, &got));
	assert_true(got == delivery);
	assert_false(mail_token_read(other, token, &got));
	token[0] = token[0] == '0' ? '1' : '0';
	assert_false(mail_token_read(key, token, &got));
}

/* Where a token may stand, with %s for it, and whether it is found there. */
static const struct {
	const char *letter;
	bool found;
} places[] = {
	{ "To: laporan+%s@hub.test\r\n\r\nx", true },
	{ "To: laporan+%s-terima@hub.test\r\n\r\nx", true },
	{ "To: x@y\r\nReferences: <a@b>\r\n <%s.0@hub.test>\r\n\r\nx", true },
	{ "subject: Re: Kasus [%s]\n\nx", true },
	{ "X-Else: %s\r\n\r\nx", false },
	{ "From: %s@hub.test\r\n\r\nx", false },
	{ "To: x@y\r\n\r\nTo: laporan+%s@hub.test", false },
	{ "To: laporan+%s1@hub.test\r\n\r\nx", false },
};

/* A token is found in the header, where answers have it, and nowhere else. */
static void
a_token_is_found_where_answers_have_it(void **state)
{
	char letter[512], token[MAIL_TOKEN_SIZE];
	struct mail_scan scan;

	(void)state;
	mail_token(key, delivery, token);
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		const char *at = strstr(places[i].letter, "%s");

		(void)snprintf(letter, sizeof(letter), "%.*s%s%s",
		    (int)(at - places[i].letter), places[i].letter, token,
		    at + 2);
		assert_true(mail_scan_init(&scan, letter, strlen(letter), key));
		if ((scan.delivery == delivery) != places[i].found)
			fail_msg("%s", letter);
		mail_scan_release(&scan);
	}
}

/* Bytes that are no header at all end nothing. */
static void
rubbish_is_scanned_to_its_end(void **state)
{
	static const char *const rubbish[] = { "", "\r\n", "no colon", ":",
		"To:", "To:\n", " folded first\nTo: x",
		"From: \xff\xfe\r\n\r\n", "Subject: a\r\n\t\r\n \r\nb" };
	struct mail_scan scan;

	(void)state;
	for (size_t i = 0; i < sizeof(rubbish) / sizeof(rubbish[0]); i++) {
		assert_true(
		    mail_scan_init(&scan, rubbish[i], strlen(rubbish[i]), key));
		assert_true(scan.delivery == 0);
		mail_scan_release(&scan);
	}
}

/* A value as it came, and as one line of text. */
static const struct {
	const char *letter, *line;
} subjects[] = {
	{ "Subject: satu\r\n dua\r\n\r\nx", "satu dua" },
	{ "Subject: a\tb\x7f"
	  "c\r\n\r\nx",
	    "a b c" },
	{ "Subject: a\xc2\x85"
	  "b\xc2\x9f"
	  "c\r\n\r\nx",
	    "a b c" },
	{ "Subject: \xc2\xa9 \xc5\x8dsaka\r\n\r\nx", "\xc2\xa9 \xc5\x8dsaka" },
	{ "Subject: \xff\xfe"
	  "a\r\n\r\nx",
	    "??a" },
};

/* No control character is left in a header, of one byte or of two. */
static void
a_header_is_one_line_of_text(void **state)
{
	struct mail_scan scan;

	(void)state;
	for (size_t i = 0; i < sizeof(subjects) / sizeof(subjects[0]); i++) {
		const char *letter = subjects[i].letter;

		assert_true(mail_scan_init(&scan, letter, strlen(letter), key));
		assert_string_equal(hub_header(&scan.headers, "Subject"),
		    subjects[i].line);
		mail_scan_release(&scan);
	}
}

/* The name of a letter. */
static void
name_of(const char *letter, uint8_t name[DIGEST_SIZE])
{
	struct mail_scan scan;

	assert_true(mail_scan_init(&scan, letter, strlen(letter), key));
	memcpy(name, scan.name, DIGEST_SIZE);
	mail_scan_release(&scan);
}

/* Doubles have one name whatever their way; others have another. */
static void
doubles_have_one_name(void **state)
{
	static const char first[] = "Message-ID: <1@x>\r\n\r\nisi";
	static const char double_[] =
	    "Received: by y\r\nMessage-ID: <1@x>\r\n\r\nisi";
	static const char *const others[] = {
		"Message-ID: <2@x>\r\n\r\nisi",
		"Message-ID: <1@x>\r\n\r\nlain",
		"X: y\r\n\r\nisi",
	};
	uint8_t name[DIGEST_SIZE], one[DIGEST_SIZE];

	(void)state;
	name_of(first, name);
	name_of(double_, one);
	assert_memory_equal(name, one, sizeof(name));
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		name_of(others[i], one);
		assert_memory_not_equal(name, one, sizeof(name));
	}
}

static const struct {
	const char *text, *quoted;
} bodies[] = {
	{ "halo", "halo\r\n" },
	{ "a\nb\r\nc\n", "a\r\nb\r\nc\r\n" },
	{ "a=b", "a=3Db\r\n" },
	{ "ekor \n", "ekor=20\r\n" },
	{ "From sini", "=46rom sini\r\n" },
	{ "\xc5\x8dsaka", "=C5=8Dsaka\r\n" },
	{ "", "" },
};

/* A text in quoted-printable has CRLF, no bare blanks, and lines of 76. */
static void
a_text_is_quoted(void **state)
{
	char text[200];
	struct hub_buf out;

	(void)state;
	hub_buf_init(&out, 1024);
	for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++) {
		hub_buf_clear(&out);
		letter_quoted(&out, bodies[i].text, strlen(bodies[i].text));
		assert_string_equal(hub_buf_str(&out), bodies[i].quoted);
	}
	hub_buf_clear(&out);
	memset(text, 'x', sizeof(text));
	letter_quoted(&out, text, sizeof(text));
	assert_true(strcspn(hub_buf_str(&out), "\r") <= 76);
	hub_buf_release(&out);
}

/* A header is ASCII in short lines, and begins no other. */
static void
a_header_is_ascii_in_short_lines(void **state)
{
	struct hub_buf out;

	(void)state;
	hub_buf_init(&out, 1024);
	letter_header(&out, "Subject", "Kasus 1", "[t]");
	assert_string_equal(hub_buf_str(&out), "Subject: Kasus 1\r\n [t]\r\n");
	hub_buf_clear(&out);
	letter_header(&out, "Subject", "\xc5\x8d", "");
	assert_string_equal(hub_buf_str(&out), "Subject: =?UTF-8?B?xY0=?=\r\n");
	hub_buf_clear(&out);
	letter_mailbox(&out, "To", "A \"B\"", "a@b");
	assert_string_equal(hub_buf_str(&out),
	    "To: \"A \\\"B\\\"\"\r\n <a@b>\r\n");
	hub_buf_clear(&out);
	letter_date(&out, 1795328589);
	assert_string_equal(hub_buf_str(&out),
	    "Date: Sun, 22 Nov 2026 06:23:09 +0000\r\n");
	hub_buf_release(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_token_names_its_delivery),
		cmocka_unit_test(a_token_is_found_where_answers_have_it),
		cmocka_unit_test(rubbish_is_scanned_to_its_end),
		cmocka_unit_test(a_header_is_one_line_of_text),
		cmocka_unit_test(doubles_have_one_name),
		cmocka_unit_test(a_text_is_quoted),
		cmocka_unit_test(a_header_is_ascii_in_short_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
