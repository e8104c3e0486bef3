/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "request.h"

#define LENGTH(a) (sizeof(a) / sizeof((a)[0]))

/* Fills every field of an HTTP request. */
static void
full_request(struct hub_request *r)
{
	const struct hub_part text = { HUB_PART_FORM, "isi", "", "text/plain" };
	const struct hub_part file = { HUB_PART_FORM, "berkas",
		"foto \"1\".jpg", "image/jpeg" };

	request_init(r, "simpul-7f3a");
	hub_request_http(r, "PUT", "/v1/tickets");
	hub_request_segment(r, "a..b c\xc3\xa9");
	hub_request_query(r, "q", "1 2\x7f\t\r\n");
	hub_request_header(r, "Idempotency-Key", "abc.0");
	hub_request_header(r, "X-Two", "");
	hub_request_secret(r, "api_key");
	hub_request_secret(r, "other");
	hub_request_part(r, &text, "a\0b", 3);
	hub_request_attach(r, &file, "0123456789abc");
	hub_request_checkpoint(r, 2, "<c>", "</c>");
	assert_int_equal(request_check(r, NULL), HUB_OK);
}

/* Fields of a name and a value are equal. */
static void
assert_fields(const struct hub_request *got, const struct hub_request *want)
{
	assert_int_equal(got->header_count, want->header_count);
	for (size_t i = 0; i < want->header_count; i++) {
		assert_string_equal(got->headers[i].name,
		    want->headers[i].name);
		assert_string_equal(got->headers[i].value,
		    want->headers[i].value);
	}
	assert_int_equal(got->secret_count, want->secret_count);
	for (size_t i = 0; i < want->secret_count; i++)
		assert_string_equal(got->secrets[i], want->secrets[i]);
}

/* Parts are equal. */
static void
assert_parts(const struct hub_request *got, const struct hub_request *want)
{
	assert_int_equal(got->part_count, want->part_count);
	for (size_t i = 0; i < want->part_count; i++) {
		const struct request_part *a = &got->parts[i];
		const struct request_part *b = &want->parts[i];

		assert_int_equal(a->part.encoding, b->part.encoding);
		assert_string_equal(a->part.name, b->part.name);
		assert_string_equal(a->part.filename, b->part.filename);
		assert_string_equal(a->part.type, b->part.type);
		assert_string_equal(a->attachment, b->attachment);
		assert_int_equal(a->len, b->len);
		assert_memory_equal(a->data, b->data, b->len + 1);
	}
}

/* A request with every field is the same after its frame, which is the same
 * after the request. */
static void
a_request_keeps_every_field(void **state)
{
	struct hub_request want, got;
	struct hub_buf out, again;
	struct frame_in in;

	(void)state;
	full_request(&want);
	hub_buf_init(&out, 10000);
	hub_buf_init(&again, 10000);
	request_put(&out, &want);
	request_init(&got, "");
	frame_in_init(&in, out.data, out.len);
	assert_true(request_get(&in, &got));
	assert_true(frame_done(&in));
	request_put(&again, &got);
	assert_int_equal(again.len, out.len);
	assert_memory_equal(again.data, out.data, out.len);
	hub_buf_release(&out);
	assert_string_equal(got.method, want.method);
	assert_string_equal(hub_buf_str(&got.target),
	    hub_buf_str(&want.target));
	assert_true(got.has_query);
	assert_string_equal(got.boundary, want.boundary);
	assert_string_equal(got.body_type, want.body_type);
	assert_fields(&got, &want);
	assert_parts(&got, &want);
	hub_buf_release(&again);
	request_release(&got);
	request_release(&want);
}

