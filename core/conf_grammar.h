/* SPDX-License-Identifier: Apache-2.0 */
/*
 * conf_grammar.h - the tables of conf_row.h as libconfuse wants them.
 *
 * Every setting is a string or a list of strings to libconfuse; values are
 * read by conf_value.h.  Names within a block that is a plugin's own are
 * learned as they are met.
 */
#ifndef CONF_GRAMMAR_H
#define CONF_GRAMMAR_H

#include <confuse.h>

#include "conf_parse.h"

struct conf_grammar {
	cfg_opt_t *sections;
	cfg_opt_t *free; /* the learned names, room for CONF_OPTIONS_MAX */
	unsigned free_count;
};

/* What libconfuse is to call. */
struct conf_grammar_hooks {
	cfg_callback_t value;
	cfg_validate_callback_t section_end;
};

/* NULL when out of memory. */
struct conf_grammar *conf_grammar_make(struct arena *arena,
    const struct conf_grammar_hooks *hooks);
/* False when there is no room for another. */
bool conf_grammar_learn(struct conf_grammar *grammar, const char *name,
    cfg_callback_t value);

#endif
