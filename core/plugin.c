/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "plugin.h"

#include <dlfcn.h>
#include <stdbool.h>

#include "field.h"
#include "limits.h"
#include "utf8.h"

/* Longest name, version and one-line text of a plugin. */
#define NAME_MAX_LEN 32
#define LINE_MAX_LEN 200

/* The last part of a path. */
static const char *
base(const char *file)
{
	const char *slash = strrchr(file, '/');

	return slash != NULL ? slash + 1 : file;
}

/* Whether a text is given, one line and not too long. */
static bool
is_line(const char *text, size_t most)
{
	size_t len = text != NULL ? strnlen(text, most + 1) : 0;

	return len > 0 && len <= most && utf8_is_line(text, len);
}

/* Whether the file is called like the plugin: NAME.so. */
static bool
is_called(const char *file, const char *name)
{
	size_t len = strlen(name);

	return strncmp(base(file), name, len) == 0 &&
	    strcmp(base(file) + len, ".so") == 0;
}

/* Whether every row has a name and a help, and the list ends. */
static bool
rows_are_good(const struct hub_option *rows)
{
	for (size_t i = 0; rows != NULL && rows[i].name != NULL; i++)
		if (i == PLUGIN_OPTIONS_MAX ||
		    !is_line(rows[i].name, NAME_MAX_LEN) ||
		    rows[i].help == NULL)
			return false;
	return true;
}

/* Whether every form of a refusal is whole, and the list ends. */
static bool
refusals_are_good(const struct hub_refusal *rows)
{
	for (size_t i = 0; rows != NULL && rows[i].type != NULL; i++)
		if (i == PLUGIN_REFUSALS_MAX || rows[i].path == NULL ||
		    rows[i].asked == NULL || rows[i].body == NULL ||
		    !field_is_media_type(rows[i].type) ||
		    strlen(rows[i].body) > PROBLEM_MAX / 2)
			return false;
	return true;
}

/* Whether the plugin's own words for itself are usable. */
static enum hub_status
check_words(const char *file, const struct hub_plugin *p, struct hub_error *err)
{
	if (!is_line(p->name, NAME_MAX_LEN) ||
	    !is_line(p->version, NAME_MAX_LEN) ||
	    !is_line(p->summary, LINE_MAX_LEN))
		return hub_fail(err, HUB_MISCONFIGURED,
		    "%s has no proper name, version and summary", base(file));
	if (!is_called(file, p->name))
		return hub_fail(err, HUB_MISCONFIGURED,
		    "%s calls itself \"%s\", the file should be %s.so",
		    base(file), p->name, p->name);
	if (p->compose == NULL || p->conclude == NULL)
		return hub_fail(err, HUB_MISCONFIGURED,
		    "%s lacks compose or conclude", base(file));
	if (!rows_are_good(p->options))
		return hub_fail(err, HUB_MISCONFIGURED,
		    "%s has an option without a name or a help", base(file));
	if (!refusals_are_good(p->refusals))
		return hub_fail(err, HUB_MISCONFIGURED,
		    "%s has a refusal without path, type or body", base(file));
	return HUB_OK;
}

/* Whether the plugin keeps the contract; abi and size are read first. */
static enum hub_status
check(const char *file, const struct hub_plugin *p, struct hub_error *err)
{
	if (p->abi != HUB_PLUGIN_ABI)
		return hub_fail(err, HUB_MISCONFIGURED,
		    "%s speaks ABI %u, this hub speaks %u", base(file), p->abi,
		    HUB_PLUGIN_ABI);
	if (p->size != sizeof(*p))
		return hub_fail(err, HUB_MISCONFIGURED,
		    "%s has a hub_plugin of %u bytes, this hub's has %zu",
		    base(file), p->size, sizeof(*p));
	return check_words(file, p, err);
}

/* Opens the shared object; runs its constructors. */
enum hub_status
plugin_load(const char *file, struct plugin *ret, struct hub_error *err)
{
	void *handle = dlopen(file, RTLD_NOW | RTLD_LOCAL);
	const struct hub_plugin *p;
	enum hub_status status;

	if (handle == NULL)
		return hub_fail(err, HUB_MISCONFIGURED, "%s", dlerror());
	p = dlsym(handle, "hub_plugin");
	if (p == NULL)
		return hub_fail(err, HUB_MISCONFIGURED,
		    "%s has no symbol hub_plugin: it is no plugin", base(file));
	status = check(file, p, err);
	if (status != HUB_OK)
		return status;
	ret->call = p;
	ret->conf = NULL;
	arena_init(&ret->arena, PACKET_FAR_MAX);
	return HUB_OK;
}

/* Frees the settings; the code stays. */
void
plugin_release(struct plugin *plugin)
{
	arena_release(&plugin->arena);
	plugin->conf = NULL;
}

/* Gives the plugin its settings. */
enum hub_status
plugin_settle(struct plugin *plugin, const struct option_list *given,
    struct hub_error *err)
{
	enum hub_status status = option_fill(plugin->call, given,
	    &plugin->arena, &plugin->conf, err);

	if (status != HUB_OK || plugin->call->check == NULL)
		return status;
	return plugin->call->check(plugin->conf, err);
}
