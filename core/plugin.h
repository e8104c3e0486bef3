/* SPDX-License-Identifier: Apache-2.0 */
/*
 * plugin.h - one institution plugin, loaded from its shared object and, once
 * it has its settings, ready to be called.  It is never unloaded: new code or
 * settings are a new process.
 */
#ifndef PLUGIN_H
#define PLUGIN_H

#include "arena.h"
#include "frame.h"
#include "hub_buf.h"
#include "hub_error.h"
#include "hub_json.h"
#include "hub_plugin.h"
#include "option_fill.h"

struct plugin {
	const struct hub_plugin *call; /* the shared object's own */
	const void *conf;	       /* the struct its options fill */
	struct arena arena;	       /* owns conf */
};

/* Loads the file and refuses what does not keep the contract: another ABI, no
 * name, no compose or conclude.  The file's base name is the plugin's. */
enum hub_status plugin_load(const char *file, struct plugin *ret,
    struct hub_error *err);
void plugin_release(struct plugin *plugin);

/* Fills the plugin's struct and asks its check(). */
enum hub_status plugin_settle(struct plugin *plugin,
    const struct option_list *given, struct hub_error *err);

/* Which of probe, receive, poll, links it offers: with its settings if it has
 * them, else at most; a sum of enum hub_offer. */
unsigned plugin_offers(const struct plugin *plugin);
/* The same by their names, with "check", as the member "abilities". */
void plugin_put_abilities(const struct plugin *plugin,
    struct hub_json_out *out);

/* Appends what `simpul-worker --describe` prints: one JSON object. */
void plugin_describe(const struct plugin *plugin, struct hub_buf *out);

#endif
