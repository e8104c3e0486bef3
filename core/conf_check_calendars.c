/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "conf_file.h"
#include "conf_nearest.h"
#include "conf_owner.h"
#include "conf_work.h"
#include "digest.h"
#include "hub_buf.h"
#include "limits.h"

#define FIVE_DAYS (1u << CALENDAR_SATURDAY | 1u << CALENDAR_SUNDAY)
#define NATIONWIDE (1u << CALENDAR_NATIONAL | 1u << CALENDAR_JOINT_LEAVE)

/* The calendars that are there without a section, once they are named. */
static const struct {
	const char *name;
	unsigned layers;
} defaults[] = {
	{ "id", NATIONWIDE },
	{ "id-bali", NATIONWIDE | 1u << CALENDAR_DISPENSATION },
};
#define DEFAULTS (sizeof(defaults) / sizeof(*defaults))
#define DEFAULT_FILE SIMPUL_CALENDARDIR "/id.csv"

/* The bits of words by their places; none given: fallback. */
static unsigned
bits_of(const char *const *given, const char *const *words, unsigned fallback)
{
	unsigned bits = 0;

	for (size_t i = 0; given[i] != NULL; i++)
		for (unsigned j = 0; words[j] != NULL; j++)
			if (strcmp(given[i], words[j]) == 0)
				bits |= 1u << j;
	return given[0] == NULL ? fallback : bits;
}

/* The bits of a weekend; tells one that leaves no day. */
static unsigned
weekend_of(const struct conf_draft *draft, const char *const *words,
    unsigned fallback)
{
	unsigned bits = bits_of(words, calendar_weekday_words, fallback);
	struct conf_site site = conf_draft_site(draft, "", "weekend");

	if (words[0] != NULL && bits == CALENDAR_WHOLE_WEEK)
		conf_say(&site,
		    "%s: the weekend has all seven days; leave some to work "
		    "on",
		    draft->site.section);
	return bits;
}

/* calendar_complaint_fn: ctx is the site of the file. */
static void
hear(void *ctx, unsigned line, const char *sentence)
{
	struct conf_site *site = ctx;

	site->line = line;
	conf_say(site, "%s", sentence);
}

/* Takes in what a calendar's file says; false with a problem. */
static bool
read_days(struct conf_work *work, struct conf_calendar *at,
    struct conf_file *file)
{
	struct arena *arena = work->reading.arena;
	struct conf_site site = { .reading = &work->reading,
		.file = at->file,
		.order = ++work->reading.files };
	uint8_t digest[DIGEST_SIZE];
	char hex[DIGEST_HEX_SIZE];

	file->path = at->file;
	file->max = CALENDAR_FILE_MAX;
	if (!conf_file_read(file, work->reading.scratch))
		return false;
	digest_sha256(file->bytes, file->len, digest);
	digest_hex(digest, hex);
	at->sha256 = arena_text(arena, hex);
	at->calendar.days = calendar_read(arena, file->bytes, file->len, hear,
	    &site);
	return true;
}

/* A calendar that has a section. */
static void
check_calendar(struct conf_work *work, const struct conf_draft *draft,
    struct conf_calendar *at)
{
	struct conf_site site = conf_draft_site(draft, "", "file");
	struct conf_file file = { .path = "" };

	at->sha256 = "";
	at->calendar.weekend = weekend_of(draft, at->weekend, FIVE_DAYS);
	at->calendar.layers = bits_of(at->layers, calendar_layer_words,
	    NATIONWIDE);
	if (at->file[0] != '\0' && !read_days(work, at, &file))
		conf_wrong(&site, "but %s", file.problem);
}

/* Says once what a default without its file means. */
static void
warn(struct conf_work *work, const char *name, const struct conf_file *file)
{
	struct hub_buf text;

	hub_buf_init(&text, CONF_TEXT_MAX);
	hub_buf_fmt(&text,
	    "calendar \"%s\" knows weekends and no other day off, and every "
	    "due date is provisional: %s; write calendar \"%s\" { file = ... }",
	    name, file->problem, name);
	work->conf->warning = arena_text(work->reading.arena,
	    hub_buf_str(&text));
	hub_buf_release(&text);
}

/* The default of that name, added to the conf; NULL when there is none. */
static const struct conf_calendar *
add_default(struct conf_work *work, const char *name)
{
	static const char *const none[] = { NULL };
	struct conf *conf = work->conf;
	struct conf_calendar *at = &conf->calendars[conf->calendar_count];
	struct conf_file file = { .path = "" };
	size_t i = 0;

	while (i < DEFAULTS && strcmp(defaults[i].name, name) != 0)
		i++;
	if (i == DEFAULTS)
		return NULL;
	*at = (struct conf_calendar){ .name = defaults[i].name,
		.file = DEFAULT_FILE,
		.weekend = none,
		.layers = none,
		.sha256 = "",
		.calendar = { NULL, defaults[i].layers, FIVE_DAYS },
		.where = "" };
	conf->calendar_count++;
	if (!read_days(work, at, &file))
		warn(work, name, &file);
	return at;
}

