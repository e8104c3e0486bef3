/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "mail_head.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include "hub_mail.h"

#define COUNT(table) (sizeof(table) / sizeof(*(table)))
#define QUICKLY_MS 200 /* of processor time */

static const struct {
	const char *header;
	struct mail_head want;
} rows[] = {
	{ "", { "text/plain", "", "", "", "", "", "", "" } },
	{ "Content-Type: Text/HTML; Charset=\"UTF-8\"\r\n",
	    { "text/html", "", "UTF-8", "", "", "", "", "" } },
	{ "Content-Type: multipart/mixed;\r\n boundary=\"a b;c=?d\"\r\n",
	    { "multipart/mixed", "a b;c=?d", "", "", "", "", "", "" } },
	{ "Content-Type: a/b (x); boundary=(y) c (z)\r\n",
	    { "a/b", "c (z)", "", "", "", "", "", "" } },
	{ "Content-Type: nonsense\r\n",
	    { "application/octet-stream", "", "", "", "", "", "", "" } },
	{ "Content-Type: ;;;\r\n",
	    { "application/octet-stream", "", "", "", "", "", "", "" } },
	{ "Content-Type: a/\xff\r\n",
	    { "application/octet-stream", "", "", "", "", "", "", "" } },
	{ "Content-Disposition: Form-Data; name=\"f(1)\"; filename=\"\"\r\n",
	    { "text/plain", "", "", "", "form-data", "f(1)", "", "" } },
	{ "Content-Disposition: attachment; filename=\"(1)(2).pdf\"\r\n",
	    { "text/plain", "", "", "", "attachment", "", "(1)(2).pdf", "" } },
	{ "Content-Transfer-Encoding:  Base64 \r\n",
	    { "text/plain", "", "", "base64", "", "", "", "" } },
	{ "Content-ID: <a=?b@c>\r\n",
	    { "text/plain", "", "", "", "", "", "", "a=?b@c" } },
	{ "Content-Id: bare@c\r\n",
	    { "text/plain", "", "", "", "", "", "", "bare@c" } },
	{ "Content-ID: <>\r\n", { "text/plain", "", "", "", "", "", "", "" } },
};

static void
a_header_says_what_its_part_is(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct mail_piece header = { rows[i].header,
			strlen(rows[i].header) };
		const struct mail_head *want = &rows[i].want;
		struct mail_head got;
		struct arena arena;

		arena_init(&arena, 10000);
		mail_head_read(&header, "text/plain", &arena, &got);
		assert_string_equal(got.type, want->type);
		assert_string_equal(got.boundary, want->boundary);
		assert_string_equal(got.charset, want->charset);
		assert_string_equal(got.encoding, want->encoding);
		assert_string_equal(got.disposition, want->disposition);
		assert_string_equal(got.name, want->name);
		assert_string_equal(got.filename, want->filename);
		assert_string_equal(got.content_id, want->content_id);
		arena_release(&arena);
	}
}

/* Processor time in milliseconds. */
static int64_t
spent_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void
a_header_made_to_take_long_does_not(void **state)
{
	static const char *const pieces[] = { ";a=(", "(", ";a=b", ";a*0*=b",
		"=?utf-8?q?", "\"", "\\", ";filename*=x''",
		";=?utf-8?b?YQ==?=" };
	struct hub_buf buf;

	(void)state;
	hub_buf_init(&buf, HUB_MAIL_HEADER_MAX);
	for (size_t i = 0; i < COUNT(pieces); i++) {
		struct mail_piece header;
		struct mail_head head;
		struct arena arena;
		int64_t spent;

		hub_buf_clear(&buf);
		hub_buf_text(&buf, "Content-Type: a/b");
		while (buf.len < HUB_MAIL_HEADER_MAX - 20)
			hub_buf_text(&buf, pieces[i]);
		arena_init(&arena, 4u * HUB_MAIL_HEADER_MAX);
		header = (struct mail_piece){ buf.data, buf.len };
		spent = spent_ms();
		mail_head_read(&header, "text/plain", &arena, &head);
		spent = spent_ms() - spent;
		if (spent > QUICKLY_MS)
			fail_msg("\"%s\" took %lld ms", pieces[i],
			    (long long)spent);
		arena_release(&arena);
	}
	hub_buf_release(&buf);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_header_says_what_its_part_is),
		cmocka_unit_test(a_header_made_to_take_long_does_not),
	};

	hub_mail_warm();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
