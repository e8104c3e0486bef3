/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "request.h"

#define LENGTH(a) (sizeof(a) / sizeof((a)[0]))

static const struct hub_part raw = { HUB_PART_RAW, "", "", "text/xml" };
static const struct hub_part form = { HUB_PART_FORM, "field", "", "" };
static const struct hub_part related = { HUB_PART_RELATED, "root@hub", "",
	"application/xop+xml" };
static const struct hub_part base64 = { HUB_PART_BASE64, "", "", "" };

/* An HTTP request that is right so far. */
static void
start(struct hub_request *r)
{
	request_init(r, "simpul-boundary");
	hub_request_http(r, "POST", "/v1/tickets");
}

/* Path segments and query values are encoded. */
static void
values_in_the_target_are_encoded(void **state)
{
	struct hub_request r;

	(void)state;
	start(&r);
	hub_request_segment(&r, "../admin?x#y");
	hub_request_segment(&r, "jalan rusak\xc3\xa9");
	hub_request_query(&r, "q", "a&b=c\nd");
	hub_request_query(&r, "n[]", "");
	assert_int_equal(request_check(&r, NULL), HUB_OK);
	assert_string_equal(hub_buf_str(&r.target),
	    "/v1/tickets/..%2Fadmin%3Fx%23y/jalan%20rusak%C3%A9"
	    "?q=a%26b%3Dc%0Ad&n%5B%5D=");
	request_release(&r);
	request_init(&r, "");
	hub_request_http(&r, "GET", "/");
	hub_request_segment(&r, "a");
	assert_string_equal(hub_buf_str(&r.target), "/a");
	request_release(&r);
}

/* What a builder does wrong, each on a request that is right before. */
typedef void (*wrong_step)(struct hub_request *r);

/* One function for each row of the table below. */
#define STEP(name, call) \
	static void name(struct hub_request *r) \
	{ \
		call; \
	}

/* clang-format off */
STEP(two_paths, hub_request_http(r, "GET", "/x"))
STEP(path_and_subject, hub_request_subject(r, "x"))
STEP(empty_segment, hub_request_segment(r, ""))
STEP(dot_segment, hub_request_segment(r, "."))
STEP(dots_segment, hub_request_segment(r, ".."))
STEP(segment_of_lines, hub_request_segment(r, "a\nb"))
STEP(segment_of_noise, hub_request_segment(r, "\xff"))
STEP(segment_behind_query, hub_request_query(r, "a", "b");
    hub_request_segment(r, "c"))
STEP(query_without_name, hub_request_query(r, "", "b"))
STEP(query_name_of_lines, hub_request_query(r, "a\nb", "c"))
STEP(query_of_noise, hub_request_query(r, "a", "\xc3("))
STEP(header_without_name, hub_request_header(r, "", "a"))
STEP(header_name_with_colon, hub_request_header(r, "a:", "b"))
STEP(header_name_with_break, hub_request_header(r, "a\r\nb", "c"))
STEP(header_of_the_core, hub_request_header(r, "Host", "evil"))
STEP(header_with_credentials, hub_request_header(r, "authorization", "x"))
STEP(header_with_break, hub_request_header(r, "a", "b\r\nc: d"))
STEP(header_with_newline, hub_request_header(r, "a", "b\nc"))
STEP(header_with_control, hub_request_header(r, "a", "b\x01"))
STEP(header_with_delete, hub_request_header(r, "a", "b\x7f"))
STEP(secret_with_space, hub_request_secret(r, "api key"))
STEP(secret_without_name, hub_request_secret(r, ""))
STEP(two_bodies, hub_request_body(r, "a/b", "", 0);
    hub_request_body(r, "a/b", "", 0))
STEP(body_without_type, hub_request_body(r, "", "x", 1))
STEP(body_with_bad_type, hub_request_body(r, "a/b\r\nc: d", "x", 1))
STEP(form_behind_raw, hub_request_part(r, &raw, "x", 1);
    hub_request_part(r, &form, "x", 1))
