/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "conf_digest.h"
#include "conf_file.h"
#include "conf_nearest.h"
#include "conf_plugin.h"
#include "conf_work.h"
#include "limits.h"
#include "option_fill.h"
#include "utf8.h"

/* A plugin of that name is none: the institution works by the API. */
#define NO_PLUGIN "none"
/* The option whose file says how a plugin translates. */
#define MAP_OPTION "map"

/* The options of one institution. */
struct given {
	const struct conf_draft *draft;
	const struct conf_plugin *plugin;
	const char **names, **texts; /* the conf's own, NULL at the end */
	size_t count;
	struct plugin_abilities can; /* with these options */
};

/* The content of a file option; NULL after saying what is wrong. */
static const char *
read_option_file(const struct conf_site *site)
{
	struct conf_file file = { .path = conf_file_path(site, site->value),
		.max = CONF_OPTION_FILE_MAX };

	if (!conf_file_read(&file, site->reading->arena)) {
		conf_wrong(site, "but %s", file.problem);
		return NULL;
	}
	if (!utf8_is_text(file.bytes, file.len)) {
		conf_wrong(site, "but %s is not UTF-8 text", file.path);
		return NULL;
	}
	return file.bytes;
}

/* Tells an option that the plugin does not have. */
static void
say_unknown(const struct conf_site *site, const struct conf_plugin *plugin,
    const char *name)
{
	const struct hub_option *row = plugin->facts->options;
	struct conf_nearest nearest;
	char hint[128];

	conf_nearest_init(&nearest, name);
	for (; row != NULL && row->name != NULL; row++)
		conf_nearest_offer(&nearest, row->name);
	conf_say(site, "plugin %s has no option \"%s\"%s", plugin->name,
	    conf_short(site, name),
	    nearest.best[0] == '\0'
		? "; simpulctl options lists them"
		: conf_nearest_hint(&nearest, hint, sizeof(hint)));
}

/* Reads one option by the plugin's row. */
static void
take_option(struct given *given, const struct conf_value *value)
{
	struct conf_site site = conf_draft_site(given->draft, "options",
	    value->name);
	const struct hub_option *row = option_row(given->plugin->facts->options,
	    value->name);
	struct hub_option rows[2] = { { .name = NULL } };
	struct option_pair pair = { value->name, value->text };
	struct option_list list = { &pair, 1 };
	struct hub_error err = { .text = "" };

	if (row == NULL) {
		say_unknown(&site, given->plugin, value->name);
		return;
	}
	if (row->kind == HUB_OPT_FILE)
		pair.text = read_option_file(&site);
	else
		pair.text = arena_text(site.reading->arena, value->text);
	rows[0] = *row;
	if (pair.text == NULL)
		return;
	if (option_check(rows, &list, &err) != HUB_OK) {
		conf_say(&site, "%s", err.text);
		return;
	}
	given->names[given->count] = arena_text(site.reading->arena,
	    value->name);
	given->texts[given->count++] = pair.text;
}

/* Tells the options that the plugin cannot do without. */
static void
check_required(const struct given *given)
{
	const struct hub_option *row = given->plugin->facts->options;

	for (; row != NULL && row->name != NULL; row++)
		if (row->required &&
		    !conf_draft_has(given->draft, "options", row->name))
			conf_say(&given->draft->site,
			    "%s has no option %s, which plugin %s needs (%s); "
			    "write options { %s = ... }",
			    given->draft->site.section, row->name,
			    given->plugin->name, row->help, row->name);
}

/* Lets the plugin itself look at options that are each good. */
static void
ask_plugin(const struct conf_work *work, struct given *given)
{
	struct plugin_trial trial = { .names = given->names,
		.texts = given->texts };
	struct hub_error err = { .text = "" };

	if (!given->plugin->facts->can.check)
		return;
	if (plugin_facts_check(work->conf->hub.worker_program,
		given->plugin->file, &trial, &err) != HUB_OK)
		conf_say(&given->draft->site, "%s: plugin %s refuses: %s",
		    given->draft->site.section, given->plugin->name, err.text);
	given->can = trial.can;
}

