/* SPDX-License-Identifier: Apache-2.0 */
/*
 * conf_text.h - a file of the configuration, cut into its sections.
 *
 * Everything that libconfuse takes in silence and reads as something else is
 * a mistake here: an unclosed quote, \ and ${} in double quotes, # or // stuck
 * to a word, characters that it skips.  Comments become spaces, so that its
 * line numbers hold; a section with such a mistake is left out, the others
 * are read.
 */
#ifndef CONF_TEXT_H
#define CONF_TEXT_H

#include "conf_site.h"

struct conf_chunk {
	struct conf_chunk *next;
	char *text; /* from the section's name to its last brace */
	unsigned line;
};

/* The sections of a file's bytes (NUL behind, changed in place), owned by the
 * reading's scratch.  site says which file; its line is used. */
struct conf_chunk *conf_text_cut(struct conf_site *site, char *bytes,
    size_t len);
/* Overwrites with spaces the statement that begins with name on the line
 * (counted from 1) of a chunk; false when there is none. */
bool conf_text_blank(struct conf_chunk *chunk, unsigned line, const char *name);

#endif
