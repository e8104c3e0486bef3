/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <stdarg.h>

#include "calendar_days.h"
#include "civil.h"
#include "limits.h"
#include "utf8.h"

#define HEADER "date,kind,name"
#define VERSION_WORD "version:"
#define BOM "\xef\xbb\xbf"
#define YEARS (CALENDAR_YEAR_LAST - CALENDAR_YEAR_FIRST + 1)
#define DAYS_MAX (YEARS * 366)
#define SENTENCE_MAX 320
#define SHOWN_MAX 60u /* of what was found */

/* A file on its way to be a calendar's days. */
struct reading {
	calendar_complaint_fn *complain;
	void *ctx;
	unsigned line, mistakes;
	bool in_table; /* the header was there */
	char version[CALENDAR_VERSION_MAX + 1];
	int64_t first, last;	  /* days that something was said of */
	uint8_t layers[DAYS_MAX]; /* from the first day that may be told */
	bool years[CALENDAR_LAYERS][YEARS];
};

/* The first day that a file may tell of. */
static int64_t
day_zero(void)
{
	return civil_days(CALENDAR_YEAR_FIRST, 1, 1);
}

/* Tells what is wrong at the present line. */
static void __attribute__((format(printf, 2, 3)))
say(struct reading *r, const char *fmt, ...)
{
	char sentence[SENTENCE_MAX];
	va_list args;

	if (r->mistakes++ >= CALENDAR_MISTAKES_MAX)
		return;
	va_start(args, fmt);
	(void)vsnprintf(sentence, sizeof(sentence), fmt, args);
	va_end(args);
	r->complain(r->ctx, r->line, sentence);
}

/* As much of a text as a sentence shows, never cut within a character. */
static int
shown(const char *text)
{
	size_t len = strnlen(text, SHOWN_MAX + 1);

	if (len <= SHOWN_MAX)
		return (int)len;
	for (len = SHOWN_MAX; len > 0; len--)
		if (((unsigned char)text[len] & 0xc0) != 0x80)
			break;
	return (int)len;
}

/* A number of so many digits; -1 for anything else. */
static int
number(const char *text, size_t digits)
{
	int value = 0;

	for (size_t i = 0; i < digits; i++) {
		if (text[i] < '0' || text[i] > '9')
			return -1;
		value = value * 10 + (text[i] - '0');
	}
	return value;
}

/* The day of an ISO date; false when it is none, or no real one. */
static bool
read_date(const char *text, int64_t *ret_day, int *ret_year)
{
	int year, month, day;
	struct civil back;

	if (strlen(text) != 10 || text[4] != '-' || text[7] != '-')
		return false;
	year = number(text, 4);
	month = number(text + 5, 2);
	day = number(text + 8, 2);
	if (year < 0 || month < 1 || month > 12 || day < 1 || day > 31)
		return false;
	*ret_day = civil_days(year, month, day);
	back = civil_date(*ret_day);
	*ret_year = year;
	return back.month == month && back.day == day;
}

/* The layer of that name; CALENDAR_LAYERS when there is none. */
static unsigned
read_kind(const char *text)
{
	unsigned i = 0;

	while (
	    i < CALENDAR_LAYERS && strcmp(calendar_layer_words[i], text) != 0)
		i++;
	return i;
}

/* Takes a day of a layer in. */
static void
take_day(struct reading *r, int64_t day, int year, unsigned layer)
{
	uint8_t *at = &r->layers[day - day_zero()];

	if ((*at & 1u << layer) != 0) {
		say(r, "%s of this date stands a second time; keep one",
		    calendar_layer_words[layer]);
		return;
	}
	*at = (uint8_t)(*at | 1u << layer);
	r->years[layer][year - CALENDAR_YEAR_FIRST] = true;
	if (r->first > day)
		r->first = day;
	if (r->last < day)
		r->last = day;
}

/* One day: its fields are told apart in place. */
static void
read_row(struct reading *r, char *text)
{
	char *kind = strchr(text, ',');
	char *name = kind == NULL ? NULL : strchr(kind + 1, ',');
	unsigned layer;
	int64_t day;
	int year;

	if (name == NULL || name[1 + strspn(name + 1, " \"")] == '\0') {
		say(r,
		    "found \"%.*s\", expected a date, a kind and a name with "
		    "commas between them",
		    shown(text), text);
		return;
	}
	*kind++ = *name = '\0';
	layer = read_kind(kind);
	if (!read_date(text, &day, &year))
		say(r,
		    "the date is \"%.*s\", expected a real one, year first, "
		    "such as 2026-12-31",
		    shown(text), text);
	else if (year < CALENDAR_YEAR_FIRST || year > CALENDAR_YEAR_LAST)
		say(r, "the year is %d, expected one from %d to %d", year,
		    CALENDAR_YEAR_FIRST, CALENDAR_YEAR_LAST);
	else if (layer == CALENDAR_LAYERS)
		say(r,
		    "the kind is \"%.*s\", expected national, joint_leave or "
		    "dispensation",
		    shown(kind), kind);
	else
		take_day(r, day, year, layer);
}

