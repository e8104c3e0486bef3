/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "csv.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define BOM "\xef\xbb\xbf"
#define NUMBER(n) NUMBER_TEXT(n)
#define NUMBER_TEXT(n) #n

/* A record on its way: where it is read, and where its text goes. */
struct reading {
	const char *at, *end;
	char *to;
	struct csv_record *record;
};

/* How often a byte stands in the first line, outside quotes. */
static size_t
count_outside(const struct csv *csv, char wanted)
{
	bool quoted = false;
	size_t count = 0;

	for (const char *at = csv->at; at < csv->end; at++) {
		if (*at == '"')
			quoted = !quoted;
		else if (*at == '\n' && !quoted)
			break;
		count += *at == wanted && !quoted;
	}
	return count;
}

void
csv_init(struct csv *csv, const char *bytes, size_t len, char delimiter)
{
	*csv = (struct csv){ .at = bytes,
		.end = bytes + len,
		.line = 1,
		.delimiter = delimiter };
	if (len >= strlen(BOM) && memcmp(bytes, BOM, strlen(BOM)) == 0)
		csv->at += strlen(BOM);
	if (delimiter == '\0')
		csv->delimiter = count_outside(csv, ';') >
			count_outside(csv, ',')
		    ? ';'
		    : ',';
}

void
csv_release(struct csv *csv)
{
	free(csv->text);
	csv->text = NULL;
	csv->room = 0;
}

/* Whether the line ends here. */
static bool
at_end(const struct reading *r)
{
	if (r->at == r->end || *r->at == '\n')
		return true;
	return *r->at == '\r' && r->at + 1 < r->end && r->at[1] == '\n';
}

/* A field in quotes, up to what stands behind it; "" or the problem. */
static const char *
read_quoted(struct reading *r, char delimiter)
{
	for (r->at++; r->at < r->end; r->at++) {
		if (*r->at == '"' && r->at + 1 < r->end && r->at[1] == '"')
			r->at++;
		else if (*r->at == '"')
			break;
		*r->to++ = *r->at;
	}
	if (r->at == r->end)
		return "a field in quotes does not end; expected a closing "
		       "quote, and quotes within it doubled";
	r->at++;
	if (!at_end(r) && *r->at != delimiter)
		return "found text behind a closing quote; expected a "
		       "delimiter or the line's end, and quotes within a "
		       "field doubled";
	return "";
}

/* A field without quotes. */
static const char *
read_plain(struct reading *r, char delimiter)
{
	for (; !at_end(r) && *r->at != delimiter; r->at++) {
		if (*r->at == '"')
			return "found a quote within a field; expected the "
			       "whole field in quotes, and quotes within it "
			       "doubled";
		*r->to++ = *r->at;
	}
	return "";
}

/* All fields up to the end of the record; "" or the problem. */
static const char *
read_fields(struct reading *r, char delimiter)
{
	struct csv_record *record = r->record;
	const char *problem;

	for (;;) {
		if (record->count == CSV_FIELDS_MAX)
			return "found more than " NUMBER(
			    CSV_FIELDS_MAX) " fields; is the delimiter right?";
		record->fields[record->count++] = r->to;
		problem = r->at < r->end && *r->at == '"'
		    ? read_quoted(r, delimiter)
		    : read_plain(r, delimiter);
		*r->to++ = '\0';
		if (problem[0] != '\0' || at_end(r))
			return problem;
		r->at++;
	}
}

/* The next line's first byte, from anywhere in a line. */
static const char *
behind_line(const struct csv *csv, const char *at)
{
	const char *newline = memchr(at, '\n', (size_t)(csv->end - at));

	return newline == NULL ? csv->end : newline + 1;
}

/* Lines that end between two places. */
static unsigned long
lines_between(const char *from, const char *to)
{
	unsigned long lines = 0;

	for (; from < to; from++)
		lines += *from == '\n';
	return lines;
}

/* Passes over lines without anything. */
static void
skip_empty(struct csv *csv)
{
	for (;;) {
		const char *at = csv->at;

		if (at < csv->end && *at == '\r')
			at++;
		if (at == csv->end || *at != '\n')
			return;
		csv->at = at + 1;
		csv->line++;
	}
}

/* Room for a record's text, which grows by a NUL a field at most. */
static bool
make_room(struct csv *csv, size_t len)
{
	char *text;

	if (csv->room >= len)
		return true;
	text = realloc(csv->text, len);
	if (text == NULL)
		return false;
	csv->text = text;
	csv->room = len;
	return true;
}

/* Ends a record that is none: the line behind its first one is next. */
static enum csv_end
go_on_behind(struct csv *csv, struct csv_record *record, const char *problem)
{
	csv->at = behind_line(csv, csv->at);
	csv->line++;
	record->count = 0;
	record->problem = problem;
	return CSV_BAD;
}

/* Ends a record that is one. */
static enum csv_end
take(struct csv *csv, struct csv_record *record, const char *end)
{
	record->raw = csv->at;
	record->raw_len = (size_t)(end - csv->at);
	csv->line += lines_between(csv->at, end) + 1;
	csv->at = behind_line(csv, end);
	return CSV_RECORD;
}

enum csv_end
csv_next(struct csv *csv, struct csv_record *ret)
{
	struct reading r = { .record = ret };
	const char *problem;
	size_t left;

	skip_empty(csv);
	ret->line = csv->line;
	ret->count = 0;
	ret->problem = "";
	left = (size_t)(csv->end - csv->at);
	if (left == 0)
		return CSV_END;
	if (left > CSV_RECORD_MAX)
		left = CSV_RECORD_MAX;
	if (!make_room(csv, left + CSV_FIELDS_MAX + 1))
		return CSV_NO_MEMORY;
	r.at = csv->at;
	r.end = csv->at + left;
	r.to = csv->text;
	problem = read_fields(&r, csv->delimiter);
	if (r.at == r.end && r.end != csv->end)
		problem = "the record has over " NUMBER(
		    CSV_RECORD_KB) " KB; does a field in quotes end?";
	if (problem[0] != '\0')
		return go_on_behind(csv, ret, problem);
	if (memchr(csv->at, '\0', (size_t)(r.at - csv->at)) != NULL)
		return go_on_behind(csv, ret,
		    "found a NUL byte; expected text in UTF-8");
	return take(csv, ret, r.at);
}
