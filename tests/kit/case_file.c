/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "case_file.h"

#include <stdint.h>
#include <strings.h>

#define CASE_MAX (32u * 1024u * 1024u)
#define NAME_SIZE 24

static const struct {
	const char *name;
	bool body;
} known[] = {
	{ "conf", false },
	{ "at", false },
	{ "handoff", false },
	{ "event", false },
	{ "names", false },
	{ "request", true },
	{ "part", true },
	{ "answer", true },
	{ "message", true },
	{ "events", false },
	{ "results", false },
	{ "reply", true },
};

/* A file being cut into lines. */
struct reader {
	struct case_file *file;
	char *at, *end;
	int line;
};

enum hub_status
case_fail(struct hub_error *err, const struct case_file *file, int line,
    const char *sentence)
{
	return hub_fail(err, HUB_MISCONFIGURED, "%.100s:%d: %s", file->path,
	    line, sentence);
}

const char *
case_value(const struct case_section *section, const char *key)
{
	for (const struct case_row *row = section->rows; row != NULL;
	     row = row->next)
		if (strcmp(row->key, key) == 0)
			return row->value;
	return NULL;
}

const char *
case_bytes(struct arena *arena, const char *path, size_t *ret_len)
{
	FILE *in = fopen(path, "rb");
	char *bytes = NULL;
	long size = -1;

	if (in == NULL)
		return NULL;
	if (fseek(in, 0, SEEK_END) == 0)
		size = ftell(in);
	if (size >= 0 && (size_t)size < CASE_MAX)
		bytes = arena_take(arena, (size_t)size + 1);
	rewind(in);
	if (bytes != NULL && fread(bytes, 1, (size_t)size, in) != (size_t)size)
		bytes = NULL;
	(void)fclose(in);
	if (bytes != NULL)
		*ret_len = (size_t)size;
	return bytes;
}

/* The section that a line begins: its index in `known`, or -1. */
static int
section_of(const char *line)
{
	char name[NAME_SIZE + 3];

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		(void)snprintf(name, sizeof(name), "[%s]", known[i].name);
		if (strncmp(line, name, strlen(name)) == 0 &&
		    strchr("\n\r", line[strlen(name)]) != NULL)
			return (int)i;
	}
	return -1;
}

/* The next line, its newline cut off; NULL at the end. */
static char *
next_line(struct reader *r)
{
	char *line = r->at, *end;

	if (r->at >= r->end)
		return NULL;
	end = memchr(line, '\n', (size_t)(r->end - line));
	if (end == NULL)
		end = r->end;
	*end = '\0';
	r->at = end + 1;
	r->line++;
	return line;
}

/* Without blanks at both ends. */
static char *
trimmed(char *text)
{
	size_t len;

	text += strspn(text, " \t");
	for (len = strlen(text); len > 0 && strchr(" \t\r", text[len - 1]);)
		text[--len] = '\0';
	return text;
}

/* The byte of an escape; moves the reader behind it. */
static char
escaped(const char **at)
{
	static const char letters[] = "nrt\\", bytes[] = "\n\r\t\\";
	const char *found = strchr(letters, **at);
	char hex[3] = { 0 };

	if (**at != '\0' && found != NULL) {
		(*at)++;
		return bytes[found - letters];
	}
	if (**at != 'x' || strspn(*at + 1, "0123456789abcdefABCDEF") < 2)
		return '\\';
	memcpy(hex, *at + 1, 2);
	*at += 3;
	return (char)strtol(hex, NULL, 16);
}

/* Undoes the escapes in place; returns the length. */
static size_t
unescape(char *text)
{
	const char *from = text;
	char *to = text;

	while (*from != '\0') {
		char c = *from++;

		*to++ = c == '\\' ? escaped(&from) : c;
	}
	*to = '\0';
	return (size_t)(to - text);
}

