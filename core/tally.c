/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "tally.h"

#include <stdlib.h>
#include <string.h>

#include "route_match.h"

#define FIRST_ROOM 64

const char *const tally_by_words[] = { "", "institution", "region", NULL };

/* Nothing added yet; of all, in one. */
void
tally_init(struct tally *tally)
{
	*tally = (struct tally){ .by = TALLY_ALL };
}

/* Forgets the groups. */
void
tally_release(struct tally *tally)
{
	free(tally->groups);
	tally_init(tally);
}

/* The order of two keys. */
static int
order(const struct tally_group *group, const struct tally_mark *key)
{
	if (group->institution != key->institution)
		return group->institution < key->institution ? -1 : 1;
	return strcmp(group->region, key->region);
}

/* Where a key is, or belongs. */
static size_t
place_of(const struct tally *tally, const struct tally_mark *key)
{
	size_t low = 0, high = tally->count, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (order(&tally->groups[middle], key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Room for one group more. */
static bool
make_room(struct tally *tally)
{
	size_t room = tally->room == 0 ? FIRST_ROOM : tally->room * 2;
	struct tally_group *groups;

	if (tally->count < tally->room)
		return true;
	if (tally->count < TALLY_GROUPS_MAX) {
		groups = realloc(tally->groups, room * sizeof(*groups));
		if (groups != NULL) {
			tally->groups = groups;
			tally->room = room;
			return true;
		}
	}
	tally->failed = true;
	return false;
}

/* The group with that key, a new one when it is new; NULL: no room. */
static struct tally_group *
group_of(struct tally *tally, const struct tally_mark *key)
{
	size_t place = place_of(tally, key);
	struct tally_group *at;

	if (place < tally->count && order(&tally->groups[place], key) == 0)
		return &tally->groups[place];
	if (!make_room(tally))
		return NULL;
	at = &tally->groups[place];
	memmove(at + 1, at, (tally->count++ - place) * sizeof(*at));
	*at = (struct tally_group){ .institution = key->institution };
	memcpy(at->region, key->region, strlen(key->region) + 1);
	return at;
}

/* Adds to the group with that key. */
static void
add_to(struct tally *tally, const struct tally_mark *key, enum sum sum,
    int64_t amount)
{
	struct tally_group *group = group_of(tally, key);

	if (group != NULL)
		group->sums[sum] += amount;
}

/* Adds to a region and to all that it lies in, down from the one that is
 * asked about. */
static void
add_to_regions(struct tally *tally, const char *region, enum sum sum,
    int64_t amount)
{
	char code[REGION_CODE_MAX + 1];
	const struct tally_mark key = { 0, code };
	size_t len = strnlen(region, REGION_CODE_MAX);
	size_t least = strlen(tally->region);

	memcpy(code, region, len);
	code[len] = '\0';
	for (;;) {
		add_to(tally, &key, sum, amount);
		while (len > 0 && code[--len] != '.')
			continue;
		if (len == 0 || len < least)
			return;
		code[len] = '\0';
	}
}

/* Whether somebody asked about it. */
static bool
is_asked(const struct tally *tally, const struct tally_mark *mark)
{
	if (tally->institution != 0 && tally->institution != mark->institution)
		return false;
	return tally->region[0] == '\0' ||
	    route_fits_region(tally->region, mark->region);
}

/* Adds to all, and to the groups that it is in. */
void
tally_add(struct tally *tally, const struct tally_mark *mark, enum sum sum,
    int64_t amount)
{
	const struct tally_mark key = { mark->institution, "" };

	if (amount == 0 || !is_asked(tally, mark))
		return;
	tally->total.sums[sum] += amount;
	if (tally->by == TALLY_INSTITUTION)
		add_to(tally, &key, sum, amount);
	else if (tally->by == TALLY_REGION)
		add_to_regions(tally, mark->region, sum, amount);
}

void
tally_open(struct tally *tally, const struct tally_mark *mark)
{
	const struct tally_mark key = { mark->institution, "" };

	if (!is_asked(tally, mark))
		return;
	if (tally->by == TALLY_INSTITUTION)
		(void)group_of(tally, &key);
	else if (tally->by == TALLY_REGION)
		add_to_regions(tally, mark->region, SUM_NONE, 0);
}
