/* SPDX-License-Identifier: Apache-2.0 */
/*
 * conf_plugin.h - the plugins that a configuration names, each described by a
 * worker once, however many institutions share it.
 */
#ifndef CONF_PLUGIN_H
#define CONF_PLUGIN_H

#include "conf_site.h"
#include "digest.h"
#include "plugin_facts.h"

struct conf_plugin {
	struct conf_plugin *next;
	const char *name;
	const char *file;	     /* absolute, the conf's own */
	struct plugin_facts *facts;  /* NULL: was told to be unusable */
	uint8_t digest[DIGEST_SIZE]; /* of the file */
};

/* All that were asked for so far. */
struct conf_plugins {
	const struct conf_hub *hub; /* borrowed */
	struct conf_plugin *first;
};

/* The plugin of that name, described when it is asked for first; tells at the
 * site when there is none that can be used, the first time only, and returns
 * NULL. */
const struct conf_plugin *conf_plugin_get(struct conf_plugins *plugins,
    const struct conf_site *site, const char *name);
/* Frees what was described. */
void conf_plugins_release(struct conf_plugins *plugins);

#endif
