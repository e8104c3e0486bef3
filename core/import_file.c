/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "import_file.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "limits.h"
#include "utf8.h"

#define NOWHERE SIZE_MAX
#define CELLS_MAX (1024u * 1024u)
#define SHOWN 60 /* of a column's name */

enum import_format
import_file_format(const char *bytes, size_t len)
{
	size_t at = len >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;

	while (at < len && memchr(" \t\r\n", bytes[at], 4) != NULL)
		at++;
	return at < len && bytes[at] == '{' ? IMPORT_JSONL : IMPORT_CSV;
}

/* The record is bad, and why; column "" for the whole. */
static enum import_end __attribute__((format(printf, 3, 4)))
bad(struct import_record *ret, const char *column, const char *fmt, ...)
{
	va_list args;

	(void)snprintf(ret->column, sizeof(ret->column), "%s", column);
	va_start(args, fmt);
	(void)vsnprintf(ret->problem, sizeof(ret->problem), fmt, args);
	va_end(args);
	return IMPORT_BAD;
}

/* Whether a field of the header, but for spaces at its ends, is that name. */
static bool
is_called(const char *field, const char *name)
{
	size_t len;

	field += strspn(field, " \t");
	len = strlen(field);
	while (len > 0 && strchr(" \t", field[len - 1]) != NULL)
		len--;
	return strlen(name) == len && memcmp(field, name, len) == 0;
}

/* Where a column stands in the header; false: twice. */
static bool
find_place(const struct csv_record *header, const char *name, size_t *ret)
{
	*ret = NOWHERE;
	for (size_t i = 0; i < header->count; i++) {
		if (!is_called(header->fields[i], name))
			continue;
		if (*ret != NOWHERE)
			return false;
		*ret = i;
	}
	return true;
}

/* Finds the map's columns in the header. */
static enum import_end
place_columns(struct import_file *file, struct import_record *ret)
{
	const struct import_map *map = file->map;
	size_t used = 0;

	for (size_t i = 0; i < map->count; i++) {
		const char *name = map->columns[i].name;

		file->places[i] = NOWHERE;
		if (name[0] == '\0')
			continue;
		if (!find_place(&file->row, name, &file->places[i]))
			return bad(ret, name,
			    "found two columns of that name, expected one");
		if (file->places[i] == NOWHERE && map->given)
			return bad(ret, name,
			    "found no such column, expected it because the map "
			    "names it; is the delimiter right (found %zu "
			    "columns)?",
			    file->row.count);
		used += file->places[i] != NOWHERE;
	}
	file->width = file->row.count;
	file->unused = file->width - used;
	return IMPORT_RECORD;
}

/* Without a map, each field of the header is a member. */
static enum import_end
check_header(const struct import_file *file, struct import_record *ret)
{
	const struct csv_record *header = &file->row;
	const struct import_map *map = file->map;

	for (size_t i = 0; i < header->count && !map->given; i++) {
		size_t k = 0;

		while (k < map->count &&
		    (map->columns[k].member[0] == '\0' ||
			!is_called(header->fields[i], map->columns[k].member)))
			k++;
		if (k < map->count)
			continue;
		if (strlen(header->fields[i]) > SHOWN ||
		    !utf8_is_line(header->fields[i], strlen(header->fields[i])))
			return bad(ret, "",
			    "column %zu has another name than a member of a "
			    "case; say with --map what the columns are",
			    i + 1);
		return bad(ret, header->fields[i],
		    "is no member of a case; say with --map what the columns "
		    "are");
	}
	return IMPORT_RECORD;
}

/* Reads the header of a CSV file. */
static enum import_end
read_header(struct import_file *file, struct import_record *ret)
{
	enum csv_end end = csv_next(&file->csv, &file->row);

	ret->line = file->row.line;
	if (end == CSV_NO_MEMORY)
		return IMPORT_NO_MEMORY;
	if (end == CSV_END)
		return bad(ret, "",
		    "the file is empty, expected a header and rows");
	if (end == CSV_BAD)
		return bad(ret, "", "%s", file->row.problem);
	if (check_header(file, ret) == IMPORT_BAD)
		return IMPORT_BAD;
	return place_columns(file, ret);
}

enum import_end
import_file_open(struct import_file *file, const struct import_input *input,
    const struct import_map *map, struct import_record *ret)
{
	memset(file, 0, sizeof(*file));
	memset(ret, 0, sizeof(*ret));
	file->map = map;
	file->format = input->format;
	arena_init(&file->arena, CELLS_MAX);
	csv_init(&file->csv, input->bytes, input->len, map->delimiter);
	return input->format == IMPORT_CSV ? read_header(file, ret)
					   : IMPORT_RECORD;
}

void
import_file_release(struct import_file *file)
{
	csv_release(&file->csv);
	hub_json_free(file->doc);
	file->doc = NULL;
	arena_release(&file->arena);
}

