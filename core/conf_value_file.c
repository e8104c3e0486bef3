/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "conf_file.h"
#include "conf_value.h"
#include "limits.h"
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
