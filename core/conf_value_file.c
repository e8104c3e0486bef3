/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "conf_file.h"
#include "conf_value.h"
#include "limits.h"
#include "signer.h"
#include "trust.h"
#include "utf8.h"

/* Certificates and keys are short; nothing else is named by path. */
#define NAMED_FILE_MAX (1024u * 1024u)

/* A path that nobody looks at yet. */
bool
conf_value_path(const struct conf_site *site, const struct conf_row *row,
    const char *text, void *field)
{
	(void)row;
	*(const char **)field = conf_file_path(site, text);
	return true;
}

/* A file that is opened later, of which we make sure now. */
static bool
look_at(const struct conf_site *site, const char *text, bool private,
    void *field)
{
	struct conf_file file = { .path = conf_file_path(site, text),
		.max = NAMED_FILE_MAX,
		.private = private };

	if (!conf_file_look(&file)) {
		conf_wrong(site, "but %s", file.problem);
		return false;
	}
	*(const char **)field = file.path;
	return true;
}

/* A file for everybody. */
bool
conf_value_file(const struct conf_site *site, const struct conf_row *row,
    const char *text, void *field)
{
	(void)row;
	return look_at(site, text, false, field);
}

/* A file for our eyes only. */
bool
conf_value_private(const struct conf_site *site, const struct conf_row *row,
    const char *text, void *field)
{
	(void)row;
	return look_at(site, text, true, field);
}

/* The one line that a private file holds. */
bool
conf_value_secret(const struct conf_site *site, const struct conf_row *row,
    const char *text, void *field)
{
	struct conf_file file = { .path = conf_file_path(site, text),
		.max = CONF_SECRET_MAX,
		.private = true };

	(void)row;
	if (!conf_file_read(&file, site->reading->arena)) {
		conf_wrong(site, "but %s", file.problem);
		return false;
	}
	while (file.len > 0 && strchr("\r\n", file.bytes[file.len - 1]) != NULL)
		file.bytes[--file.len] = '\0';
	if (file.len == 0 || !utf8_is_line(file.bytes, file.len)) {
		conf_wrong(site, "but %s holds %s, expected one line of text",
		    file.path, file.len == 0 ? "nothing" : "something else");
		return false;
	}
	*(const char **)field = file.bytes;
	return true;
}

/* A whole PEM file, whose bytes are kept; NULL, and said, when it is none. */
static const char *
read_pem(const struct conf_site *site, const char *text, bool private)
{
	struct conf_file file = { .path = conf_file_path(site, text),
		.max = SEAL_PEM_MAX,
		.private = private };

	if (!conf_file_read(&file, site->reading->arena)) {
		conf_wrong(site, "but %s", file.problem);
		return NULL;
	}
	if (memchr(file.bytes, 0, file.len) == NULL)
		return file.bytes;
	conf_wrong(site, "but %s is not PEM: it holds bytes that are no text",
	    file.path);
	return NULL;
}

/* Certificates, one after the other. */
bool
conf_value_certs(const struct conf_site *site, const struct conf_row *row,
    const char *text, void *field)
{
	const char *pem = read_pem(site, text, false);
	struct trust trust;

	(void)row;
	if (pem == NULL)
		return false;
	if (!trust_read(&trust, pem, site->reading->arena)) {
		conf_wrong(site,
		    "but %s does not hold 1 to %u certificates in PEM", text,
		    SEAL_CERTS_MAX);
		return false;
	}
	*(const char **)field = pem;
	return true;
}

/* A key that seals can be made with. */
bool
conf_value_key(const struct conf_site *site, const struct conf_row *row,
    const char *text, void *field)
{
	const char *pem = read_pem(site, text, true);

	(void)row;
	if (pem == NULL)
		return false;
	if (signer_alg(pem) == SEAL_NO_KEY) {
		conf_wrong(site,
		    "but %s holds no private key in PEM without a password, "
		    "RSA of 2048 to 4096 bits or EC on P-256",
		    text);
		return false;
	}
	*(const char **)field = pem;
	return true;
}
