/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "hub_mail.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include "hub_buf.h"

#define COUNT(table) (sizeof(table) / sizeof(*(table)))
#define HEAD "From: a@b\r\nMIME-Version: 1.0\r\n"

/* Parts as "type|disposition|name|filename|id|data" and "!" when undecoded,
 * one a line. */
static const char *
list(const struct hub_mail *mail, struct hub_buf *out)
{
	hub_buf_clear(out);
	for (size_t i = 0; i < hub_mail_count(mail); i++) {
		const struct hub_mail_part *part = hub_mail_part(mail, i);

		hub_buf_fmt(out, "%s|%s|%s|%s|%s|", part->type,
		    part->disposition, part->name, part->filename,
		    part->content_id);
		hub_buf_add(out, part->data, part->len);
		assert_int_equal(part->data[part->len], '\0');
		hub_buf_text(out, part->undecoded ? "!\n" : "\n");
	}
	assert_null(hub_mail_part(mail, hub_mail_count(mail)));
	return hub_buf_str(out);
}

/* The letter of bytes that must be one. */
static struct hub_mail *
read_ok(const char *bytes, size_t len)
{
	struct hub_error err = { "" };
	struct hub_mail *mail = NULL;

	if (hub_mail_read(bytes, len, &mail, &err) != HUB_OK)
		fail_msg("%.60s: %s", bytes, err.text);
	return mail;
}

/* The sentence with which a letter, or a body with a type, is refused. */
static const char *
refused(const char *type, const char *bytes, size_t len)
{
	static struct hub_error err;
	struct hub_mail *mail = NULL;
	enum hub_status status;

	err.text[0] = '\0';
	status = type == NULL
	    ? hub_mail_read(bytes, len, &mail, &err)
	    : hub_mail_read_multipart(type, bytes, len, &mail, &err);
	if (status == HUB_OK)
		fail_msg("%.60s was read", bytes);
	assert_int_equal(status, HUB_MALFORMED);
	assert_null(mail);
	return err.text;
}

static const struct {
	const char *letter, *parts;
} letters[] = {
	{ HEAD "\r\nHalo\r\n",
	    "text/plain||||"
	    "|Halo\n\n" },
	{ HEAD, "text/plain|||||\n" },
	{ HEAD "Content-Type: TEXT/HTML; charset=iso-8859-1\r\n\r\n\xe9",
	    "text/html|||||\xc3\xa9\n" },
	{ HEAD "Content-Type: garbage\r\n\r\nx",
	    "application/octet-stream|||||x\n" },
	{ HEAD "Content-Transfer-Encoding: base64\r\n\r\nSGFsbw==\r\n",
	    "text/plain|||||Halo\n" },
	{ HEAD "Content-Transfer-Encoding: quoted-printable\r\n"
	       "Content-Type: text/plain; charset=\"windows-1252\"\r\n"
	       "\r\n=93Halo=94=\r\n!",
	    "text/plain|||||\xe2\x80\x9cHalo\xe2\x80\x9d!\n" },
	{ HEAD "Content-Type: multipart/mixed; boundary=\"a b\"\r\n\r\n"
	       "preamble\r\n--a b\r\n\r\none\r\n--a b\r\n"
	       "Content-Type: image/png; name=x.png\r\n"
	       "Content-Transfer-Encoding: base64\r\n"
	       "Content-ID: <id@x>\r\n"
	       "Content-Disposition: Inline\r\n\r\niVBO\r\n"
	       "--a b--\r\nepilogue",
	    "text/plain|||||one\n"
	    "image/png|inline||x.png|id@x|\x89PN\n" },
	{ HEAD "Content-Type: multipart/mixed; boundary=o\r\n\r\n--o\r\n"
	       "Content-Type: multipart/alternative; boundary=i\r\n\r\n"
	       "--i\r\n\r\nplain\r\n--i\r\nContent-Type: text/html\r\n"
	       "\r\n<p>\r\n--i--\r\n\r\n--o\r\n"
	       "Content-Type: message/rfc822\r\n\r\n"
	       "From: c@d\r\nContent-Type: multipart/mixed; boundary=z"
	       "\r\n\r\n--z\r\n\r\ninner\r\n--z--\r\n--o--\r\n",
	    "text/plain|||||plain\ntext/html|||||<p>\n"
	    "message/rfc822|||||From: c@d\r\nContent-Type: "
	    "multipart/mixed; boundary=z\r\n\r\n--z\r\n\r\ninner\r\n"
	    "--z--\n" },
	{ HEAD "Content-Type: multipart/digest; boundary=d\r\n\r\n--d\r\n"
	       "\r\nFrom: x@y\r\n\r\nz\r\n--d--",
	    "message/rfc822|||||From: x@y\r\n\r\nz\n" },
	{ HEAD "Content-Type: text/plain\r\n"
	       "Content-Disposition: attachment; filename=\"a.txt\"\r\n"
	       "\r\none\r\n\xff\r\n",
	    "text/plain|attachment||a.txt||one\r\n\xff\r\n\n" },
};