STEP(related_behind_form, hub_request_part(r, &form, "x", 1);
    hub_request_part(r, &related, "x", 1))
STEP(form_without_name, hub_request_part(r,
    &(struct hub_part){ .encoding = HUB_PART_FORM }, "x", 1))
STEP(name_with_break, hub_request_part(r,
    &(struct hub_part){ HUB_PART_FORM, "a\r\nb", "", "" }, "x", 1))
STEP(filename_with_break, hub_request_part(r,
    &(struct hub_part){ HUB_PART_FORM, "a", "b\r\nc", "" }, "x", 1))
STEP(part_with_bad_type, hub_request_part(r,
    &(struct hub_part){ HUB_PART_FORM, "a", "", "x" }, "x", 1))
STEP(part_of_no_encoding, hub_request_part(r,
    &(struct hub_part){ (enum hub_encoding)5, "a", "", "" }, "x", 1))
STEP(letters_part_over_http, hub_request_part(r,
    &(struct hub_part){ HUB_PART_MIXED, "", "", "text/plain" }, "x", 1))
STEP(attachment_without_id, hub_request_attach(r, &form, ""))
STEP(attachment_with_path, hub_request_attach(r, &form, "../etc/passwd"))
STEP(boundary_inside, hub_request_part(r, &form, "a simpul-boundary b", 19))
/* clang-format on */

static const struct {
	wrong_step step;
	const char *sentence;
} wrong_rows[] = {
	{ two_paths, "the request has two destinations" },
	{ path_and_subject, "the request has two destinations" },
	{ empty_segment, "a path segment is empty, dots or no line" },
	{ dot_segment, "a path segment is empty, dots or no line" },
	{ dots_segment, "a path segment is empty, dots or no line" },
	{ segment_of_lines, "a path segment is empty, dots or no line" },
	{ segment_of_noise, "a path segment is empty, dots or no line" },
	{ segment_behind_query, "a path segment stands behind the query" },
	{ query_without_name, "a query parameter is not text" },
	{ query_name_of_lines, "a query parameter is not text" },
	{ query_of_noise, "a query parameter is not text" },
	{ header_without_name, "a header's name is no token or the hub's own" },
	{ header_name_with_colon,
	    "a header's name is no token or the hub's own" },
	{ header_name_with_break,
	    "a header's name is no token or the hub's own" },
	{ header_of_the_core, "a header's name is no token or the hub's own" },
	{ header_with_credentials,
	    "a header's name is no token or the hub's own" },
	{ header_with_break, "a header's value is no line or too long" },
	{ header_with_newline, "a header's value is no line or too long" },
	{ header_with_control, "a header's value is no line or too long" },
	{ header_with_delete, "a header's value is no line or too long" },
	{ secret_with_space, "a secret's name is no token" },
	{ secret_without_name, "a secret's name is no token" },
	{ two_bodies, "the request has two bodies" },
	{ body_without_type, "the body has no type" },
	{ body_with_bad_type, "a part's type is no media type" },
	{ form_behind_raw, "parts of one body differ in encoding" },
	{ related_behind_form, "parts of one body differ in encoding" },
	{ form_without_name, "a part has no name" },
	{ name_with_break, "a part's name is no line or too long" },
	{ filename_with_break, "a part's name is no line or too long" },
	{ part_with_bad_type, "a part's type is no media type" },
	{ part_of_no_encoding, "a part has an encoding that is none" },
	{ letters_part_over_http, "only a letter has parts of a letter" },
	{ attachment_without_id, "an attachment's id is none" },
	{ attachment_with_path, "an attachment's id is none" },
	{ boundary_inside, "a part holds the boundary of the parts" },
};

