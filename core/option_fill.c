/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "option_fill.h"

#include <limits.h>
#include <stdalign.h>
#include <stdbool.h>

#include "utf8.h"

#define COUNT_OF(table) (sizeof(table) / sizeof(*(table)))

/* What a kind of row takes, and the field it fills. */
static const struct {
	const char *name, *expected;
	size_t size, align;
} kinds[] = {
	[HUB_OPT_STRING] = { "text", "text in UTF-8", sizeof(const char *),
	    alignof(const char *) },
	[HUB_OPT_FILE] = { "file", "a file of text in UTF-8",
	    sizeof(const char *), alignof(const char *) },
	[HUB_OPT_COUNT] = { "number", "a whole number from 0 to 4294967295",
	    sizeof(unsigned), alignof(unsigned) },
	[HUB_OPT_BOOL] = { "true or false", "true or false", sizeof(bool),
	    alignof(bool) },
};

static const struct {
	const char *word;
	bool value;
} flags[] = {
	{ "true", true },
	{ "yes", true },
	{ "on", true },
	{ "false", false },
	{ "no", false },
	{ "off", false },
};

/* A value of any kind. */
struct value {
	const char *text;
	unsigned count;
	bool flag;
};

/* The row of that name. */
const struct hub_option *
option_row(const struct hub_option *rows, const char *name)
{
	for (; rows != NULL && rows->name != NULL; rows++) {
		if (strcmp(rows->name, name) == 0)
			return rows;
	}
	return NULL;
}

/* What a row of that kind takes, in a word or two. */
const char *
option_kind_name(enum hub_option_kind kind)
{
	return (unsigned)kind < COUNT_OF(kinds) ? kinds[kind].name : "";
}

/* Digits alone, up to the largest unsigned. */
static bool
read_count(const char *text, unsigned *ret_count)
{
	unsigned count = 0;

	if (*text == '\0')
		return false;
	for (; *text != '\0'; text++) {
		unsigned digit = (unsigned)(*text - '0');

		if (*text < '0' || *text > '9' ||
		    count > (UINT_MAX - digit) / 10)
			return false;
		count = count * 10 + digit;
	}
	*ret_count = count;
	return true;
}

/* One of the words of a flag. */
static bool
read_flag(const char *text, bool *ret_flag)
{
	for (size_t i = 0; i < COUNT_OF(flags); i++) {
		if (strcmp(flags[i].word, text) == 0) {
			*ret_flag = flags[i].value;
			return true;
		}
	}
	return false;
}

/* The value that a text is for a row; false when it has another form. */
static bool
read_value(const struct hub_option *row, const char *text,
    struct value *ret_value)
{
	switch (row->kind) {
	case HUB_OPT_COUNT:
		return read_count(text, &ret_value->count);
	case HUB_OPT_BOOL:
		return read_flag(text, &ret_value->flag);
	case HUB_OPT_STRING:
	case HUB_OPT_FILE:
	default:
		ret_value->text = text;
		return utf8_is_text(text, strlen(text));
	}
}

/* The first pair of that name; NULL when there is none. */
static const struct option_pair *
given_pair(const struct option_list *given, const char *name)
{
	for (size_t i = 0; i < given->count; i++) {
		if (strcmp(given->pairs[i].name, name) == 0)
			return &given->pairs[i];
	}
	return NULL;
}

/* A text that a row does not take; a number or word is quoted, for its field
 * holds no secret. */
static enum hub_status
wrong_form(const struct hub_option *row, const char *text,
    struct hub_error *err)
{
	const char *expected = kinds[row->kind].expected;

	if (row->kind != HUB_OPT_COUNT && row->kind != HUB_OPT_BOOL)
		return hub_fail(err, HUB_MISCONFIGURED,
		    "option \"%s\": found bytes that are not text, "
		    "expected %s",
		    row->name, expected);
	return hub_fail(err, HUB_MISCONFIGURED,
	    "option \"%s\": found \"%.40s\", expected %s", row->name, text,
	    expected);
}

/* A name that no row has, and the names that there are. */
static enum hub_status
unknown_name(const struct hub_option *rows, const char *name,
    struct hub_error *err)
{
	char known[160] = "";
	size_t used = 0;

