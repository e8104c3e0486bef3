/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "conf_digest.h"

#include <inttypes.h>

#include "conf_row.h"
#include "hub_buf.h"
#include "limits.h"

/* The settings of an institution that rules of custody look at. */
static const char *const custody_settings[] = { "successor", "valid_from",
	"valid_until", "calendar", "timezone", "weekend", "superior", "region",
	"retired", "binding", "source", "holds", "relay", "acceptance",
	"second_contact", NULL };

/* Appends one row of the canonical text. */
static void
put(struct hub_buf *text, const char *name, const char *value)
{
	hub_buf_fmt(text, "%s %zu:", name, strlen(value));
	hub_buf_text(text, value);
	hub_buf_char(text, '\n');
}

/* Appends a setting that is a number. */
static void
put_number(struct hub_buf *text, const struct conf_row *row, const void *field)
{
	char number[32];
	int64_t value;

	switch (row->kind) {
	case CONF_FLAG:
		value = *(const bool *)field;
		break;
	case CONF_DURATION:
		value = *(const int64_t *)field;
		break;
	case CONF_SIZE:
		value = (int64_t) * (const size_t *)field;
		break;
	default:
		value = *(const unsigned *)field;
	}
	(void)snprintf(number, sizeof(number), "%" PRId64, value);
	put(text, row->name, number);
}

/* Appends a setting of a struct. */
static void
put_row(struct hub_buf *text, const struct conf_row *row, const void *base)
{
	const void *field = (const char *)base + row->offset;
	const char *const *list;

	if (row->kind > CONF_LIST) {
		put_number(text, row, field);
	} else if (row->kind < CONF_LIST) {
		put(text, row->name, *(const char *const *)field);
	} else {
		list = *(const char *const *const *)field;
		for (; *list != NULL; list++)
			put(text, row->name, *list);
	}
}

/* Appends all settings of a section's struct. */
static void
put_section(struct hub_buf *text, enum conf_section_place place,
    const char *title, const void *base)
{
	const struct conf_row *row = conf_sections[place].rows;

	put(text, conf_sections[place].name, title);
	for (; row->name != NULL; row++)
		put_row(text, row, base);
}

/* Appends the words whose bits are set. */
static void
put_bits(struct hub_buf *text, const char *name, unsigned bits,
    const char *const *words)
{
	for (; *words != NULL; words++, bits >>= 1)
		if ((bits & 1u) != 0)
			put(text, name, *words);
}

/* Appends a calendar: what its file holds, not where that stands. */
static void
put_calendar(struct hub_buf *text, const struct conf_calendar *at)
{
	put(text, "calendar", at->name);
	put(text, "sha256", at->sha256);
	put_bits(text, "weekend", at->calendar.weekend, calendar_weekday_words);
	put_bits(text, "layers", at->calendar.layers, calendar_layer_words);
}

/* Appends what custody depends on of an institution. */
static void
put_institution(struct hub_buf *text, const struct conf_institution *at)
{
	const struct conf_section *section =
	    &conf_sections[SECTION_INSTITUTION];

	put(text, section->name, at->id);
	for (size_t i = 0; custody_settings[i] != NULL; i++)
		put_row(text, conf_row_find(section, "", custody_settings[i]),
		    at);
	put_row(text, conf_row_find(section, "agreement", "deemed"), at);
}

/* Digests the text, as hex of the arena's, and lets it go. */
static const char *
finish(struct arena *arena, struct hub_buf *text)
{
	uint8_t digest[DIGEST_SIZE];
	char hex[DIGEST_HEX_SIZE];

	arena->failed |= !hub_buf_ok(text);
	digest_sha256(hub_buf_str(text), text->len, digest);
	digest_hex(digest, hex);
	hub_buf_release(text);
	return arena_text(arena, hex);
}

/* The digest of the rules. */
const char *
conf_digest_rules(struct arena *arena, const struct conf *conf)
{
	struct hub_buf text;

	hub_buf_init(&text, CONF_MEMORY_MAX);
	put(&text, "simpul", "rules 2");
	put_section(&text, SECTION_COORDINATOR, "", conf);
	for (size_t i = 0; i < conf->route_count; i++)
		put_section(&text, SECTION_ROUTE, conf->routes[i].name,
		    &conf->routes[i]);
	for (size_t i = 0; i < conf->deadline_count; i++)
		put_section(&text, SECTION_DEADLINE, conf->deadlines[i].name,
		    &conf->deadlines[i]);
	put(&text, "timezone", conf->hub.timezone);
	put(&text, "calendar", conf->hub.calendar);
	for (size_t i = 0; i < conf->calendar_count; i++)
		put_calendar(&text, &conf->calendars[i]);
	for (size_t i = 0; i < conf->jurisdiction_count; i++)
		put_section(&text, SECTION_JURISDICTION,
		    conf->jurisdictions[i].name, &conf->jurisdictions[i]);
	for (size_t i = 0; i < conf->escalation_count; i++)
		put_section(&text, SECTION_ESCALATION,
		    conf->escalations[i].name, &conf->escalations[i]);
	for (size_t i = 0; i < conf->institution_count; i++)
		put_institution(&text, &conf->institutions[i]);
	return finish(arena, &text);
}

/* The digest of an institution's settings. */
const char *
conf_digest_settings(struct arena *arena,
    const struct conf_institution *institution,
    const uint8_t plugin[DIGEST_SIZE])
{
	struct hub_buf text;
	char hex[DIGEST_HEX_SIZE];

	digest_hex(plugin, hex);
	hub_buf_init(&text, CONF_MEMORY_MAX);
	put(&text, "simpul", "settings 1");
	put(&text, "plugin", institution->plugin);
	put(&text, "version", institution->plugin_version);
	put(&text, "file", hex);
	for (size_t i = 0; institution->option_names[i] != NULL; i++) {
		put(&text, "option", institution->option_names[i]);
		put(&text, "is", institution->option_texts[i]);
	}
	return finish(arena, &text);
}
