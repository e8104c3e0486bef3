/* SPDX-License-Identifier: Apache-2.0 */
/*
 * conf_site.h - a place in the configuration, and saying what is wrong there.
 *
 * A reading is one run of conf_read: what it says and what it owns.  A site is
 * a value: copy it and set the line.  Each sentence begins with file:line and
 * tells what was found, what was expected and what to do.
 */
#ifndef CONF_SITE_H
#define CONF_SITE_H

#include <stdbool.h>

#include "arena.h"
#include "conf.h"

struct conf_mistake; /* told when the reading ends, in order of places */

struct conf_reading {
	struct arena *arena;   /* what the conf keeps */
	struct arena *scratch; /* what only the reading needs */
	conf_complaint_fn *complain;
	void *ctx;
	unsigned mistakes;
	struct conf_mistake *told;
	unsigned files; /* read so far */
	bool broken;	/* some section could not be read: that a name is not
		      * known says nothing */
};

struct conf_site {
	struct conf_reading *reading;
	const char *file;   /* as the operator knows it */
	unsigned order;	    /* of the file among all */
	const char *folder; /* absolute: where relative paths begin */
	unsigned line;
	const char *section; /* "hub", "institution \"ksp\"" */
	const char *name;    /* of the setting, "auth.kind" */
	const char *value;   /* as written */
};

/* Tells all mistakes, by file and line. */
void conf_tell_all(struct conf_reading *reading);
/* Tells one that has no place, now. */
void conf_tell(conf_complaint_fn *complain, void *ctx, const char *text);
/* Notes a mistake at the site. */
void conf_say(const struct conf_site *site, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* The same of the site's setting: `NAME is "VALUE", ...`. */
void conf_wrong(const struct conf_site *site, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* A mistake that has no line. */
void conf_say_file(const struct conf_site *site, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* "file:line", owned by the conf. */
const char *conf_where(const struct conf_site *site);
/* The text, or its beginning and "..."; owned by the reading. */
const char *conf_short(const struct conf_site *site, const char *text);

#endif
