/* SPDX-License-Identifier: Apache-2.0 */
/*
 * conf_unknown.h - what to say of a name that no table of settings has: the
 * nearest known one, the block that it belongs in, or why it may not stand
 * here at all.
 */
#ifndef CONF_UNKNOWN_H
#define CONF_UNKNOWN_H

#include "conf_row.h"
#include "conf_site.h"

struct conf_unknown {
	const struct conf_section *section; /* NULL: outside of any */
	const char *group;		    /* block, "" for none */
	const char *name;		    /* NULL: nothing unknown */
};

void conf_unknown_say(const struct conf_site *site,
    const struct conf_unknown *unknown);

#endif