static void
letters_become_flat_lists_of_parts(void **state)
{
	struct hub_buf out;

	(void)state;
	hub_buf_init(&out, 10000);
	for (size_t i = 0; i < COUNT(letters); i++) {
		struct hub_mail *mail = read_ok(letters[i].letter,
		    strlen(letters[i].letter));

		assert_string_equal(list(mail, &out), letters[i].parts);
		hub_mail_free(mail);
	}
	hub_buf_release(&out);
	hub_mail_free(NULL);
}

static void
what_cannot_be_decoded_is_kept_raw_and_marked(void **state)
{
	static const struct {
		const char *letter, *parts;
	} rows[] = {
		{ HEAD "Content-Transfer-Encoding: base64\r\n\r\nSGFsb\r\n",
		    "text/plain|||||SGFsb\r\n!\n" },
		{ HEAD "Content-Transfer-Encoding: quoted-printable\r\n\r\na=b",
		    "text/plain|||||a=b!\n" },
		{ HEAD "Content-Transfer-Encoding: x-foo\r\n\r\na",
		    "text/plain|||||a!\n" },
		{ HEAD "Content-Type: text/plain; charset=x-foo\r\n"
		       "Content-Transfer-Encoding: base64\r\n\r\n/w==",
		    "text/plain|||||/w==!\n" },
		{ HEAD "\r\n\xe9", "text/plain|||||\xe9!\n" },
		{ HEAD
		    "Content-Type: text/plain; charset=utf-8\r\n\r\n\xc0\x80",
		    "text/plain|||||\xc0\x80!\n" },
		{ HEAD "Content-Type: multipart/mixed\r\n\r\n--b\r\n\r\nx",
		    "multipart/mixed|||||--b\r\n\r\nx!\n" },
		{ HEAD "Content-Type: multipart/mixed; boundary=b\r\n\r\nnone",
		    "multipart/mixed|||||none!\n" },
	};
	struct hub_buf out;

	(void)state;
	hub_buf_init(&out, 10000);
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct hub_mail *mail = read_ok(rows[i].letter,
		    strlen(rows[i].letter));

		assert_string_equal(list(mail, &out), rows[i].parts);
		hub_mail_free(mail);
	}
	hub_buf_release(&out);
}

static void
a_letter_cut_at_any_byte_keeps_its_beginning(void **state)
{
	static const char letter[] = HEAD
	    "Subject: =?utf-8?q?a?=\r\n"
	    "Content-Type: multipart/mixed; boundary=\"b\"\r\n\r\n"
	    "--b\r\n\r\none\r\n--b\r\nContent-Transfer-Encoding: base64\r\n"
	    "\r\nSGFsbw==\r\n--b--\r\n";
	size_t second = (size_t)(strstr(letter, "one") - letter) + 8;
	struct hub_buf out;

	(void)state;
	hub_buf_init(&out, 10000);
	for (size_t len = 1; len < sizeof(letter); len++) {
		struct hub_error err;
		struct hub_mail *mail;

		if (hub_mail_read(letter, len, &mail, &err) != HUB_OK) {
			assert_true(len < sizeof("From:") - 1);
			continue;
		}
		list(mail, &out);
		/* "--b" of the final boundary alone begins a third part */
		assert_int_equal(hub_mail_count(mail),
		    len < second			? 1
			: len == sizeof(letter) - 1 - 4 ? 3
							: 2);
		hub_mail_free(mail);
	}
	hub_buf_release(&out);
}