/* Where the key ends: "Name:" keeps its colon; NULL when the line is no row. */
static char *
key_end(char *line)
{
	char *equals = strchr(line, '='), *colon = strchr(line, ':');

	if (colon != NULL && (equals == NULL || colon < equals))
		return colon + 1;
	return equals;
}

/* Adds a row to a section. */
static enum hub_status
take_row(struct reader *r, struct case_section *section, char *line,
    struct hub_error *err)
{
	struct case_row *row = arena_take(&r->file->arena, sizeof(*row));
	struct case_row **end = &section->rows;
	char *split = key_end(line), *value;
	size_t len;

	if (split == NULL || row == NULL)
		return case_fail(err, r->file, r->line,
		    "found no row, expected \"key = value\" or \"Name: "
		    "value\"");
	value = *split == '=' ? split + 1 : split;
	row->key = arena_bytes(&r->file->arena, line, (size_t)(split - line));
	row->key = trimmed((char *)(uintptr_t)row->key);
	row->value = trimmed(value);
	row->line = r->line;
	len = unescape((char *)(uintptr_t)row->value);
	if (strcmp(row->key, "body") == 0) {
		section->has_body = section->exact = true;
		section->body = row->value;
		section->body_len = len;
		return HUB_OK;
	}
	while (*end != NULL)
		end = &(*end)->next;
	*end = row;
	return HUB_OK;
}

/* The body: what stands before the next section. */
static void
take_body(struct reader *r, struct case_section *section)
{
	char *from = r->at, *end;

	while (r->at < r->end && section_of(r->at) < 0) {
		char *newline = memchr(r->at, '\n', (size_t)(r->end - r->at));

		r->at = newline == NULL ? r->end : newline + 1;
		r->line++;
	}
	end = r->at;
	while (end > from && end[-1] == '\n')
		end--;
	if (end == from)
		return;
	section->has_body = true;
	section->body_len = (size_t)(end - from);
	section->body = arena_bytes(&r->file->arena, from, section->body_len);
}

/* Rows, and the body if the section has one. */
static enum hub_status
take_section(struct reader *r, struct case_section *section, bool body,
    struct hub_error *err)
{
	enum hub_status status = HUB_OK;

	while (status == HUB_OK && r->at < r->end && section_of(r->at) < 0) {
		char *line = trimmed(next_line(r));

		if (*line == '\0' && body && !section->exact) {
			take_body(r, section);
			break;
		}
		if (*line != '\0' && *line != '#')
			status = take_row(r, section, line, err);
	}
	return status;
}

/* All sections. */
static enum hub_status
take_file(struct reader *r, struct hub_error *err)
{
	struct case_section **end = &r->file->sections;
	enum hub_status status = HUB_OK;

	while (status == HUB_OK && r->at < r->end) {
		int which = section_of(r->at);
		char *line = trimmed(next_line(r));

		if (which < 0 && (*line == '\0' || *line == '#'))
			continue;
		if (which < 0)
			return case_fail(err, r->file, r->line,
			    "found text outside a section, or a section of "
			    "unknown name");
		*end = arena_take(&r->file->arena, sizeof(**end));
		if (*end == NULL)
			return case_fail(err, r->file, r->line, "no memory");
		(*end)->name = known[which].name;
		(*end)->line = r->line;
		(*end)->body = "";
		status = take_section(r, *end, known[which].body, err);
		end = &(*end)->next;
	}
	return status;
}

enum hub_status
case_file_read(const char *path, struct case_file *ret, struct hub_error *err)
{
	struct reader r = { .file = ret };
	size_t len = 0;

	memset(ret, 0, sizeof(*ret));
	arena_init(&ret->arena, 4 * CASE_MAX);
	ret->path = path;
	r.at = (char *)(uintptr_t)case_bytes(&ret->arena, path, &len);
	if (r.at == NULL)
		return hub_fail(err, HUB_MISCONFIGURED, "%.100s cannot be read",
		    path);
	r.end = r.at + len;
	return take_file(&r, err);
}

void
case_file_release(struct case_file *file)
{
	arena_release(&file->arena);
}
