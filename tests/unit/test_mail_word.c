/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "mail_word.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include "hub_mail.h"

#define COUNT(table) (sizeof(table) / sizeof(*(table)))
#define E "\xc3\xa9"

static void
words_are_decoded(void **state)
{
	static const struct {
		const char *text, *decoded;
	} rows[] = {
		{ "", "" },
		{ "plain", "plain" },
		{ "=?utf-8?q?a_=C3=A9?=", "a " E },
		{ "=?utf-8*id?q?a?= b", "a b" },
		{ "a =?utf-8?q?b?= c", "a b c" },
		{ "=?iso-8859-1?Q?=E9?= =?utf-8?b?w6k=?=", E E },
		/* neighbours, each padded: none may be lost */
		{ "=?utf-8?b?w6k=?= =?utf-8?b?w6k=?= x", E E " x" },
		{ "=?UTF-8?B?YQ==?=  =?UTF-8?B?Yg==?= =?UTF-8?B?Yw==?=",
		    "abc" },
		{ "=?utf-8?b?YQ==?=\t=?utf-8?q?b?= =?utf-8?b?Yw==?= d",
		    "abc d" },
		{ "=?utf-8?b?YQ==?= x =?utf-8?b?Yg==?=", "a x b" },
		/* a character cut in two by a broken mailer */
		{ "=?utf-8?q?=C3?= =?utf-8?q?=A9?=", E },
		{ "=?x-foo?q?a?=", "=?x-foo?q?a?=" },
		{ "=?utf-8?q?a?= =?x-foo?q?b?=",
		    "=?utf-8?q?a?= =?x-foo?q?b?=" },
		{ "=?utf-8?q?a=0D=0AB:_c=00d?=", "a  B: c?d" },
		{ "=?utf-8?q?unfinished", "=?utf-8?q?unfinished" },
		{ "=?", "=?" },
		{ "=?a?b?", "=?a?b?" },
		{ "=?x-foo?", "=?x-foo?" },
	};
	struct hub_buf out;

	(void)state;
	hub_buf_init(&out, 1000);
	for (size_t i = 0; i < COUNT(rows); i++) {
		hub_buf_clear(&out);
		mail_word_decode(rows[i].text, &out);
		assert_string_equal(hub_buf_str(&out), rows[i].decoded);
	}
	hub_buf_release(&out);
}

static void
words_that_were_hidden_come_back(void **state)
{
	static const char *const rows[] = { "", "=?", "a=?utf-8?q?b?=c",
		"=?==?=?", "'()+_,-./:=?" };
	char text[64];

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		snprintf(text, sizeof(text), "%s", rows[i]);
		mail_word_hide(text);
		assert_null(strstr(text, "=?"));
		mail_word_show(text);
		assert_string_equal(text, rows[i]);
	}
}

static void
a_header_full_of_words_is_decoded(void **state)
{
	struct hub_buf in, out;

	(void)state;
	hub_buf_init(&in, HUB_MAIL_HEADER_MAX);
	hub_buf_init(&out, HUB_MAIL_HEADER_MAX);
	while (in.len < HUB_MAIL_HEADER_MAX - 30)
		hub_buf_text(&in, "=?utf-8?b?YQ==?= ");
	in.data[--in.len] = '\0';
	mail_word_decode(hub_buf_str(&in), &out);
	assert_int_equal(out.len, (in.len + 1) / strlen("=?utf-8?b?YQ==?= "));
	hub_buf_release(&in);
	hub_buf_release(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_are_decoded),
		cmocka_unit_test(words_that_were_hidden_come_back),
		cmocka_unit_test(a_header_full_of_words_is_decoded),
	};

	hub_mail_warm();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
