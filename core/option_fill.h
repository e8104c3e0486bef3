/* SPDX-License-Identifier: Apache-2.0 */
/*
 * option_fill.h - settings written as text, checked against a plugin's rows
 * and put into the plugin's struct.
 *
 * A failure is HUB_MISCONFIGURED and names the setting, what was found and
 * what was expected; HUB_FAULT means that the plugin's rows are wrong.  The
 * content of a file is never quoted.
 */
#ifndef OPTION_FILL_H
#define OPTION_FILL_H

#include <stddef.h>

#include "arena.h"
#include "hub_error.h"
#include "hub_option.h"
#include "hub_plugin.h"

struct option_pair {
	const char *name, *text; /* for HUB_OPT_FILE the file's content */
};

struct option_list {
	const struct option_pair *pairs; /* borrowed */
	size_t count;
};

/* The row of that name, or NULL; rows may be NULL. */
const struct hub_option *option_row(const struct hub_option *rows,
    const char *name);

/* "text", "file", "number", "true or false": what a row takes. */
const char *option_kind_name(enum hub_option_kind kind);

/* Is every name known and given once, every text of the row's form, and
 * every required setting there?  Needs no struct to fill. */
enum hub_status option_check(const struct hub_option *rows,
    const struct option_list *given, struct hub_error *err);

/* The same, then a struct of plugin->conf_size bytes that the arena owns,
 * texts too: what is given, else the fallback, else "" or 0. */
enum hub_status option_fill(const struct hub_plugin *plugin,
    const struct option_list *given, struct arena *arena, const void **ret_conf,
    struct hub_error *err);

#endif