static void
headers_are_decoded(void **state)
{
	static const struct {
		const char *field, *value;
	} rows[] = {
		{ "X: plain", "plain" },
		{ "x: folded\r\n \t text", "folded   text" },
		{ "X: =?utf-8?q?Jalan_rusak_=C3=A9?=", "Jalan rusak \xc3\xa9" },
		{ "X: =?UTF-8?B?w6k=?=\r\n =?utf-8?b?w6k=?= x",
		    "\xc3\xa9\xc3\xa9 x" },
		{ "X: =?iso-8859-1?Q?=E9?=", "\xc3\xa9" },
		{ "X: =?iso-2022-jp?B?GyRCJCIbKEI=?=", "\xe3\x81\x82" },
		{ "X: =?x-foo?q?abc?=", "=?x-foo?q?abc?=" },
		{ "X: =?utf-8?q?a=0D=0AEvil:_b?=", "a  Evil: b" },
		{ "X: raw \xc3\xa9", "raw \xc3\xa9" },
		{ "X: latin \xe9", "latin \xc3\xa9" },
		{ "X:", "" },
		{ "X: first\r\nX: second", "first" },
		{ "Y: other", "" },
		{ "X: =?utf-8?q?unfinished", "=?utf-8?q?unfinished" },
		{ "X: =?utf-8?b?%%%?=", "" },
	};
	struct hub_buf buf;

	(void)state;
	hub_buf_init(&buf, 10000);
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct hub_mail *mail;

		hub_buf_clear(&buf);
		hub_buf_fmt(&buf, "%s\r\n\r\nbody", rows[i].field);
		mail = read_ok(buf.data, buf.len);
		assert_string_equal(hub_mail_header(mail, "x"), rows[i].value);
		hub_mail_free(mail);
	}
	hub_buf_release(&buf);
}

static const struct {
	const char *fields, *filename;
} filenames[] = {
	{ "Content-Disposition: attachment; filename=a.pdf", "a.pdf" },
	{ "Content-Disposition: attachment; filename=\"a b.pdf\"", "a b.pdf" },
	{ "Content-Disposition: attachment; filename*=UTF-8''%C3%A9.pdf",
	    "\xc3\xa9.pdf" },
	{ "Content-Disposition: attachment;\r\n"
	  " filename*=iso-8859-1'en'%E9.pdf",
	    "\xc3\xa9.pdf" },
	{ "Content-Disposition: attachment;\r\n"
	  " filename*0*=utf-8''%C3;\r\n filename*1*=%A9;\r\n"
	  " filename*2=\".pdf\"",
	    "\xc3\xa9.pdf" },
	{ "Content-Disposition: attachment;\r\n"
	  " filename=\"=?utf-8?q?=C3=A9?=.pdf\"",
	    "\xc3\xa9.pdf" },
	{ "Content-Disposition: attachment; filename=\"\xc3\xa9.pdf\"",
	    "\xc3\xa9.pdf" },
	{ "Content-Disposition: attachment;\r\n filename="
	  "\"=?utf-8?b?w6k=?= =?utf-8?b?w6k=?=.pdf\"",
	    "\xc3\xa9\xc3\xa9.pdf" },
	{ "Content-Disposition: attachment;\r\n filename="
	  "\"=?x-foo?q?a?=\"",
	    "=?x-foo?q?a?=" },
	{ "Content-Disposition: attachment; filename*=x-foo''a.pdf", "a.pdf" },
	{ "Content-Type: a/b; name=\"n.pdf\"", "n.pdf" },
	{ "Content-Type: a/b; name=\"n.pdf\"\r\n"
	  "Content-Disposition: attachment; filename=f.pdf",
	    "f.pdf" },
	{ "Content-Disposition: attachment; filename=\"/etc/passwd\"",
	    "passwd" },
	{ "Content-Disposition: attachment; filename=\"../../x\"", "x" },
	{ "Content-Disposition: attachment; filename=\"C:\\\\d\\\\x\"", "x" },
	{ "Content-Disposition: attachment; filename=\"..\"", "" },
	{ "Content-Disposition: attachment; filename=\"dir/\"", "" },
	{ "Content-Disposition: attachment; filename*=utf-8''a%0Ab", "a b" },
	{ "Content-Disposition: attachment; filename*=utf-8''a%00b", "a" },
	{ "Content-Disposition: attachment; filename*=utf-8''..%2Fb", "b" },
};

