/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <errno.h>

#include "conf_value.h"

struct unit {
	const char *name;
	int64_t of; /* the smallest unit */
	bool shown; /* in sentences about bounds */
};

static const struct unit durations[] = {
	{ "ms", 1, true },
	{ "s", 1000, true },
	{ "m", 60 * 1000, true },
	{ "h", 3600 * 1000, true },
	{ "d", 24 * 3600 * 1000, true },
	{ NULL, 0, false },
};
static const struct unit sizes[] = {
	{ "", 1, true },
	{ "K", 1 << 10, true },
	{ "M", 1 << 20, true },
	{ "G", 1 << 30, true },
	{ NULL, 0, false },
};
static const struct unit counts[] = {
	{ "", 1, true },
	{ NULL, 0, false },
};

/* A number in the largest unit that divides it. */
static const char *
number_text(const struct unit *units, int64_t number, char buf[32])
{
	const struct unit *best = units;

	for (; units->name != NULL; units++)
		if (number != 0 && number % units->of == 0)
			best = units;
	(void)snprintf(buf, 32, "%lld%s", (long long)(number / best->of),
	    best->name);
	return buf;
}

/* Reads digits and a unit; false after saying what is wrong. */
static bool
read_number(const struct conf_site *site, const struct conf_row *row,
    const char *text, const struct unit *units, int64_t *ret_number)
{
	char low[32], high[32], *end;
	const struct unit *unit;
	long long number;

	errno = 0;
	number = strtoll(text, &end, 10);
	for (unit = units; unit->name != NULL; unit++)
		if (strcmp(unit->name, end) == 0)
			break;
	if (strchr("0123456789", text[0]) == NULL || unit->name == NULL)
		return conf_value_odd(site, row);
	if (errno != 0 || number > INT64_MAX / unit->of ||
	    number * unit->of < row->least || number * unit->of > row->most) {
		conf_wrong(site, "expected from %s to %s",
		    number_text(units, row->least, low),
		    number_text(units, row->most, high));
		return false;
	}
	*ret_number = number * unit->of;
	return true;
}

/* true or false, and the words that people use for them. */
bool
conf_value_flag(const struct conf_site *site, const struct conf_row *row,
    const char *text, void *field)
{
	static const struct {
		const char *word;
		bool value;
	} words[] = { { "true", true }, { "yes", true }, { "on", true },
		{ "false", false }, { "no", false }, { "off", false } };

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		if (strcmp(words[i].word, text) == 0) {
			*(bool *)field = words[i].value;
			return true;
		}
	}
	return conf_value_odd(site, row);
}

/* A whole number within the row's bounds. */
bool
conf_value_count(const struct conf_site *site, const struct conf_row *row,
    const char *text, void *field)
{
	int64_t number;

	if (!read_number(site, row, text, counts, &number))
		return false;
	*(unsigned *)field = (unsigned)number;
	return true;
}

/* A duration, kept in milliseconds. */
bool
conf_value_duration(const struct conf_site *site, const struct conf_row *row,
    const char *text, void *field)
{
	return read_number(site, row, text, durations, field);
}

/* A duration, kept in whole seconds. */
bool
conf_value_seconds(const struct conf_site *site, const struct conf_row *row,
    const char *text, void *field)
{
	int64_t number;

	if (!read_number(site, row, text, durations, &number))
		return false;
	*(unsigned *)field = (unsigned)(number / 1000);
	return true;
}

/* A number of bytes. */
bool
conf_value_size(const struct conf_site *site, const struct conf_row *row,
    const char *text, void *field)
{
	int64_t number;

	if (!read_number(site, row, text, sizes, &number))
		return false;
	*(size_t *)field = (size_t)number;
	return true;
}
