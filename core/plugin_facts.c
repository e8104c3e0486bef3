/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "plugin_facts.h"

#include <errno.h>

#include "field.h"
#include "hub_json.h"
#include "limits.h"
#include "plugin_run.h"

/* "facts.so" out of "/usr/lib/simpul/facts.so". */
static const char *
base(const char *file)
{
	const char *slash = strrchr(file, '/');

	return slash != NULL ? slash + 1 : file;
}

/* Copies a member; false without memory. */
static bool
copy_text(const struct hub_json *json, const char *path, char **ret)
{
	*ret = strdup(hub_json_text(json, path));
	return *ret != NULL;
}

/* One row of the options. */
static bool
read_option(const struct hub_json *json, struct hub_option *row)
{
	char *name = NULL, *help = NULL, *fallback = NULL;
	bool good = copy_text(json, "name", &name) &&
	    copy_text(json, "help", &help);

	if (good && hub_json_has(json, "fallback"))
		good = copy_text(json, "fallback", &fallback);
	row->kind = (enum hub_option_kind)hub_json_int(json, "kind", 0);
	row->required = hub_json_flag(json, "required");
	row->name = name;
	row->help = help;
	row->fallback = fallback;
	return good && *name != '\0' && row->kind <= HUB_OPT_BOOL;
}

/* All rows, with one more that ends them. */
static bool
read_options(const struct hub_json *json, struct plugin_facts *facts)
{
	size_t count = hub_json_count(json, "options");

	if (count > PLUGIN_OPTIONS_MAX)
		return false;
	facts->options = calloc(count + 1, sizeof(*facts->options));
	if (facts->options == NULL)
		return false;
	for (size_t i = 0; i < count; i++)
		if (!read_option(hub_json_at(json, "options", i),
			&facts->options[i]))
			return false;
	return true;
}

/* One form of a refusal. */
static bool
read_refusal(const struct hub_json *json, struct hub_refusal *row)
{
	char *path = NULL, *asked = NULL, *type = NULL, *body = NULL;
	bool good = copy_text(json, "path", &path) &&
	    copy_text(json, "asked", &asked) &&
	    copy_text(json, "body", &body) && copy_text(json, "type", &type);

	*row = (struct hub_refusal){ path, asked,
		(int)hub_json_int(json, "least", 0), type, body };
	return good && field_is_media_type(type);
}

/* All of them, with one more that ends them. */
static bool
read_refusals(const struct hub_json *json, struct plugin_facts *facts)
{
	size_t count = hub_json_count(json, "refusals");

	if (count > PLUGIN_REFUSALS_MAX)
		return false;
	facts->refusals = calloc(count + 1, sizeof(*facts->refusals));
	if (facts->refusals == NULL)
		return false;
	for (size_t i = 0; i < count; i++)
		if (!read_refusal(hub_json_at(json, "refusals", i),
			&facts->refusals[i]))
			return false;
	return true;
}

/* What it offers beyond compose and conclude. */
static void
read_abilities(const struct hub_json *json, struct plugin_abilities *can)
{
	const struct {
		const char *name;
		bool *has;
	} all[] = {
		{ "probe", &can->probe },
		{ "receive", &can->receive },
		{ "poll", &can->poll },
		{ "links", &can->links },
		{ "check", &can->check },
	};

	for (size_t i = 0; i < hub_json_count(json, "abilities"); i++)
		for (size_t k = 0; k < sizeof(all) / sizeof(all[0]); k++)
			if (strcmp(hub_json_text(hub_json_at(json, "abilities",
						     i),
				       ""),
				all[k].name) == 0)
				*all[k].has = true;
}

/* The whole description. */
static bool
read_facts(const struct hub_json *json, const char *file,
    struct plugin_facts *facts)
{
	facts->file = realpath(file, NULL);
	facts->abi = (uint32_t)hub_json_int(json, "abi", 0);
	read_abilities(json, &facts->can);
	return facts->file != NULL && copy_text(json, "name", &facts->name) &&
	    copy_text(json, "version", &facts->version) &&
	    copy_text(json, "summary", &facts->summary) &&
	    read_options(json, facts) && read_refusals(json, facts) &&
	    *facts->name != '\0';
}

