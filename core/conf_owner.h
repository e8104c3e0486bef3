/* SPDX-License-Identifier: Apache-2.0 */
/*
 * conf_owner.h - a conf with the memory that everything in it stands in.
 *
 * Private to the files that make a conf; all others see the struct conf alone.
 */
#ifndef CONF_OWNER_H
#define CONF_OWNER_H

#include "arena.h"
#include "conf.h"

/* A name that has no section any more. */
struct conf_former {
	struct conf_former *next;
	const char *name;
	int64_t key;
};

/* A time zone that clocks of the conf hang in. */
struct conf_zone {
	struct conf_zone *next;
	const char *name;
	struct tz *tz;
};

struct conf_owner {
	struct conf conf; /* first: one address */
	struct arena arena;
	/* Institutions in order of their keys; made by conf_index. */
	const struct conf_institution **by_key;
	struct conf_former *former;
	struct conf_zone *zones;
};

/* With one reference and nothing in it; NULL when out of memory. */
struct conf_owner *conf_owner_new(void);
/* After all keys are set and before it is shared: makes conf_by_key fast.
 * False when out of memory. */
bool conf_index(struct conf *conf);
/* Before it is shared: a time zone, opened once for all that name it and
 * closed with the conf; NULL when there is none of that name. */
const struct tz *conf_zone_open(struct conf *conf, const char *name);
/* Before it is shared: a name that has a number and no section any more. */
bool conf_add_former(struct conf *conf, int64_t key, const char *name);

#endif
