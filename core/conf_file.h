/* SPDX-License-Identifier: Apache-2.0 */
/*
 * conf_file.h - a file that the configuration names, read whole and once.
 *
 * Only regular files, never longer than max; what is private must belong to
 * root or to whoever runs this, and be closed to everybody else.
 */
#ifndef CONF_FILE_H
#define CONF_FILE_H

#include <stddef.h>

#include "conf_site.h"

struct conf_file {
	const char *path;
	size_t max;	   /* bytes */
	bool private;	   /* only its owner may read it */
	char *bytes;	   /* result, NUL behind, owned by the arena */
	size_t len;	   /* result */
	char problem[512]; /* result: what is wrong, and what to do */
};

/* Reads it into the arena; false with a problem. */
bool conf_file_read(struct conf_file *file, struct arena *arena);
/* Looks at it in the same way and keeps nothing. */
bool conf_file_look(struct conf_file *file);
/* The path, made absolute by the site's folder; owned by the arena. */
const char *conf_file_path(const struct conf_site *site, const char *path);

#endif
