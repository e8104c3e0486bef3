/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "fuzz_seed.h"
#include "hub_mail.h"
#include "utf8.h"

/* A first byte of 'M' means a multipart body whose Content-Type ends at the
 * first newline; anything else is a letter. */
const char *const fuzz_seeds[] = {
	"From: a@b\r\nSubject: =?utf-8?b?w6k=?= =?iso-8859-1?q?=E9?=\r\n"
	"Content-Type: multipart/mixed; boundary=\"b\"\r\n\r\n--b\r\n"
	"Content-Type: text/plain; charset=windows-1252\r\n"
	"Content-Transfer-Encoding: quoted-printable\r\n\r\n=93x=94\r\n--b\r\n"
	"Content-Disposition: attachment; filename*0*=utf-8''%C3;\r\n"
	" filename*1*=%A9\r\nContent-Transfer-Encoding: base64\r\n\r\nSGFs\r\n"
	"--b--\r\n",
	"Multipart/form-data; boundary=\"a+b/c=d\"\n--a+b/c=d\r\n"
	"Content-Disposition: form-data; name=\"f\"; filename=\"../x\"\r\n\r\n"
	"\xff\r\n--a+b/c=d--\r\n",
	"Content-Type: multipart/digest; boundary=d\n\n--d\n\nA: b\n\nc\n--d--",
	"Content-Type: text/html; charset=iso-2022-jp\n\n\x1b$B$\"\x1b(B",
	"Content-Type: multipart/a; boundary=o\n\n--o\nContent-Type: "
	"multipart/b; boundary=i\n\n--i\n\nx\n--i--\n--o--",
	NULL,
};

/* What is said of one part; raw: texts are kept as they stand. */
static void
use(const struct hub_mail_part *part, int raw)
{
	int reading = !raw && strncmp(part->type, "text/", 5) == 0 &&
	    part->filename[0] == '\0' &&
	    strcmp(part->disposition, "attachment") != 0;

	fuzz_must(part->type[0] != '\0', "a type");
	fuzz_must(part->data[part->len] == '\0', "a NUL behind");
	fuzz_must(strpbrk(part->filename, "/\\") == NULL, "no path");
	fuzz_must(utf8_is_line(part->filename, strlen(part->filename)),
	    "a file name on one line");
	if (reading && !part->undecoded)
		fuzz_must(utf8_is_text(part->data, part->len), "text");
}

/* By the verb that the first byte says. */
static enum hub_status
read_bytes(const char *bytes, size_t len, struct hub_mail **ret_mail,
    struct hub_error *err)
{
	const char *end = memchr(bytes, '\n', len);
	enum hub_status status;
	char *type;

	if (len == 0 || bytes[0] != 'M' || end == NULL)
		return hub_mail_read(bytes, len, ret_mail, err);
	type = strndup(bytes, (size_t)(end - bytes));
	status = hub_mail_read_multipart(type != NULL ? type : "", end + 1,
	    len - (size_t)(end - bytes) - 1, ret_mail, err);
	free(type);
	return status;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct hub_error err = { "" };
	struct hub_mail *mail = NULL;
	enum hub_status status;
	int raw = len > 0 && bytes[0] == 'M';

	hub_mail_warm();
	status = read_bytes((const char *)bytes, len, &mail, &err);
	fuzz_must((status == HUB_OK) == (mail != NULL), "a letter iff ok");
	fuzz_must((status == HUB_OK) == (err.text[0] == '\0'),
	    "a sentence iff not");
	if (mail == NULL)
		return 0;
	for (size_t i = 0; i < hub_mail_count(mail); i++)
		use(hub_mail_part(mail, i), raw);
	fuzz_must(utf8_is_line(hub_mail_header(mail, "Subject"),
		      strlen(hub_mail_header(mail, "Subject"))),
	    "a subject on one line");
	hub_mail_free(mail);
	return 0;
}