/* The calendar of that name; NULL after saying that there is none. */
static const struct conf_calendar *
find(struct conf_work *work, const struct conf_site *site, const char *name)
{
	const struct conf *conf = work->conf;
	const struct conf_calendar *found;
	struct conf_nearest nearest;
	char hint[128];

	conf_nearest_init(&nearest, name);
	for (size_t i = 0; i < conf->calendar_count; i++) {
		if (strcmp(conf->calendars[i].name, name) == 0)
			return &conf->calendars[i];
		conf_nearest_offer(&nearest, conf->calendars[i].name);
	}
	found = add_default(work, name);
	if (found != NULL || work->reading.broken || name[0] == '\0')
		return found;
	for (size_t i = 0; i < DEFAULTS; i++)
		conf_nearest_offer(&nearest, defaults[i].name);
	conf_wrong(site, "but there is no section calendar \"%s\" { ... }%s",
	    name, conf_nearest_hint(&nearest, hint, sizeof(hint)));
	return NULL;
}

/* Sets a place by the names that its section has, or that it inherits; what
 * is inherited was looked at before. */
static void
set_place(struct conf_work *work, const struct conf_draft *draft,
    const char *calendar, const char *zone, struct workday_place *place)
{
	struct conf_site site = conf_draft_site(draft, "", "calendar");
	const struct conf_calendar *found;
	struct arena *arena = work->reading.arena;

	site.value = calendar;
	*place = work->conf->hub.place;
	if (place == &work->conf->hub.place ||
	    conf_draft_has(draft, "", "calendar")) {
		found = find(work, &site, calendar);
		if (found != NULL)
			place->calendar = found->calendar;
	}
	place->zone = conf_zone_open(work->conf, zone);
	if (place->zone == NULL && work->reading.mistakes == 0)
		arena->failed = true; /* the name was looked at */
}

/* What a jurisdiction lacks is the hub's. */
static void
check_jurisdiction(struct conf_work *work, const struct conf_draft *draft,
    struct conf_jurisdiction *at)
{
	if (at->region[0] == NULL)
		conf_say(&draft->site,
		    "%s has no region; write region = { \"51\" }",
		    draft->site.section);
	if (at->timezone[0] == '\0')
		at->timezone = work->conf->hub.timezone;
	if (at->calendar[0] == '\0')
		at->calendar = work->conf->hub.calendar;
	set_place(work, draft, at->calendar, at->timezone, &at->place);
}

/* By name. */
static int
by_name(const void *a, const void *b)
{
	return strcmp(((const struct conf_calendar *)a)->name,
	    ((const struct conf_calendar *)b)->name);
}

/* Makes room for the defaults behind the calendars that have sections. */
static bool
make_room(struct conf_work *work)
{
	struct conf *conf = work->conf;
	size_t count = conf->calendar_count;
	struct conf_calendar *all = arena_take(work->reading.arena,
	    (count + DEFAULTS) * sizeof(*all));

	if (all == NULL)
		return false;
	memcpy(all, conf->calendars, count * sizeof(*all));
	conf->calendars = all;
	return true;
}

/* Calendars, and whose clocks hang where. */
void
conf_check_calendars(struct conf_work *work)
{
	struct conf *conf = work->conf;
	struct conf_hub *hub = &conf->hub;

	for (size_t i = 0; i < conf->calendar_count; i++)
		check_calendar(work, work->drafts[SECTION_CALENDAR][i],
		    &conf->calendars[i]);
	if (work->counts[SECTION_HUB] == 0 || !make_room(work))
		return;
	set_place(work, work->drafts[SECTION_HUB][0], hub->calendar,
	    hub->timezone, &hub->place);
	for (size_t i = 0; i < conf->jurisdiction_count; i++)
		check_jurisdiction(work, work->drafts[SECTION_JURISDICTION][i],
		    &conf->jurisdictions[i]);
	for (size_t i = 0; i < conf->institution_count; i++) {
		struct conf_institution *at = &conf->institutions[i];
		const struct conf_draft *draft =
		    work->drafts[SECTION_INSTITUTION][i];

		set_place(work, draft, at->calendar, at->timezone, &at->place);
		at->place.calendar.weekend = weekend_of(draft, at->weekend,
		    at->place.calendar.weekend);
	}
	qsort(conf->calendars, conf->calendar_count, sizeof(*conf->calendars),
	    by_name);
}