/* Every refusal has its sentence, which stays whatever follows. */
static void
every_refusal_has_its_sentence(void **state)
{
	struct hub_error err;
	struct hub_request r;

	(void)state;
	for (size_t i = 0; i < LENGTH(wrong_rows); i++) {
		start(&r);
		assert_int_equal(request_check(&r, &err), HUB_OK);
		wrong_rows[i].step(&r);
		assert_int_equal(request_check(&r, &err), HUB_FAULT);
		assert_string_equal(err.text, wrong_rows[i].sentence);
		hub_request_query(&r, "fine", "too");
		if (r.failed)
			hub_request_header(&r, "", "");
		assert_int_equal(request_check(&r, &err), HUB_FAULT);
		assert_string_equal(err.text, wrong_rows[i].sentence);
		request_release(&r);
	}
}

static const struct {
	const char *method, *path;
} wrong_paths[] = {
	{ "get", "/" },
	{ "TRACE", "/" },
	{ "", "/" },
	{ "GET", "" },
	{ "GET", "v1" },
	{ "GET", "http://evil/" },
	{ "GET", "//evil/" },
	{ "GET", "/a?b=c" },
	{ "GET", "/a#b" },
	{ "GET", "/../a" },
	{ "GET", "/a..b" },
	{ "GET", "/a b" },
	{ "GET", "/a\nb" },
	{ "GET", "/%2e%2e/" },
};

/* A path that is not plain is refused. */
static void
paths_that_are_not_plain_are_refused(void **state)
{
	struct hub_request r;

	(void)state;
	for (size_t i = 0; i < LENGTH(wrong_paths); i++) {
		request_init(&r, "");
		hub_request_http(&r, wrong_paths[i].method,
		    wrong_paths[i].path);
		if (request_check(&r, NULL) != HUB_FAULT)
			fail_msg("%s %s was taken", wrong_paths[i].method,
			    wrong_paths[i].path);
		request_release(&r);
	}
}

static const struct {
	const char *subject, *sentence;
} subjects[] = {
	{ "Pengaduan 123", "" },
	{ "", "the subject is empty, too long or no line" },
	{ "a\r\nBcc: b", "the subject is empty, too long or no line" },
	{ "\xff", "the subject is empty, too long or no line" },
};

/* A letter has a subject of one line. */
static void
a_letter_has_a_subject_of_one_line(void **state)
{
	struct hub_request r;

	(void)state;
	for (size_t i = 0; i < LENGTH(subjects); i++) {
		request_init(&r, "");
		hub_request_subject(&r, subjects[i].subject);
		hub_request_body(&r, "text/plain", "x", 1);
		assert_int_equal(request_check(&r, NULL),
		    subjects[i].sentence[0] == '\0' ? HUB_OK : HUB_FAULT);
		assert_string_equal(r.error.text, subjects[i].sentence);
		request_release(&r);
	}
}

/* A letter with one part that is mixed, and a header. */
static void
make_letter(struct hub_request *r, const char *header, enum hub_encoding how)
{
	request_init(r, "simpul-boundary");
	hub_request_subject(r, "Pengaduan 123");
	hub_request_header(r, header, "x");
	hub_request_part(r, &(struct hub_part){ how, "a", "", "text/plain" },
	    "x", 1);
}

static const struct {
	const char *header;
	enum hub_encoding how;
	const char *sentence;
} letters[] = {
	{ "List-Id", HUB_PART_MIXED, "" },
	{ "auto-submitted", HUB_PART_RAW, "" },
	{ "To", HUB_PART_MIXED, "a letter's header is the hub's to write" },
	{ "BCC", HUB_PART_MIXED, "a letter's header is the hub's to write" },
	{ "Message-ID", HUB_PART_RAW,
	    "a letter's header is the hub's to write" },
	{ "X-A", HUB_PART_FORM, "a letter's parts are mixed" },
};

