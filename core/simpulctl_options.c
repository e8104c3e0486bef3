/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "conf.h"
#include "hub_json.h"
#include "limits.h"
#include "option_fill.h"
#include "plugin_facts.h"
#include "simpulctl.h"

/* A configuration that is not good is not this command's matter. */
static void
ignore(void *ctx, const struct conf_complaint *complaint)
{
	(void)ctx;
	(void)complaint;
}

/* One line an option. */
static void
print_text(struct ctl *ctl, const struct plugin_facts *facts)
{
	const struct hub_option *row;

	(void)fprintf(ctl->out, "%s %s: %s\n", facts->name, facts->version,
	    facts->summary);
	for (row = facts->options; row != NULL && row->name != NULL; row++)
		(void)fprintf(ctl->out, "  %-20s %-13s %-9s %s%s%s%s\n",
		    row->name, option_kind_name(row->kind),
		    row->required ? "required" : "", row->help,
		    row->fallback == NULL ? "" : " (default: ",
		    row->fallback == NULL ? "" : row->fallback,
		    row->fallback == NULL ? "" : ")");
}

/* One object an option. */
static void
put_option(struct hub_json_out *json, const struct hub_option *row)
{
	hub_json_open(json, NULL, '{');
	hub_json_put_text(json, "name", row->name);
	hub_json_put_text(json, "kind", option_kind_name(row->kind));
	hub_json_put_flag(json, "required", row->required);
	if (row->fallback != NULL)
		hub_json_put_text(json, "default", row->fallback);
	hub_json_put_text(json, "help", row->help);
	hub_json_close(json, '}');
}

/* The plugin as a document. */
static void
print_json(struct ctl *ctl, const struct plugin_facts *facts)
{
	const struct hub_option *row;
	struct hub_json_out json;
	struct hub_buf text;

	hub_buf_init(&text, CTL_OUTPUT_MAX);
	hub_json_out_init(&json, &text);
	hub_json_open(&json, NULL, '{');
	hub_json_put_text(&json, "name", facts->name);
	hub_json_put_text(&json, "version", facts->version);
	hub_json_put_text(&json, "summary", facts->summary);
	hub_json_put_int(&json, "abi", facts->abi);
	hub_json_put_flag(&json, "probe", facts->can.probe);
	hub_json_put_flag(&json, "receive", facts->can.receive);
	hub_json_put_flag(&json, "poll", facts->can.poll);
	hub_json_open(&json, "options", '[');
	for (row = facts->options; row != NULL && row->name != NULL; row++)
		put_option(&json, row);
	hub_json_close(&json, ']');
	hub_json_close(&json, '}');
	ctl_print(ctl, &text);
}

/* Describes one plugin by its file. */
static int
describe(struct ctl *ctl, const char *worker, const char *file)
{
	struct plugin_facts *facts;
	struct hub_error err = { .text = "" };

	if (plugin_facts_read(worker, file, &facts, &err) != HUB_OK)
		return ctl_fail(ctl, "%s", err.text);
	if (ctl->json)
		print_json(ctl, facts);
	else
		print_text(ctl, facts);
	plugin_facts_free(facts);
	return CTL_GOOD;
}

/* simpulctl options PLUGIN */
int
ctl_options(struct ctl *ctl)
{
	struct conf *conf = conf_read(ctl->config, ignore, NULL);
	const char *dir, *worker;
	struct hub_buf file;
	int status = CTL_FAILED;

	dir = ctl_value(ctl, "--plugin-dir",
	    conf == NULL ? SIMPUL_PLUGINDIR : conf->hub.plugin_dir);
	worker = ctl_value(ctl, "--worker",
	    conf == NULL ? SIMPUL_WORKER : conf->hub.worker_program);
	hub_buf_init(&file, CONF_TEXT_MAX * 2);
	if (dir == NULL || worker == NULL) {
		ctl_usage(ctl->err, ctl->command);
	} else if (!ctl_arguments(ctl, 1, 1)) {
		status = CTL_FAILED;
	} else if (strcmp(ctl->argv[0], "none") == 0) {
		status = ctl_fail(ctl,
		    "none is no plugin and has no options: who has no system "
		    "works by the API");
	} else {
		if (strchr(ctl->argv[0], '/') != NULL)
			hub_buf_text(&file, ctl->argv[0]);
		else
			hub_buf_fmt(&file, "%s/%s.so", dir, ctl->argv[0]);
		status = describe(ctl, worker, hub_buf_str(&file));
	}
	hub_buf_release(&file);
	conf_release(conf);
	return status;
}