/* A letter, and the boundary that it does not need. */
static void
a_letter_keeps_its_subject(void **state)
{
	struct hub_request want, got;
	struct hub_buf out;
	struct frame_in in;

	(void)state;
	request_init(&want, "unused");
	hub_request_subject(&want, "Pengaduan");
	hub_request_body(&want, "text/plain; charset=utf-8", "isi", 3);
	hub_buf_init(&out, 10000);
	request_put(&out, &want);
	request_init(&got, "other");
	frame_in_init(&in, out.data, out.len);
	assert_true(request_get(&in, &got));
	assert_string_equal(got.subject, "Pengaduan");
	assert_string_equal(got.method, "");
	assert_string_equal(got.body_type, "text/plain; charset=utf-8");
	assert_string_equal(got.boundary, "");
	hub_buf_release(&out);
	request_release(&got);
	request_release(&want);
}

/* Cut anywhere, a frame is refused. */
static void
a_cut_frame_is_refused(void **state)
{
	struct hub_request r;
	struct hub_buf out;

	(void)state;
	full_request(&r);
	hub_buf_init(&out, 10000);
	request_put(&out, &r);
	request_release(&r);
	for (size_t len = 0; len < out.len; len++) {
		char *copy = malloc(len + 1);
		struct frame_in in;

		assert_non_null(copy);
		memcpy(copy, out.data, len);
		request_init(&r, "");
		frame_in_init(&in, copy, len);
		assert_false(request_get(&in, &r));
		request_release(&r);
		free(copy);
	}
	hub_buf_release(&out);
}

/* What a worker that was taken over might put into a request behind the
 * builders' backs. */
struct forgery {
	const char *what, *method, *target, *subject, *boundary;
	struct request_field header;
	const char *secret;
	int encoding; /* of the only part */
	const char *name, *type, *attachment;
	bool taken;
};

#define FINE .method = "POST", .target = "/a", .type = "a/b"

static const struct forgery forgeries[] = {
	{ .what = "nothing wrong", FINE, .taken = true },
	{ .what = "a query",
	    .method = "GET",
	    .target = "/a?b=%20",
	    .type = "a/b",
	    .taken = true },
	{ .what = "an empty query",
	    .method = "GET",
	    .target = "/a?",
	    .type = "a/b",
	    .taken = true },
	{ .what = "no destination", .type = "a/b" },
	{ .what = "two destinations", FINE, .subject = "x" },
	{ .what = "a method of its own",
	    .method = "CONNECT",
	    .target = "/a",
	    .type = "a/b" },
	{ .what = "no path", .method = "GET", .type = "a/b" },
	{ .what = "a host",
	    .method = "GET",
	    .target = "http://evil/",
	    .type = "a/b" },
	{ .what = "a host behind slashes",
	    .method = "GET",
	    .target = "//evil/",
	    .type = "a/b" },
	{ .what = "a way up",
	    .method = "GET",
	    .target = "/a/../../b",
	    .type = "a/b" },
	{ .what = "a request in the path",
	    .method = "GET",
	    .target = "/a HTTP/1.1\r\nHost: evil",
	    .type = "a/b" },
	{ .what = "a request in the query",
	    .method = "GET",
	    .target = "/a?b\r\nHost: evil",
	    .type = "a/b" },
	{ .what = "a fragment",
	    .method = "GET",
	    .target = "/a?b#c",
	    .type = "a/b" },
	{ .what = "a header in the subject",
	    .subject = "a\r\nBcc: b",
	    .type = "a/b" },
	{ .what = "a host header", FINE, .header = { "Host", "evil" } },
	{ .what = "a header in a header",
	    FINE,
	    .header = { "X", "a\r\nHost: b" } },
	{ .what = "a header in a name", FINE, .header = { "X: a\r\nY", "" } },
	{ .what = "a secret of spaces", FINE, .secret = " " },
	{ .what = "an encoding that is none", FINE, .encoding = 4 },
	{ .what = "an encoding below none", FINE, .encoding = -1 },
	{ .what = "parts with a boundary",
	    FINE,
	    .encoding = HUB_PART_FORM,
	    .name = "a",
	    .boundary = "zz",
	    .taken = true },
	{ .what = "parts without boundary",
	    FINE,
	    .encoding = HUB_PART_FORM,
	    .name = "a" },
	{ .what = "a boundary of lines",
	    FINE,
	    .encoding = HUB_PART_FORM,
	    .name = "a",
	    .boundary = "a\r\nb" },
	{ .what = "a boundary that is in the part",
	    FINE,
	    .encoding = HUB_PART_FORM,
	    .name = "a",
	    .boundary = "body" },
	{ .what = "a part's name of lines",
	    FINE,
	    .encoding = HUB_PART_FORM,
	    .name = "a\r\nb",
	    .boundary = "zz" },
	{ .what = "a type of lines",
	    .method = "POST",
	    .target = "/a",
	    .type = "a/b\r\nc" },
	{ .what = "an attachment's path", FINE, .attachment = "../a" },
};

