/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "mail_charset.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <sys/resource.h>

#include <cmocka.h>

#include "hub_mail.h"

#define COUNT(table) (sizeof(table) / sizeof(*(table)))

static const struct {
	const char *label, *bytes;
	size_t len;
	const char *text; /* NULL: refused */
} rows[] = {
	{ "", "abc", 3, "abc" },
	{ "US-ASCII", "abc", 3, "abc" },
	{ "us-ascii", "\xc3\xa9", 2, "\xc3\xa9" },
	{ "us-ascii", "\xe9", 1, NULL },
	{ "UTF-8", "\xc3\xa9", 2, "\xc3\xa9" },
	{ "utf8", "\xe9", 1, NULL },
	{ "utf-8", "\xed\xa0\x80", 3, NULL },
	{ "iso-8859-1", "\xe9", 1, "\xc3\xa9" },
	{ "ISO-8859-15", "\xa4", 1, "\xe2\x82\xac" },
	{ "windows-1252", "\x93x\x94", 3, "\xe2\x80\x9cx\xe2\x80\x9d" },
	{ "windows-1252", "\x81", 1, NULL },
	{ "windows-1251", "\xcf", 1, "\xd0\x9f" },
	{ "windows-1256", "\xc7", 1, "\xd8\xa7" },
	{ "koi8-r", "\xf0", 1, "\xd0\x9f" },
	{ "gb2312", "\xc4\xe3", 2, "\xe4\xbd\xa0" },
	{ "gb18030", "\xc4\xe3", 2, "\xe4\xbd\xa0" },
	{ "gbk", "\xc4", 1, NULL },
	{ "big5", "\xa7\x41", 2, "\xe4\xbd\xa0" },
	{ "euc-kr", "\xb0\xa1", 2, "\xea\xb0\x80" },
	{ "ks_c_5601-1987", "\xb0\xa1", 2, "\xea\xb0\x80" },
	{ "iso-2022-jp", "\x1b$B$\"\x1b(B", 8, "\xe3\x81\x82" },
	{ "shift_jis", "\x82\xa0", 2, "\xe3\x81\x82" },
	{ "euc-jp", "\xa4\xa2", 2, "\xe3\x81\x82" },
	{ "tis-620", "\xa1", 1, "\xe0\xb8\x81" },
	{ "utf-16le", "a\0", 2, "a" },
	{ "utf-16be", "\0a", 2, "a" },
	{ "windows-1255", "\xe0", 1, "\xd7\x90" },
	{ "iso-8859-16", "\xaa", 1, "\xc8\x98" },
	{ "macintosh", "\x8e", 1, "\xc3\xa9" },
	{ "cp949", "\xb0\xa1", 2, "\xea\xb0\x80" },
	{ "cp437", "\x82", 1, "\xc3\xa9" },
	{ "utf-16",
	    "\xff\xfe"
	    "a\0",
	    4, "a" },
	{ "utf-16le", "a", 1, NULL },
	{ "utf-16le", "\x00\xd8", 2, NULL },
	{ "utf-7", "+AGE-", 5, NULL },
	{ "x-unknown", "a", 1, NULL },
	{ "iso-8859-1//TRANSLIT", "a", 1, NULL },
};

static void
texts_become_utf8_or_are_refused(void **state)
{
	struct hub_buf out;

	(void)state;
	hub_buf_init(&out, 1000);
	for (size_t i = 0; i < COUNT(rows); i++) {
		bool taken;

		hub_buf_clear(&out);
		taken = mail_charset_utf8(rows[i].label, rows[i].bytes,
		    rows[i].len, &out);
		if (taken != (rows[i].text != NULL))
			fail_msg("row %zu (%s): taken %d", i, rows[i].label,
			    taken);
		if (taken)
			assert_string_equal(hub_buf_str(&out), rows[i].text);
	}
	hub_buf_release(&out);
}

static void
a_long_text_is_converted_whole(void **state)
{
	struct hub_buf in, out;

	(void)state;
	hub_buf_init(&in, 100000);
	hub_buf_init(&out, 200000);
	for (int i = 0; i < 50000; i++)
		hub_buf_char(&in, '\xe9');
	assert_true(mail_charset_utf8("iso-8859-1", in.data, in.len, &out));
	assert_int_equal(out.len, 100000);
	for (size_t i = 0; i < out.len; i += 2)
		assert_memory_equal(out.data + i, "\xc3\xa9", 2);
	hub_buf_release(&in);
	hub_buf_release(&out);
}

/* As in a sandbox: no file can be opened any more. */
static void
nothing_is_opened_after_the_warm_up(void **state)
{
	struct rlimit before, none;

	assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
	none = before;
	none.rlim_cur = 0;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
	texts_become_utf8_or_are_refused(state);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
}

static void
unknown_labels_are_masked(void **state)
{
	static const struct {
		const char *text, *masked;
	} texts[] = {
		{ "a; n*=utf-8'en'%C3%A9", "a; n*=utf-8'en'%C3%A9" },
		{ "a; n*=x-foo''b", "a; n*=xxxxx''b" },
		{ "a; n*0*=x-foo''b; n*1=c", "a; n*0*=xxxxx''b; n*1=c" },
		{ "a; n*=\"x-foo''b\"", "a; n*=\"xxxxx''b\"" },
		{ "a; n=\"John's *=file\"", "a; n=\"John's *=file\"" },
		{ "a; n*=b; m='c'", "a; n*=b; m='c'" },
		{ "a; n*=", "a; n*=" },
		{ "", "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		char text[64];

		snprintf(text, sizeof(text), "%s", texts[i].text);
		mail_charset_mask(text);
		assert_string_equal(text, texts[i].masked);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_opened_after_the_warm_up),
		cmocka_unit_test(texts_become_utf8_or_are_refused),
		cmocka_unit_test(a_long_text_is_converted_whole),
		cmocka_unit_test(unknown_labels_are_masked),
	};

	hub_mail_warm();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