static void
file_names_are_decoded_and_lose_their_path(void **state)
{
	struct hub_buf buf;

	(void)state;
	hub_buf_init(&buf, 10000);
	for (size_t i = 0; i < COUNT(filenames); i++) {
		struct hub_mail *mail;

		hub_buf_clear(&buf);
		hub_buf_fmt(&buf, "%s\r\n\r\nbody", filenames[i].fields);
		mail = read_ok(buf.data, buf.len);
		assert_string_equal(hub_mail_part(mail, 0)->filename,
		    filenames[i].filename);
		hub_mail_free(mail);
	}
	hub_buf_release(&buf);
}

static void
http_bodies_are_read_with_any_legal_boundary(void **state)
{
	static const struct {
		const char *type, *boundary;
	} rows[] = {
		{ "multipart/form-data; boundary=abc", "abc" },
		{ "multipart/form-data; boundary=\"abc\"", "abc" },
		{ "Multipart/Form-Data;boundary=abc; charset=utf-8", "abc" },
		{ "multipart/form-data; boundary=\"a+b/c=d\"", "a+b/c=d" },
		{ "multipart/form-data; boundary=a+b/c=d", "a+b/c=d" },
		{ "multipart/form-data; boundary=\"'()+_,-./:=?\"",
		    "'()+_,-./:=?" },
		{ "multipart/form-data; boundary=----WebKitFormBoundaryX",
		    "----WebKitFormBoundaryX" },
		{ "multipart/form-data; boundary=\"with space\"",
		    "with space" },
		{ "multipart/form-data; boundary=\"quo\\\"te\"", "quo\"te" },
		{ "multipart/form-data; boundary==_x", "=_x" },
	};
	struct hub_buf buf, out;

	(void)state;
	hub_buf_init(&buf, 10000);
	hub_buf_init(&out, 10000);
	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *b = rows[i].boundary;
		struct hub_error err = { "" };
		struct hub_mail *mail;

		hub_buf_clear(&buf);
		hub_buf_fmt(&buf,
		    "--%s\r\nContent-Disposition: form-data; name=\"t\"\r\n\r\n"
		    "satu\r\ndua\r\n--%s\r\nContent-Disposition: form-data;"
		    " name=f; filename=\"a.bin\"\r\n"
		    "Content-Type: application/octet-stream\r\n\r\n\xff\r\n\r\n"
		    "--%s--\r\n",
		    b, b, b);
		if (hub_mail_read_multipart(rows[i].type, buf.data, buf.len,
			&mail, &err) != HUB_OK)
			fail_msg("%s: %s", rows[i].type, err.text);
		assert_string_equal(list(mail, &out),
		    "text/plain|form-data|t|||satu\ndua\n"
		    "application/octet-stream|form-data|f|a.bin||\xff\r\n\n");
		assert_string_equal(hub_mail_header(mail, "From"), "");
		hub_mail_free(mail);
		for (size_t len = 0; len < buf.len - 3; len++)
			refused(rows[i].type, buf.data, len);
	}
	hub_buf_release(&buf);
	hub_buf_release(&out);
}

static void
texts_that_others_refer_to_are_kept_byte_for_byte(void **state)
{
	static const char bytes[] =
	    "--b\r\nContent-Type: application/xop+xml\r\nContent-ID: <r>\r\n"
	    "\r\n<a/>\r\n--b\r\nContent-Type: text/plain; charset=latin1\r\n"
	    "Content-ID: <t>\r\n\r\n\xe9\r\n\x01--\n\r\n--b--";
	struct hub_mail *mail = NULL;
	const struct hub_mail_part *part;

	(void)state;
	assert_int_equal(
	    hub_mail_read_multipart("multipart/related; boundary=b", bytes,
		sizeof(bytes) - 1, &mail, NULL),
	    HUB_OK);
	part = hub_mail_part(mail, 1);
	assert_string_equal(part->content_id, "t");
	assert_int_equal(part->len, 7);
	assert_memory_equal(part->data, "\xe9\r\n\x01--\n", 7);
	hub_mail_free(mail);
}