/* Addresses, dates and names of letters are not a plugin's to write. */
static void
a_letters_envelope_is_the_hubs(void **state)
{
	struct hub_request r;
	struct hub_error err;

	(void)state;
	for (size_t i = 0; i < LENGTH(letters); i++) {
		make_letter(&r, letters[i].header, letters[i].how);
		err.text[0] = '\0';
		assert_int_equal(request_check(&r, &err),
		    letters[i].sentence[0] == '\0' ? HUB_OK : HUB_FAULT);
		assert_string_equal(err.text, letters[i].sentence);
		request_release(&r);
	}
}

/* What is asked for before there is a path is refused. */
static void
nothing_comes_before_the_path(void **state)
{
	struct hub_error err;
	struct hub_request r;

	(void)state;
	request_init(&r, "");
	assert_int_equal(request_check(&r, &err), HUB_FAULT);
	assert_string_equal(err.text,
	    "the request has neither path nor subject");
	hub_request_segment(&r, "a");
	assert_int_equal(request_check(&r, &err), HUB_FAULT);
	assert_string_equal(err.text, "a path segment stands before the path");
	request_release(&r);
	request_init(&r, "");
	hub_request_query(&r, "a", "b");
	assert_string_equal(r.error.text, "a query stands before the path");
	request_release(&r);
}

/* Each list has an end. */
static void
lists_are_bounded(void **state)
{
	static const struct {
		int kind, max;
		const char *sentence;
	} rows[] = {
		{ 0, REQUEST_HEADERS, "the request has too many headers" },
		{ 1, REQUEST_SECRETS, "the request has too many secrets" },
		{ 2, REQUEST_PARTS, "the request has too many parts" },
	};
	struct hub_request r;

	(void)state;
	for (size_t i = 0; i < LENGTH(rows); i++) {
		start(&r);
		for (int k = 0; k <= rows[i].max; k++) {
			assert_false(r.failed);
			if (rows[i].kind == 0)
				hub_request_header(&r, "X", "y");
			else if (rows[i].kind == 1)
				hub_request_secret(&r, "api_key");
			else
				hub_request_part(&r, &form, "x", 1);
		}
		assert_true(r.failed);
		assert_string_equal(r.error.text, rows[i].sentence);
		request_release(&r);
	}
}

/* Target, subject and body are bounded, over all parts. */
static void
sizes_are_bounded(void **state)
{
	static char big[REQUEST_BODY_MAX];
	struct hub_request r;

	(void)state;
	memset(big, 'a', 9000);
	start(&r);
	hub_request_segment(&r, big);
	assert_string_equal(r.error.text, "path and query are too long");
	request_release(&r);
	request_init(&r, "");
	hub_request_subject(&r, big);
	assert_string_equal(r.error.text,
	    "the subject is empty, too long or no line");
	request_release(&r);
	start(&r);
	hub_request_part(&r, &form, big, sizeof(big) - 1);
	hub_request_part(&r, &form, big, 1);
	assert_false(r.failed);
	hub_request_part(&r, &form, big, 1);
	assert_string_equal(r.error.text,
	    "the body is larger than the hub sends");
	request_release(&r);
}

/* What the body is called follows from its parts. */
static void
the_body_type_follows_from_the_parts(void **state)
{
	static const struct {
		const struct hub_part *part;
		const char *type;
		bool multipart;
	} rows[] = {
		{ &raw, "text/xml", false },
		{ &form, "multipart/form-data", true },
		{ &related, "multipart/related", true },
	};
	struct hub_request r;

	(void)state;
	for (size_t i = 0; i < LENGTH(rows); i++) {
		start(&r);
		assert_false(request_multipart(&r));
		hub_request_part(&r, rows[i].part, "x", 1);
		assert_string_equal(r.body_type, rows[i].type);
		assert_int_equal(request_multipart(&r), rows[i].multipart);
		request_release(&r);
	}
}