	for (; rows != NULL && rows->name != NULL; rows++) {
		int len = snprintf(known + used, sizeof(known) - used, "%s%s",
		    used > 0 ? ", " : "", rows->name);

		if (len < 0 || (size_t)len >= sizeof(known) - used) {
			snprintf(known + used, sizeof(known) - used, "...");
			break;
		}
		used += (size_t)len;
	}
	if (known[0] == '\0')
		return hub_fail(err, HUB_MISCONFIGURED,
		    "option \"%.40s\" is unknown, this plugin has none", name);
	return hub_fail(err, HUB_MISCONFIGURED,
	    "option \"%.40s\" is unknown, expected one of: %s", name, known);
}

/* Is each pair a known name, once, with a text of the right form? */
static enum hub_status
check_given(const struct hub_option *rows, const struct option_list *given,
    struct hub_error *err)
{
	for (size_t i = 0; i < given->count; i++) {
		const struct option_pair *pair = &given->pairs[i];
		const struct hub_option *row = option_row(rows, pair->name);
		struct value value;

		if (row == NULL)
			return unknown_name(rows, pair->name, err);
		if (given_pair(given, pair->name) != pair)
			return hub_fail(err, HUB_MISCONFIGURED,
			    "option \"%s\" is given twice, expected once",
			    row->name);
		if (!read_value(row, pair->text, &value))
			return wrong_form(row, pair->text, err);
	}
	return HUB_OK;
}

/* Every name, text and requirement, without a struct. */
enum hub_status
option_check(const struct hub_option *rows, const struct option_list *given,
    struct hub_error *err)
{
	enum hub_status status = check_given(rows, given, err);

	for (; status == HUB_OK && rows != NULL && rows->name != NULL; rows++) {
		if (rows->required && given_pair(given, rows->name) == NULL)
			status = hub_fail(err, HUB_MISCONFIGURED,
			    "option \"%s\" is missing, expected %s: %s",
			    rows->name, kinds[rows->kind].expected,
			    rows->help != NULL ? rows->help : "");
	}
	return status;
}

/* Can the row be what the compiler made of the plugin's struct? */
static bool
row_fits(const struct hub_option *row, size_t conf_size)
{
	struct value value;

	if ((unsigned)row->kind >= COUNT_OF(kinds) || row->offset > conf_size ||
	    kinds[row->kind].size > conf_size - row->offset ||
	    row->offset % kinds[row->kind].align != 0)
		return false;
	return row->fallback == NULL || read_value(row, row->fallback, &value);
}

/* One field of the struct. */
static void
put_field(char *conf, const struct hub_option *row, const char *text,
    struct arena *arena)
{
	struct value value = { "", 0, false };
	char *field = conf + row->offset;

	if (text != NULL)
		(void)read_value(row, text, &value);
	if (row->kind == HUB_OPT_COUNT) {
		memcpy(field, &value.count, sizeof(value.count));
	} else if (row->kind == HUB_OPT_BOOL) {
		memcpy(field, &value.flag, sizeof(value.flag));
	} else {
		value.text = arena_text(arena, value.text);
		memcpy(field, &value.text, sizeof(value.text));
	}
}

/* The plugin's struct out of the settings. */
enum hub_status
option_fill(const struct hub_plugin *plugin, const struct option_list *given,
    struct arena *arena, const void **ret_conf, struct hub_error *err)
{
	const struct hub_option *row = plugin->options;
	enum hub_status status;
	char *conf;

	for (; row != NULL && row->name != NULL; row++) {
		if (!row_fits(row, plugin->conf_size))
			return hub_fail(err, HUB_FAULT,
			    "plugin %s: the row of option \"%s\" does not "
			    "fit its struct",
			    plugin->name, row->name);
	}
	status = option_check(plugin->options, given, err);
	if (status != HUB_OK)
		return status;
	conf = arena_take(arena, plugin->conf_size + 1);
	row = plugin->options;
	for (; conf != NULL && row != NULL && row->name != NULL; row++) {
		const struct option_pair *pair = given_pair(given, row->name);

		put_field(conf, row, pair != NULL ? pair->text : row->fallback,
		    arena);
	}
	if (!arena_ok(arena))
		return hub_fail(err, HUB_FAULT,
		    "no memory for the options of plugin %s", plugin->name);
	*ret_conf = conf;
	return HUB_OK;
}