static void
what_is_no_letter_or_body_is_refused(void **state)
{
	static const struct {
		const char *type, *bytes, *says;
	} rows[] = {
		{ NULL, "", "found no header" },
		{ NULL, "\r\nbody", "found no header" },
		{ NULL, "<html>", "found no header" },
		{ NULL, " A: 1\r\n\r\n", "found no header" },
		{ "", "--b--", "expected a Content-Type" },
		{ "text/plain; boundary=b", "--b--",
		    "expected a Content-Type" },
		{ "multipart/mixed", "--b--", "expected a Content-Type" },
		{ "multipart/mixed; boundary=\"\"", "--b--", "expected a Con" },
		{ "multipart/mixed; boundary=b", "", "no final boundary" },
		{ "multipart/mixed; boundary=b", "--c--", "no final boundary" },
		{ "multipart/mixed; boundary=b", "--b\r\n\r\nx", "no final" },
		{ "multipart/mixed; boundary=b", "--b\r\n\r\nx\r\n--b-",
		    "no f" },
	};
	static const char nul[] = "A: 1\r\nB: \0\r\n\r\n";

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *got = refused(rows[i].type, rows[i].bytes,
		    strlen(rows[i].bytes));

		if (strstr(got, rows[i].says) == NULL)
			fail_msg("%s: got \"%s\", want \"%s\"", rows[i].bytes,
			    got, rows[i].says);
	}
	assert_non_null(
	    strstr(refused(NULL, nul, sizeof(nul) - 1), "NUL in a header"));
	assert_non_null(strstr(refused(NULL, "A: 1", HUB_MAIL_MAX + 1),
	    "at most 26214400"));
}

/* A letter whose parts nest that deep. */
static void
nest(struct hub_buf *buf, int depth)
{
	hub_buf_clear(buf);
	hub_buf_text(buf, HEAD);
	for (int i = 0; i < depth; i++)
		hub_buf_fmt(buf,
		    "Content-Type: multipart/mixed; boundary=b%d\r\n\r\n"
		    "--b%d\r\n",
		    i, i);
	hub_buf_text(buf, "\r\ndeep");
	while (depth-- > 0)
		hub_buf_fmt(buf, "\r\n--b%d--", depth);
}

/* A letter of that many parts. */
static void
fan_out(struct hub_buf *buf, int parts)
{
	hub_buf_clear(buf);
	hub_buf_text(buf,
	    HEAD "Content-Type: multipart/mixed; boundary=b\r\n\r\n");
	for (int i = 0; i < parts; i++)
		hub_buf_text(buf, "--b\r\n\r\nx\r\n");
	hub_buf_text(buf, "--b--\r\n");
}

static void
depth_parts_and_headers_are_bounded(void **state)
{
	struct hub_buf buf;

	(void)state;
	hub_buf_init(&buf, HUB_MAIL_MAX);
	nest(&buf, HUB_MAIL_DEPTH);
	hub_mail_free(read_ok(buf.data, buf.len));
	nest(&buf, HUB_MAIL_DEPTH + 1);
	assert_non_null(strstr(refused(NULL, buf.data, buf.len), "deeper"));
	nest(&buf, 10000);
	assert_non_null(strstr(refused(NULL, buf.data, buf.len), "deeper"));
	fan_out(&buf, HUB_MAIL_PARTS);
	hub_mail_free(read_ok(buf.data, buf.len));
	fan_out(&buf, 10000);
	assert_non_null(
	    strstr(refused(NULL, buf.data, buf.len), "more than 256 parts"));
	hub_buf_clear(&buf);
	hub_buf_text(&buf, "A: ");
	while (buf.len < HUB_MAIL_HEADER_MAX - 2)
		hub_buf_char(&buf, 'a');
	hub_buf_text(&buf, "\r\n\r\n");
	hub_mail_free(read_ok(buf.data, buf.len));
	hub_buf_clear(&buf);
	while (buf.len < 10000000)
		hub_buf_text(&buf, "A: b\r\n");
	hub_buf_text(&buf, "\r\n\r\n");
	assert_non_null(strstr(refused(NULL, buf.data, buf.len),
	    "a header of 10000002 bytes, at most 65536"));
	hub_buf_release(&buf);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(letters_become_flat_lists_of_parts),
		cmocka_unit_test(what_cannot_be_decoded_is_kept_raw_and_marked),
		cmocka_unit_test(a_letter_cut_at_any_byte_keeps_its_beginning),
		cmocka_unit_test(headers_are_decoded),
		cmocka_unit_test(file_names_are_decoded_and_lose_their_path),
		cmocka_unit_test(http_bodies_are_read_with_any_legal_boundary),
		cmocka_unit_test(
		    texts_that_others_refer_to_are_kept_byte_for_byte),
		cmocka_unit_test(what_is_no_letter_or_body_is_refused),
		cmocka_unit_test(depth_parts_and_headers_are_bounded),
	};

	hub_mail_warm();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
