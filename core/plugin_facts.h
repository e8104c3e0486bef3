/* SPDX-License-Identifier: Apache-2.0 */
/*
 * plugin_facts.h - what `simpul-worker --describe X.so` says of a plugin, so
 * that the hub knows its name, version, options and abilities without ever
 * loading it.
 */
#ifndef PLUGIN_FACTS_H
#define PLUGIN_FACTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "hub_error.h"
#include "hub_option.h"
#include "hub_refusal.h"

/* What it can do beyond compose and conclude. */
struct plugin_abilities {
	bool probe, receive, poll, links, check;
};

struct plugin_facts {
	char *file; /* absolute path */
	char *name, *version, *summary;
	uint32_t abi;
	struct hub_option *options;   /* up to a NULL name; offsets are 0 */
	struct hub_refusal *refusals; /* up to a NULL type, or NULL */
	struct plugin_abilities can;
};

/* Runs the program in its sandbox and reads its JSON; blocking, at most 5 s,
 * so at start and reload only. */
enum hub_status plugin_facts_read(const char *program, const char *file,
    struct plugin_facts **ret, struct hub_error *err);
void plugin_facts_free(struct plugin_facts *facts);

/* Options on trial: pairs of name and text, NULL at the end; and what the
 * plugin can do with them. */
struct plugin_trial {
	const char *const *names, *const *texts;
	struct plugin_abilities can;
};

/* Lets a fresh worker check options by the plugin's own check(). */
enum hub_status plugin_facts_check(const char *program, const char *file,
    struct plugin_trial *trial, struct hub_error *err);

#endif