/* The next record of a CSV file. */
static enum import_end
next_csv(struct import_file *file, struct import_record *ret)
{
	struct csv_record *row = &file->row;
	enum csv_end end = csv_next(&file->csv, row);

	ret->line = row->line;
	if (end == CSV_NO_MEMORY)
		return IMPORT_NO_MEMORY;
	if (end == CSV_END)
		return IMPORT_END;
	if (end == CSV_BAD)
		return bad(ret, "", "%s", row->problem);
	ret->raw = row->raw;
	ret->raw_len = row->raw_len;
	if (row->count != file->width)
		return bad(ret, "",
		    "found %zu fields, expected %zu as in the header",
		    row->count, file->width);
	for (size_t i = 0; i < file->map->count; i++)
		ret->cells[i] = file->places[i] == NOWHERE
		    ? ""
		    : row->fields[file->places[i]];
	return IMPORT_RECORD;
}

/* The next line that is not empty, without its end; false: there is none. */
static bool
next_line(struct csv *at, struct import_record *ret)
{
	while (at->at < at->end) {
		const char *newline = memchr(at->at, '\n',
		    (size_t)(at->end - at->at));
		const char *stop = newline == NULL ? at->end : newline;

		ret->line = at->line++;
		ret->raw = at->at;
		if (stop > at->at && stop[-1] == '\r')
			stop--;
		ret->raw_len = (size_t)(stop - at->at);
		at->at = newline == NULL ? at->end : newline + 1;
		for (const char *c = ret->raw; c < stop; c++)
			if (*c != ' ' && *c != '\t')
				return true;
	}
	return false;
}

/* A member's value as a text; false when it is none. */
static bool
text_of(struct import_file *file, const char *path, const char **ret)
{
	const char *kind = hub_json_kind(file->doc, path);
	char number[64];

	if (strcmp(kind, "text") == 0) {
		*ret = hub_json_text(file->doc, path);
		return true;
	}
	*ret = "";
	if (kind[0] == '\0' || strcmp(kind, "null") == 0)
		return true;
	if (!hub_json_loose(file->doc, path, number, sizeof(number)))
		return false;
	*ret = arena_text(&file->arena, number);
	return true;
}

/* Members on their way to be found in a map that is none. */
struct known {
	const struct import_map *map;
	const char *within;
	struct import_record *ret;
};

/* hub_json_member_fn: whether the member is one of a case. */
static bool
is_known(void *ctx, const char *name, const struct hub_json *value)
{
	struct known *known = ctx;
	struct known inner = { known->map, name, known->ret };
	char member[128];

	if (known->within[0] == '\0' &&
	    strcmp(hub_json_kind(value, ""), "object") == 0)
		return hub_json_each(value, "", is_known, &inner);
	(void)snprintf(member, sizeof(member), "%s%s%s", known->within,
	    known->within[0] == '\0' ? "" : ".", name);
	if (import_map_member(known->map, member) != NULL)
		return true;
	if (strlen(member) > SHOWN || !utf8_is_line(member, strlen(member)))
		(void)bad(known->ret, "",
		    "found a member with another name than those of a case; "
		    "say with --map which are which");
	else
		(void)bad(known->ret, member,
		    "is no member of a case; say with --map which are which");
	return false;
}

/* The texts of a document's members. */
static enum import_end
read_members(struct import_file *file, struct import_record *ret)
{
	const struct import_map *map = file->map;
	struct known known = { map, "", ret };

	if (strcmp(hub_json_kind(file->doc, ""), "object") != 0)
		return bad(ret, "", "found %s, expected a JSON object",
		    hub_json_kind(file->doc, ""));
	if (!map->given && !hub_json_each(file->doc, "", is_known, &known))
		return IMPORT_BAD;
	for (size_t i = 0; i < map->count; i++) {
		const char *name = map->columns[i].name;

		ret->cells[i] = "";
		if (name[0] != '\0' && !text_of(file, name, &ret->cells[i]))
			return bad(ret, name, "found %s, expected a text",
			    hub_json_kind(file->doc, name));
	}
	return arena_ok(&file->arena) ? IMPORT_RECORD : IMPORT_NO_MEMORY;
}

/* The next record of JSON lines. */
static enum import_end
next_json(struct import_file *file, struct import_record *ret)
{
	struct hub_error err = { "" };
	const char *why;

	hub_json_free(file->doc);
	file->doc = NULL;
	arena_release(&file->arena);
	if (!next_line(&file->csv, ret))
		return IMPORT_END;
	if (ret->raw_len > API_BODY_MAX)
		return bad(ret, "",
		    "the line has %zu bytes, expected at most %u", ret->raw_len,
		    API_BODY_MAX);
	if (hub_json_read(ret->raw, ret->raw_len, &file->doc, &err) == HUB_OK)
		return read_members(file, ret);
	/* The document is one line: its number says nothing. */
	why = strstr(err.text, "column ");
	return bad(ret, "", "is not JSON: %s", why == NULL ? err.text : why);
}

enum import_end
import_file_next(struct import_file *file, struct import_record *ret)
{
	ret->column[0] = ret->problem[0] = '\0';
	return file->format == IMPORT_CSV ? next_csv(file, ret)
					  : next_json(file, ret);
}
