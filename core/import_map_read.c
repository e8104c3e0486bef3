/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "import_map.h"
#include "utf8.h"

#define BOM "\xef\xbb\xbf"
#define SENTENCE_MAX 512
#define MISTAKES_MAX 50u
#define SPACES " \t"

struct reading;
typedef void take_fn(struct reading *r, const char *key, const char *value);

/* A map on its way. */
struct reading {
	struct import_map *map;
	import_complain_fn *complain;
	void *ctx;
	unsigned line, mistakes;
	take_fn *take; /* of the heading above, NULL before the first */
	const struct body_row *words_of;
};

/* Tells what is wrong at the present line. */
static void __attribute__((format(printf, 2, 3)))
say(struct reading *r, const char *fmt, ...)
{
	char sentence[SENTENCE_MAX];
	va_list args;

	if (r->mistakes++ >= MISTAKES_MAX)
		return;
	va_start(args, fmt);
	(void)vsnprintf(sentence, sizeof(sentence), fmt, args);
	va_end(args);
	r->complain(r->ctx, r->line, sentence);
}

/* [file] */
static void
take_setting(struct reading *r, const char *key, const char *value)
{
	if (strcmp(key, "delimiter") == 0) {
		if (strcmp(value, ",") == 0 || strcmp(value, ";") == 0)
			r->map->delimiter = value[0];
		else
			say(r, "delimiter is \"%.20s\", expected , or ;",
			    value);
	} else if (strcmp(key, "timezone") == 0) {
		r->map->timezone = arena_text(&r->map->arena, value);
	} else {
		say(r,
		    "found \"%.60s\", expected delimiter or timezone; columns "
		    "stand below [columns]",
		    key);
	}
}

/* The row of a member; NULL after saying that there is none. */
static const struct body_row *
member_row(struct reading *r, const char *member)
{
	const struct body_row *row = import_rows_find(&r->map->rows, member);

	if (row == NULL)
		say(r, "\"%.60s\" is no member of %s", member, r->map->whose);
	return row;
}

/* Room for a column that is the only one for its member; NULL after saying
 * what is wrong. */
static struct import_column *
new_column(struct reading *r, const char *member)
{
	const struct import_column *before = import_map_member(r->map, member);
	const struct body_row *row = member_row(r, member);

	if (row == NULL)
		return NULL;
	if (before != NULL) {
		say(r, "%s is given a second time, first on line %u; keep one",
		    member, before->line);
		return NULL;
	}
	if (r->map->count == IMPORT_COLUMNS_MAX) {
		say(r, "there are more than %u columns", IMPORT_COLUMNS_MAX);
		return NULL;
	}
	r->map->columns[r->map->count] = (struct import_column){ .name = "",
		.member = arena_text(&r->map->arena, member),
		.row = row,
		.value = "",
		.line = r->line };
	return &r->map->columns[r->map->count++];
}

/* [columns] */
static void
take_column(struct reading *r, const char *key, const char *value)
{
	const struct import_column *before = import_map_column(r->map, key);
	struct import_column *column;

	if (key[0] == '\0') {
		say(r, "found no column in front of =");
		return;
	}
	if (before != NULL) {
		say(r,
		    "the column \"%.60s\" stands a second time, first on line "
		    "%u; keep one",
		    key, before->line);
		return;
	}
	column = new_column(r, value);
	if (column != NULL)
		column->name = arena_text(&r->map->arena, key);
}

/* Whether a value that the map gives is one for that member; times are looked
 * at with the rows. */
static void
check_value(struct reading *r, const struct body_row *row, const char *value)
{
	struct hub_buf text;
	bool known = row->kind != BODY_WORD;

	for (unsigned i = 1; row->kind == BODY_WORD && row->word(i)[0] != '\0';
	     i++)
		known = known || strcmp(row->word(i), value) == 0;
	if (row->kind == BODY_FLAG)
		known = strcmp(value, "true") == 0 ||
		    strcmp(value, "false") == 0;
	if (known)
		return;
	hub_buf_init(&text, SENTENCE_MAX);
	for (unsigned i = 1; row->kind == BODY_WORD && row->word(i)[0] != '\0';
	     i++)
		hub_buf_fmt(&text, "%s%s", i == 1 ? "" : ", ", row->word(i));
	say(r, "\"%.60s\" is nothing that %s may be; expected %s%s", value,
	    row->name, row->kind == BODY_WORD ? "one of " : "true or false",
	    hub_buf_str(&text));
	hub_buf_release(&text);
}

/* [fixed] */
static void
take_fixed(struct reading *r, const char *key, const char *value)
{
	struct import_column *column = new_column(r, key);

	if (column == NULL)
		return;
	column->value = arena_text(&r->map->arena, value);
	check_value(r, column->row, value);
}

