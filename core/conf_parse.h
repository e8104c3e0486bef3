/* SPDX-License-Identifier: Apache-2.0 */
/*
 * conf_parse.h - one section of the configuration, read by libconfuse into a
 * list of values that know their lines.
 *
 * The grammar is made of the tables of conf_row.h.  libconfuse gives its
 * callbacks no context and has one lexer a process, so one thread at a time
 * may parse.
 */
#ifndef CONF_PARSE_H
#define CONF_PARSE_H

#include "conf_row.h"
#include "conf_text.h"

struct conf_value {
	struct conf_value *next;
	const char *group, *name; /* of the row; group "" for none */
	const char *text;
	unsigned line;
	unsigned repeats; /* line of the same setting before, or 0 */
};

/* A section as it was found. */
struct conf_draft {
	struct conf_draft *next;
	const struct conf_section *section;
	struct conf_site site; /* where it begins */
	const char *title;     /* "" for none */
	struct conf_value *values;
	void *target; /* the struct that it fills, once known */
};

struct conf_grammar; /* opaque, owned by the reading's scratch */

/* NULL when out of memory. */
struct conf_grammar *conf_grammar_new(struct conf_reading *reading);
/* Tells all mistakes of a section's grammar.  NULL when it could not be read
 * to its end, or holds no section. */
struct conf_draft *conf_parse(struct conf_grammar *grammar,
    const struct conf_site *site, struct conf_chunk *chunk);

#endif
