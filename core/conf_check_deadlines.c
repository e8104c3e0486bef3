/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "conf_nearest.h"
#include "conf_work.h"

/* Every clock of the hub with the limit that holds from SINCE on where
 * simpul.conf says nothing else. */
#define SINCE "2018-01-01"
static const struct conf_deadline defaults[] = {
	{ .name = "verify", .days = 3 },
	{ .name = "first_follow_up", .days = 5 },
	{ .name = "information_request", .days = 5 },
	{ .name = "complaint", .days = 14 },
	{ .name = "supervisory", .days = 60 },
	{ .name = "aspiration", .days = 5 },
	{ .name = "reply_window", .days = 10 },
	{ .name = "objection", .hours = 90 * 24 },
	{ .name = "accept", .days = 3 },
	{ .name = "deemed", .days = 2 },
	{ .name = "arbitrate", .days = 3 },
	{ .name = "above", .days = 5 },
	{ .name = "urgent", .hours = 24 },
	{ .name = "breach_notice", .hours = 72 },
};
#define DEFAULTS (sizeof(defaults) / sizeof(*defaults))

/* Tells a name that no clock has. */
static void
check_name(const struct conf_draft *draft)
{
	struct conf_nearest nearest;
	char hint[128];

	conf_nearest_init(&nearest, draft->title);
	for (size_t i = 0; i < DEFAULTS; i++) {
		if (strcmp(defaults[i].name, draft->title) == 0)
			return;
		conf_nearest_offer(&nearest, defaults[i].name);
	}
	conf_say(&draft->site, "there is no clock \"%s\"%s",
	    conf_short(&draft->site, draft->title),
	    nearest.best[0] == '\0'
		? "; see simpul.conf(5) for their names"
		: conf_nearest_hint(&nearest, hint, sizeof(hint)));
}

/* Tells a limit that is none or two. */
static void
check_limit(const struct conf_draft *draft, const struct conf_deadline *at)
{
	if ((at->days > 0) == (at->hours > 0))
		conf_say(&draft->site,
		    "%s has %s; write either days = N (working days) or hours "
		    "= N",
		    draft->site.section,
		    at->days > 0 ? "days and hours" : "no limit");
}

/* By name, then by the day from which it holds. */
static int
by_name(const void *a, const void *b)
{
	const struct conf_deadline *x = a, *y = b;
	int order = strcmp(x->name, y->name);

	return order != 0 ? order : strcmp(x->since, y->since);
}

/* Tells two rules of one clock and day; they are in order. */
static void
check_once(struct conf_work *work)
{
	const struct conf *conf = work->conf;
	struct conf_site nowhere = { .reading = &work->reading };

	for (size_t i = 1; i < conf->deadline_count; i++) {
		const struct conf_deadline *at = &conf->deadlines[i];

		if (by_name(at - 1, at) != 0)
			continue;
		nowhere.file = at->where;
		conf_say_file(&nowhere,
		    "deadline \"%s\" since %s stands a second time, first at "
		    "%s; keep one",
		    at->name, at->since, at[-1].where);
	}
}

/* Whether what is configured covers the day of the defaults. */
static bool
is_covered(const struct conf *conf, const char *name)
{
	for (size_t i = 0; i < conf->deadline_count; i++)
		if (strcmp(conf->deadlines[i].name, name) == 0 &&
		    strcmp(conf->deadlines[i].since, SINCE) <= 0)
			return true;
	return false;
}

/* Adds the defaults and puts all in order. */
static void
add_defaults(struct conf_work *work)
{
	struct conf *conf = work->conf;
	size_t count = conf->deadline_count;
	struct conf_deadline *all = arena_take(work->reading.arena,
	    (count + DEFAULTS) * sizeof(*all));

	if (all == NULL)
		return;
	if (count > 0)
		memcpy(all, conf->deadlines, count * sizeof(*all));
	for (size_t i = 0; i < DEFAULTS; i++) {
		if (is_covered(conf, defaults[i].name))
			continue;
		all[count] = defaults[i];
		all[count].since = SINCE;
		all[count++].where = "";
	}
	qsort(all, count, sizeof(*all), by_name);
	conf->deadlines = all;
	conf->deadline_count = count;
}

/* The clocks. */
void
conf_check_deadlines(struct conf_work *work)
{
	struct conf *conf = work->conf;

	for (size_t i = 0; i < conf->deadline_count; i++) {
		check_name(work->drafts[SECTION_DEADLINE][i]);
		check_limit(work->drafts[SECTION_DEADLINE][i],
		    &conf->deadlines[i]);
	}
	add_defaults(work);
	check_once(work);
}
