/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "regions.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "limits.h"
#include "utf8.h"

#define HEADER "code,name"
#define BOM "\xef\xbb\xbf"
#define DIGITS "0123456789"
#define SENTENCE_MAX 320
#define SHOWN_MAX 60 /* of what was found */

struct region {
	const char *code, *name;
	unsigned line;
};

struct regions {
	size_t count;
	struct region rows[]; /* in order of their codes */
};

/* A file on its way to be regions. */
struct reading {
	struct arena *arena;
	regions_complaint_fn *complain;
	void *ctx;
	unsigned line, mistakes;
	bool in_table; /* the header was there */
	struct regions *regions;
};

/* Tells what is wrong at the present line. */
static void __attribute__((format(printf, 2, 3)))
say(struct reading *r, const char *fmt, ...)
{
	char sentence[SENTENCE_MAX];
	va_list args;

	if (r->mistakes++ >= REGIONS_MISTAKES_MAX)
		return;
	va_start(args, fmt);
	(void)vsnprintf(sentence, sizeof(sentence), fmt, args);
	va_end(args);
	r->complain(r->ctx, r->line, sentence);
}

bool
regions_is_code(const char *text)
{
	size_t part = 0, len = 0;

	for (; len <= REGION_CODE_MAX && text[len] != '\0'; len++) {
		if (text[len] == '.' && part == 0)
			return false;
		if (text[len] != '.' && strchr(DIGITS, text[len]) == NULL)
			return false;
		part = text[len] == '.' ? 0 : part + 1;
	}
	return len <= REGION_CODE_MAX && part > 0;
}

/* Whether a cell has no quotes, or has them around it and twice within. */
static bool
is_cell(const char *cell)
{
	const char *at = cell;

	if (*at++ != '"')
		return strpbrk(cell, "\",") == NULL;
	for (; *at != '\0'; at++)
		if (*at == '"' && *++at != '"')
			return *at == '\0';
	return false;
}

/* Takes the quotes of a cell off, in place. */
static void
unquote(char *cell)
{
	char *to = cell;

	if (*cell != '"')
		return;
	for (const char *at = cell + 1; *at != '\0'; at++) {
		if (*at == '"' && *++at == '\0')
			break;
		*to++ = *at;
	}
	*to = '\0';
}

/* Takes a region in. */
static void
take_row(struct reading *r, const char *code, char *name)
{
	unquote(name);
	r->regions->rows[r->regions->count++] = (struct region){
		arena_text(r->arena, code), arena_text(r->arena, name), r->line
	};
}

/* A line of the table. */
static void
read_row(struct reading *r, char *text)
{
	char *name = strchr(text, ',');

	if (name == NULL) {
		say(r, "found \"%.*s\", expected a code, a comma and a name",
		    SHOWN_MAX, text);
		return;
	}
	*name++ = '\0';
	if (is_cell(text))
		unquote(text);
	if (!regions_is_code(text))
		say(r, "the code is \"%.*s\", expected one such as 51.71",
		    SHOWN_MAX, text);
	else if (!is_cell(name) || name[0] == '\0' || strcmp(name, "\"\"") == 0)
		say(r,
		    "the name is \"%.*s\", expected some text, in quotes "
		    "where it has a comma",
		    SHOWN_MAX, name);
	else
		take_row(r, text, name);
}

/* One line without its end. */
static void
read_line(struct reading *r, const char *bytes, size_t len)
{
	char text[REGIONS_LINE_MAX + 1];

	if (len > 0 && bytes[len - 1] == '\r')
		len--;
	if (len > REGIONS_LINE_MAX) {
		say(r, "the line has %zu bytes, expected at most %u", len,
		    REGIONS_LINE_MAX);
		return;
	}
	if (!utf8_is_line(bytes, len)) {
		say(r, "found other bytes than UTF-8 text without tabs");
		return;
	}
	memcpy(text, bytes, len);
	text[len] = '\0';
	if (text[0] == '#' || text[strspn(text, " ")] == '\0')
		return;
	if (r->in_table)
		read_row(r, text);
	else if (strcmp(text, HEADER) != 0)
		say(r, "found \"%.*s\", expected the header " HEADER, SHOWN_MAX,
		    text);
	r->in_table = true;
}

/* By code. */
static int
by_code(const void *a, const void *b)
{
	return strcmp(((const struct region *)a)->code,
	    ((const struct region *)b)->code);
}

/* Puts the regions in order, and tells codes that stand twice. */
static void
put_in_order(struct reading *r)
{
	struct region *rows = r->regions->rows;
	size_t count = r->regions->count;

	qsort(rows, count, sizeof(*rows), by_code);
	for (size_t i = 1; i < count; i++) {
		if (strcmp(rows[i - 1].code, rows[i].code) != 0)
			continue;
		r->line = rows[i].line > rows[i - 1].line ? rows[i].line
							  : rows[i - 1].line;
		say(r, "the code %s stands a second time; keep one",
		    rows[i].code);
	}
	r->line = 1;
	if (count == 0 && r->mistakes == 0)
		say(r, "found no region, expected lines of " HEADER);
}

/* Lines of some bytes, an unfinished one too. */
static size_t
count_lines(const char *bytes, size_t len)
{
	size_t count = 1;

	for (size_t i = 0; i < len; i++)
		count += bytes[i] == '\n';
	return count;
}

const struct regions *
regions_read(struct arena *arena, const char *bytes, size_t len,
    regions_complaint_fn *complain, void *ctx)
{
	struct reading r = { .arena = arena, .complain = complain, .ctx = ctx };
	const char *at = bytes, *end = bytes + len, *stop;

	r.regions = arena_take(arena,
	    sizeof(*r.regions) +
		count_lines(bytes, len) * sizeof(struct region));
	if (r.regions == NULL)
		return NULL;
	if (len >= strlen(BOM) && memcmp(at, BOM, strlen(BOM)) == 0)
		at += strlen(BOM);
	for (; at < end; at = stop + 1) {
		stop = memchr(at, '\n', (size_t)(end - at));
		if (stop == NULL)
			stop = end;
		r.line++;
		read_line(&r, at, (size_t)(stop - at));
	}
	put_in_order(&r);
	return r.mistakes == 0 && arena_ok(arena) ? r.regions : NULL;
}

const char *
regions_name(const struct regions *regions, const char *code)
{
	const struct region key = { code, "", 0 }, *found;

	if (regions == NULL)
		return "";
	found = bsearch(&key, regions->rows, regions->count, sizeof(key),
	    by_code);
	return found == NULL ? "" : found->name;
}