/* The digest of the file that the option "map" names, as hex; "": none. */
static const char *
map_digest(struct arena *arena, const struct given *given)
{
	const struct hub_option *row = option_row(given->plugin->facts->options,
	    MAP_OPTION);
	uint8_t digest[DIGEST_SIZE];
	char hex[DIGEST_HEX_SIZE];

	if (row == NULL || row->kind != HUB_OPT_FILE)
		return "";
	for (size_t i = 0; i < given->count; i++) {
		if (strcmp(given->names[i], MAP_OPTION) != 0)
			continue;
		digest_sha256(given->texts[i], strlen(given->texts[i]), digest);
		digest_hex(digest, hex);
		return arena_text(arena, hex);
	}
	return "";
}

/* The forms in which refusals are said, as the conf's own; NULL: none. */
static const struct hub_refusal *
keep_refusals(struct arena *arena, const struct hub_refusal *from)
{
	struct hub_refusal *rows;
	size_t count = 0;

	if (from == NULL)
		return NULL;
	while (from[count].type != NULL)
		count++;
	rows = arena_take(arena, (count + 1) * sizeof(*rows));
	for (size_t i = 0; rows != NULL && i < count; i++)
		rows[i] = (struct hub_refusal){ arena_text(arena, from[i].path),
			arena_text(arena, from[i].asked), from[i].least,
			arena_text(arena, from[i].type),
			arena_text(arena, from[i].body) };
	return rows;
}

/* What the institution keeps of its plugin. */
static void
keep_plugin(struct arena *arena, struct conf_institution *at,
    const struct given *given)
{
	const struct conf_plugin *plugin = given->plugin;

	at->plugin_file = plugin->file;
	at->plugin_version = arena_text(arena, plugin->facts->version);
	at->has_probe = given->can.probe;
	at->has_receive = given->can.receive;
	at->has_poll = given->can.poll;
	at->has_links = given->can.links;
	at->refusals = keep_refusals(arena, plugin->facts->refusals);
	at->settings_sha256 = conf_digest_settings(arena, at, plugin->digest);
	at->map_sha256 = map_digest(arena, given);
}

/* Makes room for as many options as the section has values. */
static bool
make_room(struct given *given, struct arena *arena)
{
	const struct conf_value *value;
	size_t count = 1;

	for (value = given->draft->values; value != NULL; value = value->next)
		count++;
	given->names = arena_take(arena, count * sizeof(*given->names));
	given->texts = arena_take(arena, count * sizeof(*given->texts));
	return given->names != NULL && given->texts != NULL;
}

/* Reads the options that the institution gives its plugin. */
static void
take_options(struct conf_work *work, struct given *given)
{
	const struct conf_value *value = given->draft->values;
	unsigned before = work->reading.mistakes;

	for (; value != NULL; value = value->next)
		if (strcmp(value->group, "options") == 0)
			take_option(given, value);
	check_required(given);
	if (work->reading.mistakes == before)
		ask_plugin(work, given);
}

/* The plugin of one institution and its options. */
static void
check_plugin(struct conf_work *work, struct conf_plugins *plugins, size_t i)
{
	struct conf_institution *at = &work->conf->institutions[i];
	struct given given = { .draft = work->drafts[SECTION_INSTITUTION][i] };
	struct conf_site site = conf_draft_site(given.draft, "", "plugin");

	if (strcmp(at->plugin, NO_PLUGIN) == 0 &&
	    conf_draft_has_group(given.draft, "options"))
		conf_say(&site,
		    "%s has options and no plugin that takes them; "
		    "remove options { ... }",
		    site.section);
	if (at->plugin[0] == '\0' || strcmp(at->plugin, NO_PLUGIN) == 0)
		return;
	given.plugin = conf_plugin_get(plugins, &site, at->plugin);
	if (given.plugin == NULL || !make_room(&given, work->reading.arena))
		return;
	given.can = given.plugin->facts->can;
	take_options(work, &given);
	at->option_names = given.names;
	at->option_texts = given.texts;
	keep_plugin(work->reading.arena, at, &given);
}

/* The plugins of all institutions. */
void
conf_check_options(struct conf_work *work)
{
	static const char *const none[] = { NULL };
	struct conf_plugins plugins = { .hub = &work->conf->hub };

	for (size_t i = 0; i < work->conf->institution_count; i++) {
		struct conf_institution *at = &work->conf->institutions[i];

		at->plugin_file = at->plugin_version = "";
		at->option_names = at->option_texts = none;
		at->settings_sha256 = at->map_sha256 = "";
		if (work->counts[SECTION_HUB] > 0)
			check_plugin(work, &plugins, i);
	}
	conf_plugins_release(&plugins);
}
