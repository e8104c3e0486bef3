/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "term.h"

#include <inttypes.h>

#include "civil.h"
#include "route_match.h"

#define ISO_SIZE 32

/* The clock of each class of cases. */
static const char *const class_clocks[] = {
	[HUB_CLASS_NONE] = "complaint",
	[HUB_CLASS_INFORMATION_REQUEST] = "information_request",
	[HUB_CLASS_COMPLAINT] = "complaint",
	[HUB_CLASS_SUPERVISORY] = "supervisory",
	[HUB_CLASS_ASPIRATION] = "aspiration",
};

/* The local date of an instant as deadlines have it. */
static void
iso_date(const struct tz *zone, int64_t ms, char buf[ISO_SIZE])
{
	struct civil date = civil_date(tz_local_day(zone, ms / 1000));

	(void)snprintf(buf, ISO_SIZE, "%04" PRId64 "-%02d-%02d", date.year,
	    date.month, date.day);
}

/* The rule in force on a date: the last that began, or the first of all;
 * NULL when there is no such clock. */
static const struct conf_deadline *
in_force(const struct conf *conf, const char *name, const char *date)
{
	const struct conf_deadline *found = NULL;

	for (size_t i = 0; i < conf->deadline_count; i++) {
		const struct conf_deadline *at = &conf->deadlines[i];

		if (strcmp(at->name, name) == 0 &&
		    (found == NULL || strcmp(at->since, date) <= 0))
			found = at;
	}
	return found;
}

/* A clock that runs at a place. */
static struct term_due
due_at(const struct conf *conf, const struct workday_place *place,
    const struct term_limit *limit, const struct workday_pause *pauses,
    size_t count)
{
	const struct conf_deadline *rule;
	struct workday_due due;
	char date[ISO_SIZE];

	iso_date(place->zone,
	    limit->received_ms == 0 ? limit->start_ms : limit->received_ms,
	    date);
	rule = in_force(conf, limit->name, date);
	if (rule == NULL)
		return (struct term_due){ 0, false, "" };
	if (rule->hours > 0)
		due = workday_hours(limit->start_ms, rule->hours, pauses,
		    count);
	else
		due = workday_due(place, limit->start_ms, rule->days, pauses,
		    count);
	return (struct term_due){
		.at = due.at_ms,
		.provisional = due.provisional,
		.calendar = calendar_version(&place->calendar),
	};
}

const struct workday_place *
term_place(const struct conf *conf, const char *region)
{
	for (size_t i = 0; i < conf->jurisdiction_count; i++) {
		const struct conf_jurisdiction *at = &conf->jurisdictions[i];

		for (size_t j = 0; at->region[j] != NULL; j++)
			if (route_fits_region(at->region[j], region))
				return &at->place;
	}
	return &conf->hub.place;
}

struct term_due
term_of_case(const struct conf *conf, const struct term_case *of,
    const struct workday_pause *pauses, size_t count)
{
	const struct term_limit limit = {
		.name = of->urgent ? "urgent"
				   : class_clocks[of->classification],
		.start_ms = of->received_ms,
	};

	return due_at(conf, term_place(conf, of->region), &limit, pauses,
	    count);
}

struct term_due
term_of_limit(const struct conf *conf, const char *region,
    const struct term_limit *limit)
{
	return due_at(conf, term_place(conf, region), limit, NULL, 0);
}

struct term_due
term_of_hop(const struct conf *conf, const struct conf_institution *receiver,
    const struct term_limit *limit, const struct workday_pause *pauses,
    size_t count)
{
	return due_at(conf, &receiver->place, limit, pauses, count);
}

int64_t
term_after(const struct conf *conf, const char *region, int64_t due_ms,
    unsigned days)
{
	if (days == 0)
		return due_ms;
	/* A limit's instant is the first of the day behind it. */
	return workday_due(term_place(conf, region), due_ms - 1, days, NULL, 0)
	    .at_ms;
}

int64_t
term_days(const struct conf *conf, const char *region, int64_t from_ms,
    int64_t until_ms)
{
	return workday_between(term_place(conf, region), from_ms, until_ms);
}

struct term_due
term_later(struct term_due old, struct term_due fresh)
{
	if (old.at == 0 || fresh.at == 0 || fresh.at >= old.at)
		return fresh;
	return old;
}
