/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "route_match.h"

#include <fnmatch.h>
#include <string.h>

#include "route_office.h"

/* What makes a value a pattern. */
#define PATTERN "*?[\\"

/* The same word. */
static bool
fits_word(const char *expected, const char *found)
{
	return strcmp(expected, found) == 0;
}

/* A pattern: "*" stands for any characters. */
static bool
fits_pattern(const char *expected, const char *found)
{
	return fnmatch(expected, found, 0) == 0;
}

/* A branch of a tree with all that grows from it. */
static bool
fits_branch(const char *expected, const char *found)
{
	return fnmatch(expected, found, FNM_LEADING_DIR) == 0;
}

bool
route_fits_region(const char *expected, const char *found)
{
	size_t len = strlen(expected);

	if (strncmp(expected, found, len) == 0 &&
	    (found[len] == '\0' || found[len] == '.'))
		return true;
	return fits_pattern(expected, found);
}

/* Each condition is a list of a route; facts are in this order. */
enum fact { KIND, CATEGORY, REGION, SOURCE, PROGRAM };

static const struct condition {
	const char *name;
	size_t list;
	bool (*fits)(const char *expected, const char *found);
} conditions[ROUTE_CONDITIONS] = {
	[KIND] = { "kind", offsetof(struct conf_route, kind), fits_word },
	[CATEGORY] = { "category", offsetof(struct conf_route, category),
	    fits_branch },
	[REGION] = { "region", offsetof(struct conf_route, region),
	    route_fits_region },
	[SOURCE] = { "source", offsetof(struct conf_route, source), fits_word },
	[PROGRAM] = { "priority_program",
	    offsetof(struct conf_route, priority_program), fits_pattern },
};

void
route_facts_fill(struct route_facts *facts, const struct conf *conf,
    const struct hub_handoff *h)
{
	const struct conf_institution *source = route_named(conf, h->source);

	facts->values[KIND] = hub_class_name(h->classification);
	facts->values[CATEGORY] = h->category;
	facts->values[REGION] = h->region;
	facts->values[SOURCE] = source == NULL ? h->source : source->id;
	facts->values[PROGRAM] = h->priority_program_id;
}

/* Whether one of the expected fits. */
static bool
holds(const struct condition *condition, const char *const *expected,
    const char *found)
{
	if (expected == NULL || expected[0] == NULL)
		return true;
	for (; *expected != NULL && found[0] != '\0'; expected++)
		if (condition->fits(*expected, found))
			return true;
	return false;
}

/* The values that a rule expects there, or NULL. */
static const char *const *
expected_of(const struct conf_route *route, const struct condition *condition)
{
	return *(const char *const *const *)(const void *)((const char *)route +
	    condition->list);
}

size_t
route_match(const struct conf_route *route, const struct route_facts *facts,
    struct route_unfit *ret_unfit, size_t most)
{
	size_t count = 0;

	for (size_t i = 0; i < ROUTE_CONDITIONS && count < most; i++) {
		const char *const *expected = expected_of(route,
		    &conditions[i]);

		if (!holds(&conditions[i], expected, facts->values[i]))
			ret_unfit[count++] = (struct route_unfit){
				conditions[i].name, facts->values[i], expected
			};
	}
	return count;
}

/* Whether whatever fits the one value fits the other: the same, a word that
 * fits itself, or a pattern that only goes on where the other's "*" stands. */
static bool
covers(const struct condition *condition, const char *wide, const char *narrow)
{
	size_t plain = strcspn(wide, PATTERN);

	if (strcmp(wide, narrow) == 0)
		return true;
	if (narrow[strcspn(narrow, PATTERN)] == '\0')
		return condition->fits(wide, narrow);
	return strcmp(wide + plain, "*") == 0 &&
	    strncmp(wide, narrow, plain) == 0;
}

/* Whether one of the wide values covers the narrow one. */
static bool
covers_one(const struct condition *condition, const char *const *wide,
    const char *narrow)
{
	for (; *wide != NULL; wide++)
		if (covers(condition, *wide, narrow))
			return true;
	return false;
}

/* Whether each narrow value is covered; none at all fits anything. */
static bool
covers_all(const struct condition *condition, const char *const *wide,
    const char *const *narrow)
{
	if (wide == NULL || wide[0] == NULL)
		return true;
	if (narrow == NULL || narrow[0] == NULL)
		return false;
	for (; *narrow != NULL; narrow++)
		if (!covers_one(condition, wide, *narrow))
			return false;
	return true;
}

bool
route_covers(const struct conf_route *wide, const struct conf_route *narrow)
{
	for (size_t i = 0; i < ROUTE_CONDITIONS; i++)
		if (!covers_all(&conditions[i],
			expected_of(wide, &conditions[i]),
			expected_of(narrow, &conditions[i])))
			return false;
	return true;
}

bool
route_is_beside(const struct conf_route *route)
{
	return route->as != NULL && route->as[0] != '\0';
}