/* Makes facts out of what the program printed. */
static enum hub_status
parse(const char *file, const struct hub_buf *text, struct plugin_facts **ret,
    struct hub_error *err)
{
	struct plugin_facts *facts = calloc(1, sizeof(*facts));
	struct hub_json *json = NULL;
	bool good = facts != NULL &&
	    hub_json_read(text->data, text->len, &json, err) == HUB_OK &&
	    read_facts(json, file, facts);

	hub_json_free(json);
	if (good) {
		*ret = facts;
		return HUB_OK;
	}
	plugin_facts_free(facts);
	return hub_fail(err, HUB_MISCONFIGURED,
	    "%s does not describe itself in readable form", base(file));
}

/* Asks the program what a plugin is. */
enum hub_status
plugin_facts_read(const char *program, const char *file,
    struct plugin_facts **ret, struct hub_error *err)
{
	struct plugin_run run = { program, "--describe", file, "", 0 };
	struct hub_buf text;
	enum hub_status status;

	hub_buf_init(&text, PACKET_NEAR_MAX);
	status = plugin_run(&run, &text, err);
	if (status == HUB_OK)
		status = parse(file, &text, ret, err);
	hub_buf_release(&text);
	return status;
}

/* Frees facts and all they hold. */
void
plugin_facts_free(struct plugin_facts *facts)
{
	struct hub_option *row;

	if (facts == NULL)
		return;
	for (row = facts->options; row != NULL && row->name != NULL; row++) {
		free((void *)(uintptr_t)row->name);
		free((void *)(uintptr_t)row->help);
		free((void *)(uintptr_t)row->fallback);
	}
	for (size_t i = 0; facts->refusals != NULL &&
	     i <= PLUGIN_REFUSALS_MAX && facts->refusals[i].path != NULL;
	     i++) {
		free((void *)(uintptr_t)facts->refusals[i].path);
		free((void *)(uintptr_t)facts->refusals[i].asked);
		free((void *)(uintptr_t)facts->refusals[i].type);
		free((void *)(uintptr_t)facts->refusals[i].body);
	}
	free(facts->refusals);
	free(facts->options);
	free(facts->file);
	free(facts->name);
	free(facts->version);
	free(facts->summary);
	free(facts);
}

/* What the plugin says that it can do with the options. */
static enum hub_status
read_trial(const char *file, const struct hub_buf *text,
    struct plugin_trial *trial, struct hub_error *err)
{
	struct hub_json *json = NULL;

	if (hub_json_read(text->data, text->len, &json, err) != HUB_OK)
		return hub_fail(err, HUB_MISCONFIGURED,
		    "%s does not say readably what it can do", base(file));
	read_abilities(json, &trial->can);
	hub_json_free(json);
	return HUB_OK;
}

/* Asks the program whether options are good. */
enum hub_status
plugin_facts_check(const char *program, const char *file,
    struct plugin_trial *trial, struct hub_error *err)
{
	struct plugin_run run = { program, "--check", file, NULL, 0 };
	struct hub_buf in, out;
	enum hub_status status = HUB_FAULT;

	hub_buf_init(&in, PACKET_FAR_MAX);
	hub_buf_init(&out, PACKET_NEAR_MAX);
	for (size_t i = 0; trial->names[i] != NULL; i++) {
		hub_buf_add(&in, trial->names[i], strlen(trial->names[i]) + 1);
		hub_buf_add(&in, trial->texts[i], strlen(trial->texts[i]) + 1);
	}
	run.in = in.data;
	run.in_len = in.len;
	if (hub_buf_ok(&in))
		status = plugin_run(&run, &out, err);
	else
		(void)hub_fail(err, HUB_FAULT, "no memory for the options");
	if (status == HUB_OK)
		status = read_trial(file, &out, trial, err);
	hub_buf_release(&in);
	hub_buf_release(&out);
	return status;
}
