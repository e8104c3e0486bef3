/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "conf_plugin.h"

#include <dirent.h>

#include "conf_file.h"
#include "conf_nearest.h"
#include "hub_buf.h"

#define SUFFIX ".so"
/* A plugin is code that we trust to be of modest size. */
#define PLUGIN_MAX (64u * 1024u * 1024u)

/* "FOLDER/NAME.so", the conf's own. */
static const char *
file_of(const struct conf_site *site, const char *folder, const char *name)
{
	struct hub_buf path;
	const char *text;

	hub_buf_init(&path, 8192);
	hub_buf_fmt(&path, "%s/%s" SUFFIX, folder, name);
	text = arena_text(site->reading->arena, hub_buf_str(&path));
	hub_buf_release(&path);
	return text;
}

/* The end of a sentence that suggests a plugin of the folder. */
static void
suggest(const struct conf_site *site, const char *folder, const char *name,
    char hint[128])
{
	struct conf_nearest nearest;
	struct dirent *entry;
	DIR *dir = opendir(folder);

	conf_nearest_init(&nearest, name);
	while (dir != NULL && (entry = readdir(dir)) != NULL) {
		size_t len = strlen(entry->d_name), end = strlen(SUFFIX);

		if (len > end && strcmp(entry->d_name + len - end, SUFFIX) == 0)
			conf_nearest_offer(&nearest,
			    arena_bytes(site->reading->scratch, entry->d_name,
				len - end));
	}
	if (dir != NULL)
		(void)closedir(dir);
	(void)conf_nearest_hint(&nearest, hint, 128);
}

/* The digest of a plugin's file; false with a problem. */
static bool
digest_file(struct conf_file *file, uint8_t digest[DIGEST_SIZE])
{
	struct arena arena;
	bool good;

	arena_init(&arena, PLUGIN_MAX + 1);
	good = conf_file_read(file, &arena);
	if (good)
		digest_sha256(file->bytes, file->len, digest);
	arena_release(&arena);
	return good;
}

/* Has a worker describe the plugin; tells why it cannot be used. */
static void
describe(const struct conf_plugins *plugins, const struct conf_site *site,
    struct conf_plugin *plugin)
{
	struct conf_file file = { .path = plugin->file, .max = PLUGIN_MAX };
	struct hub_error err = { .text = "" };
	char hint[128];

	if (!digest_file(&file, plugin->digest)) {
		suggest(site, plugins->hub->plugin_dir, plugin->name, hint);
		conf_wrong(site, "but %s%s", file.problem, hint);
		return;
	}
	if (plugin_facts_read(plugins->hub->worker_program, plugin->file,
		&plugin->facts, &err) != HUB_OK) {
		plugin->facts = NULL;
		conf_wrong(site, "which cannot be used: %s", err.text);
	}
}

/* The plugin of that name. */
const struct conf_plugin *
conf_plugin_get(struct conf_plugins *plugins, const struct conf_site *site,
    const char *name)
{
	struct conf_plugin *at;

	for (at = plugins->first; at != NULL; at = at->next)
		if (strcmp(at->name, name) == 0)
			return at->facts == NULL ? NULL : at;
	at = arena_take(site->reading->scratch, sizeof(*at));
	if (at == NULL)
		return NULL;
	at->name = name;
	at->file = file_of(site, plugins->hub->plugin_dir, name);
	describe(plugins, site, at);
	at->next = plugins->first;
	plugins->first = at;
	return at->facts == NULL ? NULL : at;
}

/* Frees the descriptions. */
void
conf_plugins_release(struct conf_plugins *plugins)
{
	for (; plugins->first != NULL; plugins->first = plugins->first->next)
		plugin_facts_free(plugins->first->facts);
}