/* A comment, which may hold the version. */
static void
read_comment(struct reading *r, const char *text)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789._-";
	size_t len;

	text += strspn(text, "# ");
	if (strncmp(text, VERSION_WORD, strlen(VERSION_WORD)) != 0)
		return;
	text += strlen(VERSION_WORD);
	text += strspn(text, " ");
	len = strspn(text, letters);
	if (r->version[0] != '\0')
		say(r, "the version stands a second time; keep one");
	else if (len == 0 || len > CALENDAR_VERSION_MAX ||
	    text[len + strspn(text + len, " ")] != '\0')
		say(r,
		    "the version is \"%.*s\", expected at most %u letters, "
		    "digits, dots and dashes, such as 2026-1",
		    shown(text), text, CALENDAR_VERSION_MAX);
	else
		memcpy(r->version, text, len);
}

/* One line without its end. */
static void
read_line(struct reading *r, const char *bytes, size_t len)
{
	char text[CALENDAR_LINE_MAX + 1];

	if (len > 0 && bytes[len - 1] == '\r')
		len--;
	if (len > CALENDAR_LINE_MAX) {
		say(r, "the line has %zu bytes, expected at most %u", len,
		    CALENDAR_LINE_MAX);
		return;
	}
	if (!utf8_is_line(bytes, len)) {
		say(r, "found other bytes than UTF-8 text without tabs");
		return;
	}
	memcpy(text, bytes, len);
	text[len] = '\0';
	if (text[0] == '#') {
		read_comment(r, text);
	} else if (r->in_table) {
		if (text[strspn(text, " ")] != '\0')
			read_row(r, text);
	} else if (text[strspn(text, " ")] != '\0') {
		if (strcmp(text, HEADER) != 0)
			say(r, "found \"%.*s\", expected the header " HEADER,
			    shown(text), text);
		r->in_table = true;
	}
}

/* The first and last of the years in a row that a layer has days in. */
static void
find_years(const struct reading *r, struct calendar_days *days, unsigned layer)
{
	const bool *years = r->years[layer];
	int i = 0;

	while (i < YEARS && !years[i])
		i++;
	if (i == YEARS)
		return;
	days->first_year[layer] = CALENDAR_YEAR_FIRST + i;
	while (i < YEARS && years[i])
		i++;
	days->last_year[layer] = CALENDAR_YEAR_FIRST + i - 1;
}

/* What was read, as the arena's own. */
static const struct calendar_days *
keep(const struct reading *r, struct arena *arena)
{
	size_t size = (size_t)(r->last - r->first + 1);
	struct calendar_days *days = arena_take(arena, sizeof(*days) + size);

	if (days == NULL)
		return NULL;
	days->version = arena_text(arena, r->version);
	days->first = r->first;
	days->last = r->last;
	memcpy(days->layers, &r->layers[r->first - day_zero()], size);
	for (unsigned i = 0; i < CALENDAR_LAYERS; i++)
		find_years(r, days, i);
	return arena_ok(arena) ? days : NULL;
}

/* Reads all lines, and tells what the whole lacks. */
static void
read_lines(struct reading *r, const char *bytes, size_t len)
{
	const char *at = bytes, *end = bytes + len, *stop;

	if (len >= strlen(BOM) && memcmp(at, BOM, strlen(BOM)) == 0)
		at += strlen(BOM);
	for (; at < end && r->mistakes <= CALENDAR_MISTAKES_MAX;
	     at = stop + 1) {
		stop = memchr(at, '\n', (size_t)(end - at));
		if (stop == NULL)
			stop = end;
		r->line++;
		read_line(r, at, (size_t)(stop - at));
	}
	if (r->mistakes > 0)
		return;
	r->line = 1;
	if (r->version[0] == '\0')
		say(r,
		    "found no version, expected a line such as \"# version: "
		    "2026-1\"");
	if (r->last < r->first)
		say(r, "found no day, expected lines of " HEADER);
}

/* The days that a file tells. */
const struct calendar_days *
calendar_read(struct arena *arena, const char *bytes, size_t len,
    calendar_complaint_fn *complain, void *ctx)
{
	struct reading *r = calloc(1, sizeof(*r));
	const struct calendar_days *days = NULL;

	if (r == NULL) {
		complain(ctx, 1, "out of memory");
		return NULL;
	}
	r->complain = complain;
	r->ctx = ctx;
	r->line = 1;
	r->first = INT64_MAX;
	r->last = INT64_MIN;
	if (len > CALENDAR_FILE_MAX) {
		say(r, "the file has %zu bytes, expected at most %u", len,
		    CALENDAR_FILE_MAX);
	} else {
		r->line = 0;
		read_lines(r, bytes, len);
	}
	if (r->mistakes == 0)
		days = keep(r, arena);
	free(r);
	return days;
}