/* [words MEMBER] */
static void
take_word(struct reading *r, const char *key, const char *value)
{
	struct import_map *map = r->map;

	if (r->words_of == NULL)
		return; /* its heading was told */
	for (size_t i = 0; i < map->word_count; i++) {
		if (map->words[i].row != r->words_of ||
		    strcasecmp(map->words[i].found, key) != 0)
			continue;
		say(r, "the word \"%.60s\" stands a second time; keep one",
		    key);
		return;
	}
	if (map->word_count == IMPORT_WORDS_MAX) {
		say(r, "there are more than %u words", IMPORT_WORDS_MAX);
		return;
	}
	check_value(r, r->words_of, value);
	map->words[map->word_count++] = (struct import_word){ r->words_of,
		arena_text(&map->arena, key), arena_text(&map->arena, value) };
}

/* The text without spaces at its ends, and without quotes around it. */
static char *
trim(char *text)
{
	size_t len;

	text += strspn(text, SPACES);
	len = strlen(text);
	while (len > 0 && strchr(SPACES, text[len - 1]) != NULL)
		len--;
	text[len] = '\0';
	if (len < 2 || text[0] != '"' || text[len - 1] != '"')
		return text;
	text[len - 1] = '\0';
	return text + 1;
}

/* Where the key ends: at the = behind its quotes, or at the first. */
static char *
find_equals(char *text)
{
	char *quote = text[0] == '"' ? strchr(text + 1, '"') : NULL;

	return strchr(quote == NULL ? text : quote, '=');
}

/* KEY = VALUE */
static void
read_row(struct reading *r, char *text)
{
	char *equals = find_equals(text);

	if (equals == NULL) {
		say(r, "found no =, expected KEY = VALUE");
		return;
	}
	*equals = '\0';
	if (r->take == NULL)
		say(r,
		    "found a row before the first heading; expected one of "
		    "[file], [columns], [fixed], [words MEMBER]");
	else
		r->take(r, trim(text), trim(equals + 1));
}

static const struct {
	const char *name;
	take_fn *take;
} headings[] = {
	{ "file", take_setting },
	{ "columns", take_column },
	{ "fixed", take_fixed },
};

/* [HEADING] */
static void
read_heading(struct reading *r, char *text)
{
	char *end = strrchr(text, ']');
	char *name;

	r->take = NULL;
	if (end != NULL && end[1 + strspn(end + 1, SPACES)] == '\0') {
		*end = '\0';
		name = trim(text + 1);
		for (size_t i = 0; i < sizeof(headings) / sizeof(*headings);
		     i++)
			if (strcmp(headings[i].name, name) == 0)
				r->take = headings[i].take;
		if (strncmp(name, "words ", 6) == 0) {
			r->take = take_word;
			r->words_of = member_row(r, trim(name + 6));
		}
	}
	if (r->take != NULL)
		return;
	r->take = take_word; /* rows below are not told one by one */
	r->words_of = NULL;
	say(r,
	    "found another heading; expected one of [file], [columns], "
	    "[fixed], [words MEMBER]");
}

/* One line without its end. */
static void
read_line(struct reading *r, const char *bytes, size_t len)
{
	char text[IMPORT_MAP_LINE_MAX + 1];
	char *at = text;

	if (len > 0 && bytes[len - 1] == '\r')
		len--;
	if (len > IMPORT_MAP_LINE_MAX) {
		say(r, "the line has %zu bytes, expected at most %u", len,
		    IMPORT_MAP_LINE_MAX);
		return;
	}
	if (!utf8_is_text(bytes, len)) {
		say(r, "found other bytes than text in UTF-8");
		return;
	}
	memcpy(text, bytes, len);
	text[len] = '\0';
	at += strspn(at, SPACES);
	if (*at == '[')
		read_heading(r, at);
	else if (*at != '\0' && *at != '#')
		read_row(r, at);
}

/* What the whole lacks. */
static void
check_whole(struct reading *r)
{
	size_t named = 0;

	for (size_t i = 0; i < r->map->count; i++)
		named += r->map->columns[i].name[0] != '\0';
	if (r->mistakes == 0 && named == 0)
		say(r,
		    "found no column, expected rows COLUMN = MEMBER below "
		    "[columns]");
	if (r->mistakes == 0 && !arena_ok(&r->map->arena))
		say(r, "the map needs more memory than it may have");
}

bool
import_map_read(struct import_map *map, const char *bytes, size_t len,
    import_complain_fn *complain, void *ctx)
{
	struct reading r = { .map = map, .complain = complain, .ctx = ctx };
	const char *at = bytes, *end = bytes + len, *stop;

	map->given = true;
	map->words = arena_take(&map->arena,
	    IMPORT_WORDS_MAX * sizeof(*map->words));
	if (map->words == NULL)
		return false;
	if (len >= strlen(BOM) && memcmp(bytes, BOM, strlen(BOM)) == 0)
		at += strlen(BOM);
	for (; at < end && r.mistakes <= MISTAKES_MAX; at = stop + 1) {
		stop = memchr(at, '\n', (size_t)(end - at));
		if (stop == NULL)
			stop = end;
		r.line++;
		read_line(&r, at, (size_t)(stop - at));
	}
	if (r.line == 0)
		r.line = 1;
	check_whole(&r);
	return r.mistakes == 0;
}
