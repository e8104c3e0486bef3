/* SPDX-License-Identifier: Apache-2.0 */
/*
 * plugin_run.h - one run of simpul-worker for a question at start or reload:
 * standard input in, standard output and one sentence out.
 *
 * Blocking, PLUGIN_RUN_MS at most; then the program is killed.
 */
#ifndef PLUGIN_RUN_H
#define PLUGIN_RUN_H

#include <stddef.h>

#include "hub_buf.h"
#include "hub_error.h"

struct plugin_run {
	const char *program, *word, *file; /* as in: program --word file */
	const char *in;			   /* its standard input */
	size_t in_len;
};

/* HUB_MISCONFIGURED with its own sentence when it refuses the plugin or what
 * it is given; out holds its standard output. */
enum hub_status plugin_run(const struct plugin_run *run, struct hub_buf *out,
    struct hub_error *err);

#endif
