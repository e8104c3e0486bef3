/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

#include "http_body.h"
#include "http_part.h"

/* An attachment of a test: its id is its content. */
static int
open_content(void *ctx, const char *id, uint64_t *ret_size)
{
	size_t *claimed = ctx;
	int fd = memfd_create("attachment", MFD_CLOEXEC);

	assert_int_equal(write(fd, id, strlen(id)), (ssize_t)strlen(id));
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	*ret_size = claimed != NULL ? *claimed : strlen(id);
	return fd;
}

/* A part of a request. */
static const struct hub_part *
part(enum hub_encoding encoding, const char *name, const char *type)
{
	static struct hub_part p;

	p = (struct hub_part){ .encoding = encoding,
		.name = name,
		.filename = "",
		.type = type };
	return &p;
}

/* A form, text with base64 in it, and a single body. */
static void
build(struct hub_request *r, int which)
{
	request_init(r, "XYZ");
	hub_request_http(r, "POST", "/");
	switch (which) {
	case 0:
		hub_request_part(r, part(HUB_PART_FORM, "a", "text/plain"),
		    "one", 3);
		hub_request_attach(r, part(HUB_PART_FORM, "b", ""), "second");
		break;
	case 1:
		hub_request_part(r, part(HUB_PART_RAW, "", "text/plain"), "<",
		    1);
		hub_request_attach(r, part(HUB_PART_BASE64, "", ""),
		    "abcdefghij");
		hub_request_part(r, part(HUB_PART_BASE64, "", ""), "xy", 2);
		hub_request_part(r, part(HUB_PART_RAW, "", ""), ">", 1);
		break;
	case 2:
		hub_request_body(r, "text/plain", "whole", 5);
		break;
	default:
		break;
	}
	assert_int_equal(request_check(r, NULL), HUB_OK);
}

static const char *const wants[] = {
	"--XYZ\r\nContent-Disposition: form-data; name=\"a\"\r\n"
	"Content-Type: text/plain\r\n\r\none\r\n"
	"--XYZ\r\nContent-Disposition: form-data; name=\"b\"\r\n\r\nsecond\r\n"
	"--XYZ--\r\n",
	"<YWJjZGVmZ2hpag==eHk=>",
	"whole",
	"",
};
#define BODIES (sizeof wants / sizeof wants[0])

/* Whatever room the reader has. */
static void
the_same_bytes_come_in_pieces_of_any_size(void **state)
{
	struct hub_request r;
	struct http_body body;
	struct http_order order = { .request = &r, .attachment = open_content };
	char got[512];
	size_t size, filled;
	ssize_t n;
	size_t i;

	(void)state;
	for (i = 0; i < BODIES; i++) {
		for (size = 1; size < 64; size++) {
			build(&r, (int)i);
			assert_true(http_body_init(&body, &order, ""));
			assert_int_equal(body.len, strlen(wants[i]));
			filled = 0;
			while (
			    (n = http_body_read(&body, got + filled, size)) > 0)
				filled += (size_t)n;
			assert_int_equal(n, 0);
			got[filled] = '\0';
			assert_string_equal(got, wants[i]);
			http_body_release(&body);
			request_release(&r);
		}
	}
}

/* A copy is made only where it must be. */
static void
only_a_single_piece_of_memory_is_whole(void **state)
{
	static const char *const whole[] = { NULL, NULL, "whole", "" };
	struct hub_request r;
	struct http_body body;
	struct http_order order = { .request = &r, .attachment = open_content };
	size_t i;

	(void)state;
	for (i = 0; i < BODIES; i++) {
		build(&r, (int)i);
		assert_true(http_body_init(&body, &order, ""));
		if (whole[i] == NULL)
			assert_null(http_body_whole(&body));
		else
			assert_string_equal(http_body_whole(&body), whole[i]);
		http_body_release(&body);
		request_release(&r);
	}
}

/* Where it stands is stored, what it is never. */
static void
the_latest_checkpoint_stands_in_its_place(void **state)
{
	static const char *const told[][2] = { { "", "whole" },
		{ "Zm8=", "wh<c>Zm8=</c>ole" },
		{ "YmFy", "wh<c>YmFy</c>ole" } };
	struct http_order order = { .attachment = open_content };
	struct http_body body;
	struct hub_request r;
	char got[64];

	(void)state;
	build(&r, 2);
	hub_request_checkpoint(&r, 2, "<c>", "</c>");
	order.request = &r;
	for (size_t i = 0; i < sizeof told / sizeof told[0]; i++) {
		ssize_t n;

		assert_true(http_body_init(&body, &order, told[i][0]));
		n = http_body_read(&body, got, sizeof got);
		assert_int_equal(n, strlen(told[i][1]));
		assert_int_equal(n, body.len);
		assert_memory_equal(got, told[i][1], (size_t)n);
		http_body_release(&body);
	}
	request_release(&r);
}

/* The length was told: it must be kept. */
static void
an_attachment_shorter_than_told_is_an_error(void **state)
{
	struct hub_request r;
	struct http_body body;
	size_t claimed = 7;
	struct http_order order = { .request = &r,
		.attachment = open_content,
		.ctx = &claimed };
	char got[512];
	ssize_t n;

	(void)state;
	build(&r, 0);
	assert_true(http_body_init(&body, &order, ""));
	while ((n = http_body_read(&body, got, 10)) > 0)
		;
	assert_int_equal(n, -1);
	http_body_release(&body);
	request_release(&r);
}

/* Nobody opens it. */
static void
an_attachment_that_is_not_there_is_no_body(void **state)
{
	struct hub_request r;
	struct http_body body;
	struct http_order order = { .request = &r };

	(void)state;
	build(&r, 0);
	assert_false(http_body_init(&body, &order, ""));
	http_body_release(&body);
	request_release(&r);
}

/* As it stands in Content-Type. */
static void
the_type_of_a_body_names_boundary_and_root(void **state)
{
	static const struct {
		enum hub_encoding encoding;
		const char *type, *want;
	} rows[] = {
		{ HUB_PART_RAW, "application/json", "application/json" },
		{ HUB_PART_FORM, "application/json",
		    "multipart/form-data; boundary=\"XYZ\"" },
		{ HUB_PART_RELATED, "text/xml",
		    "multipart/related; boundary=\"XYZ\"; type=\"text/xml\"; "
		    "start=\"<n>\"" },
		{ HUB_PART_RELATED,
		    "application/xop+xml; type=\"text/xml\"; charset=utf-8",
		    "multipart/related; boundary=\"XYZ\"; "
		    "type=\"application/xop+xml\"; start=\"<n>\"; "
		    "start-info=\"text/xml\"" },
	};
	struct hub_request r;
	struct hub_buf got;
	size_t i;

	(void)state;
	hub_buf_init(&got, 1000);
	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		request_init(&r, "XYZ");
		hub_request_part(&r, part(rows[i].encoding, "n", rows[i].type),
		    "", 0);
		hub_buf_clear(&got);
		http_part_body_type(&got, &r);
		assert_string_equal(hub_buf_str(&got), rows[i].want);
		request_release(&r);
	}
	hub_buf_release(&got);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_same_bytes_come_in_pieces_of_any_size),
		cmocka_unit_test(only_a_single_piece_of_memory_is_whole),
		cmocka_unit_test(the_latest_checkpoint_stands_in_its_place),
		cmocka_unit_test(an_attachment_shorter_than_told_is_an_error),
		cmocka_unit_test(an_attachment_that_is_not_there_is_no_body),
		cmocka_unit_test(the_type_of_a_body_names_boundary_and_root),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