/* Writes a forgery as request_put would. */
static void
forge(struct hub_buf *out, const struct forgery *f)
{
	const char *head[] = { f->method, f->target, f->subject, f->boundary };
	const char *part[] = { f->name, "", f->type, f->attachment };
	size_t at, start;
	uint64_t len;

	at = out->len;
	frame_put_int(out, LENGTH(head));
	frame_put_int(out, 0);
	start = out->len;
	for (size_t i = 0; i < LENGTH(head); i++)
		frame_put_text(out, head[i]);
	len = out->len - start;
	memcpy(out->data + at + 8, &len, 8);
	frame_put_int(out, f->header.name != NULL);
	if (f->header.name != NULL) {
		frame_put_text(out, f->header.name);
		frame_put_text(out, f->header.value);
	}
	frame_put_int(out, f->secret != NULL);
	if (f->secret != NULL)
		frame_put_text(out, f->secret);
	frame_put_int(out, 1);
	at = out->len;
	frame_put_int(out, 1 + LENGTH(part));
	frame_put_int(out, 0);
	start = out->len;
	frame_put_int(out, f->encoding);
	for (size_t i = 0; i < LENGTH(part); i++)
		frame_put_text(out, part[i]);
	len = out->len - start;
	memcpy(out->data + at + 8, &len, 8);
	frame_put_text(out, "a body");
}

/* No frame brings in what the builders refuse. */
static void
forgeries_are_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < LENGTH(forgeries); i++) {
		struct hub_request r;
		struct hub_buf out;
		struct frame_in in;

		hub_buf_init(&out, 10000);
		forge(&out, &forgeries[i]);
		request_init(&r, "");
		frame_in_init(&in, out.data, out.len);
		if (request_get(&in, &r) != forgeries[i].taken)
			fail_msg("%s", forgeries[i].what);
		request_release(&r);
		hub_buf_release(&out);
	}
}

/* Counts past the lists' ends are refused before anything is read. */
static void
counts_past_the_end_are_refused(void **state)
{
	static const int64_t counts[][3] = { { REQUEST_HEADERS + 1, 0, 0 },
		{ -1, 0, 0 }, { 0, REQUEST_SECRETS + 1, 0 }, { 0, -1, 0 },
		{ 0, 0, REQUEST_PARTS + 1 }, { 0, 0, -1 },
		{ INT64_MAX, 0, 0 } };

	(void)state;
	for (size_t i = 0; i < LENGTH(counts); i++) {
		struct hub_request r;
		struct hub_buf out;
		struct frame_in in;

		hub_buf_init(&out, 10000);
		frame_put_int(&out, 0);
		frame_put_int(&out, 0);
		for (size_t k = 0; k < 3; k++)
			frame_put_int(&out, counts[i][k]);
		request_init(&r, "");
		frame_in_init(&in, out.data, out.len);
		assert_false(request_get(&in, &r));
		assert_false(frame_ok(&in));
		request_release(&r);
		hub_buf_release(&out);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_request_keeps_every_field),
		cmocka_unit_test(a_letter_keeps_its_subject),
		cmocka_unit_test(a_cut_frame_is_refused),
		cmocka_unit_test(forgeries_are_refused),
		cmocka_unit_test(counts_past_the_end_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