/* Parts without a boundary cannot be sent. */
static void
parts_need_a_boundary(void **state)
{
	struct hub_error err;
	struct hub_request r;

	(void)state;
	request_init(&r, "");
	hub_request_http(&r, "POST", "/");
	hub_request_part(&r, &form, "x", 1);
	assert_int_equal(request_check(&r, &err), HUB_FAULT);
	assert_string_equal(err.text, "the request has parts and no boundary");
	request_release(&r);
	request_init(&r, "");
	hub_request_http(&r, "POST", "/");
	hub_request_part(&r, &raw, "x", 1);
	hub_request_attach(&r, &base64, "file-1");
	hub_request_part(&r, &raw, "y", 1);
	assert_int_equal(request_check(&r, &err), HUB_OK);
	assert_int_equal(r.part_count, 3);
	request_release(&r);
}

/* Before a seal covers it, the checkpoint is put in for good. */
static void
a_checkpoint_is_put_into_the_first_part(void **state)
{
	struct hub_request r;

	(void)state;
	start(&r);
	hub_request_body(&r, "text/xml", "<a></a>", 7);
	hub_request_checkpoint(&r, 3, "<c>", "</c>");
	assert_true(request_takes_checkpoint(&r));
	request_put_checkpoint(&r, "Zm8=");
	assert_int_equal(request_check(&r, NULL), HUB_OK);
	assert_false(request_takes_checkpoint(&r));
	assert_string_equal(r.parts[0].data, "<a><c>Zm8=</c></a>");
	assert_int_equal(r.parts[0].len, 18);
	assert_int_equal(r.body_len, 18);
	hub_request_checkpoint(&r, 3, "<c>", "</c>");
	request_put_checkpoint(&r, "");
	assert_false(request_takes_checkpoint(&r));
	assert_int_equal(r.parts[0].len, 18);
	request_release(&r);
}

static const struct {
	size_t at;
	const char *before;
	int parts;
	const char *sentence;
} places[] = {
	{ 1, "<c>", 1, "" },
	{ 0, "<c>", 1, "" },
	{ 2, "<c>", 1, "the checkpoint's place is not in the first part" },
	{ 0, "<c>", 0, "the checkpoint's place is not in the first part" },
	{ 0, "", 1, "nothing stands around the checkpoint" },
};

/* It has a place in bytes that are there. */
static void
a_checkpoint_has_a_place_in_the_first_part(void **state)
{
	struct hub_error err;
	struct hub_request r;

	(void)state;
	for (size_t i = 0; i < LENGTH(places); i++) {
		start(&r);
		if (places[i].parts > 0)
			hub_request_part(&r, &raw, "x", 1);
		hub_request_checkpoint(&r, places[i].at, places[i].before, ">");
		err.text[0] = '\0';
		(void)request_check(&r, &err);
		assert_string_equal(err.text, places[i].sentence);
		request_release(&r);
	}
	request_init(&r, "");
	hub_request_subject(&r, "Pengaduan");
	hub_request_body(&r, "text/plain", "x", 1);
	hub_request_checkpoint(&r, 0, "<", ">");
	assert_int_equal(request_check(&r, NULL), HUB_FAULT);
	request_release(&r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_in_the_target_are_encoded),
		cmocka_unit_test(every_refusal_has_its_sentence),
		cmocka_unit_test(paths_that_are_not_plain_are_refused),
		cmocka_unit_test(a_letter_has_a_subject_of_one_line),
		cmocka_unit_test(a_letters_envelope_is_the_hubs),
		cmocka_unit_test(nothing_comes_before_the_path),
		cmocka_unit_test(lists_are_bounded),
		cmocka_unit_test(sizes_are_bounded),
		cmocka_unit_test(the_body_type_follows_from_the_parts),
		cmocka_unit_test(parts_need_a_boundary),
		cmocka_unit_test(a_checkpoint_is_put_into_the_first_part),
		cmocka_unit_test(a_checkpoint_has_a_place_in_the_first_part),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
