/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "emb_html.h"
#include "emb_line.h"
#include "emb_quote.h"

#define LENGTH(a) (sizeof(a) / sizeof((a)[0]))

static void
html_reads_as_a_person_reads_it(void **state)
{
	static const struct {
		const char *html, *text;
	} rows[] = {
		{ "a<br>b<br><br>c", "a\nb\n\nc\n" },
		{ "<p>a</p><p>b</p>", "a\n\nb\n" },
		{ "<div>a</div>\n  <div>b   c</div>", "a\nb c\n" },
		{ "<ul><li>a<li>b</ul>c", "- a\n- b\nc\n" },
		{ "<tr><td>a</td><td>b</td></tr><tr><td>c</td></tr>",
		    "a b\nc\n" },
		{ "<pre>a\n  b</pre>", "a\nb\n" },
		{ "a<blockquote>b<br>c</blockquote>d", "a\n> b\n> c\nd\n" },
		{ "<script>x</script><style>y</style><!-- z -->a", "a\n" },
		{ "<head><title>t</title></head><body>a", "a\n" },
		{ "<span style='display:none'>x</span>a", "a\n" },
		{ "<b>a</b><i>b</i>", "ab\n" },
		{ "a &lt; b &amp; c&nbsp;d &eacute; &#233; &#xE9;",
		    "a < b & c d \xc3\xa9 \xc3\xa9 \xc3\xa9\n" },
		{ "&#0;&#xd800;&#99999999;",
		    "\xef\xbf\xbd\xef\xbf\xbd"
		    "\xef\xbf\xbd\n" },
		{ "& &x; &unknown; 5 < 6", "& &x; &unknown; 5 < 6\n" },
		{ "<a href=\"a>b\" title='c>d'>e</a>", "e\n" },
		{ "</p></b>a", "a\n" },
		{ "<div><b>a</div>b", "a\nb\n" },
		{ "a<!DOCTYPE x><?xml y?>b", "ab\n" },
		{ "a<!-- b", "a\n" },
		{ "", "\n" },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct hub_buf out;

		hub_buf_init(&out, 1024);
		emb_html_text(rows[i].html, strlen(rows[i].html), &out);
		assert_string_equal(hub_buf_str(&out), rows[i].text);
		hub_buf_release(&out);
	}
}

static void
what_another_said_is_cut_off(void **state)
{
	static const struct {
		const char *text, *theirs;
		bool forwarded;
	} rows[] = {
		{ "a\n\nb\n", "a\n\nb\n", false },
		{ "\n\na\n> b\n>c\n\n", "a\n", false },
		{ "a\nOn 1 Feb x wrote:\n> b\nc\n", "a\nc\n", false },
		{ "a\nOn 1 Feb\nx wrote:\nb\n", "a\n", false },
		{ "a\nPada 1 Feb x menulis:\nb\n", "a\n", false },
		{ "On the whole we agree.\nYes.\n",
		    "On the whole we agree.\nYes.\n", false },
		{ "Pada hari Senin kami ke sana.\n",
		    "Pada hari Senin kami ke sana.\n", false },
		{ "a\n-- \nname\n", "a\n", false },
		{ "a\n-----Original Message-----\nb\n", "a\n", false },
		{ "a\nFrom: x\nSent: y\nTo: z\nb\n", "a\n", false },
		{ "a\nFrom: x we learn.\nb\n", "a\nFrom: x we learn.\nb\n",
		    false },
		{ "a\n*Dari:* x\n*Dikirim:* y\n*Kepada:* z\n", "a\n", false },
		{ "a\nBegin forwarded message:\nb\n", "a\n", true },
		{ "a\nSent from my iPhone\n", "a\n", false },
		{ "a\n > " EMB_QUOTE_MARK "\nb\n", "a\n", false },
		{ "____________\nb\n", "____________\nb\n", false },
		{ "", "", false },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(rows); i++) {
		bool forwarded = true;
		struct hub_buf out;

		hub_buf_init(&out, 1024);
		emb_quote_cut(rows[i].text, strlen(rows[i].text), &out,
		    &forwarded);
		assert_string_equal(hub_buf_str(&out), rows[i].theirs);
		assert_int_equal(forwarded, rows[i].forwarded);
		hub_buf_release(&out);
	}
}

static void
a_cut_leaves_characters_whole(void **state)
{
	struct emb_line line = { "a\xe2\x82\xac"
				 "b",
		5 };

	(void)state;
	emb_line_cut(&line, 5);
	assert_int_equal(line.len, 5);
	emb_line_cut(&line, 3);
	assert_int_equal(line.len, 1);
	emb_line_cut(&line, 0);
	assert_int_equal(line.len, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(html_reads_as_a_person_reads_it),
		cmocka_unit_test(what_another_said_is_cut_off),
		cmocka_unit_test(a_cut_leaves_characters_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
