/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "plugin.h"

/* One row of the options. */
static void
put_option(struct hub_json_out *out, const struct hub_option *row)
{
	hub_json_open(out, NULL, '{');
	hub_json_put_text(out, "name", row->name);
	hub_json_put_int(out, "kind", row->kind);
	hub_json_put_text(out, "takes", option_kind_name(row->kind));
	hub_json_put_flag(out, "required", row->required);
	if (row->fallback != NULL)
		hub_json_put_text(out, "fallback", row->fallback);
	hub_json_put_text(out, "help", row->help);
	hub_json_close(out, '}');
}

/* One form of a refusal. */
static void
put_refusal(struct hub_json_out *out, const struct hub_refusal *row)
{
	hub_json_open(out, NULL, '{');
	hub_json_put_text(out, "path", row->path);
	hub_json_put_text(out, "asked", row->asked);
	hub_json_put_int(out, "least", row->least);
	hub_json_put_text(out, "type", row->type);
	hub_json_put_text(out, "body", row->body);
	hub_json_close(out, '}');
}

unsigned
plugin_offers(const struct plugin *plugin)
{
	const struct hub_plugin *p = plugin->call;
	unsigned has = (p->probe != NULL ? HUB_OFFER_PROBE : 0u) |
	    (p->receive != NULL ? HUB_OFFER_RECEIVE : 0u) |
	    (p->poll != NULL ? HUB_OFFER_POLL : 0u);

	if (plugin->conf == NULL || p->offers == NULL)
		return has;
	return (has | HUB_OFFER_LINKS) & p->offers(plugin->conf);
}

void
plugin_put_abilities(const struct plugin *plugin, struct hub_json_out *out)
{
	const struct hub_plugin *p = plugin->call;
	const unsigned has = plugin_offers(plugin);
	const struct {
		const char *name;
		bool offered;
	} all[] = {
		{ "probe", (has & HUB_OFFER_PROBE) != 0 },
		{ "receive", (has & HUB_OFFER_RECEIVE) != 0 },
		{ "poll", (has & HUB_OFFER_POLL) != 0 },
		{ "links", (has & HUB_OFFER_LINKS) != 0 },
		{ "check", p->check != NULL || p->offers != NULL },
	};

	hub_json_open(out, "abilities", '[');
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (all[i].offered)
			hub_json_put_text(out, NULL, all[i].name);
	hub_json_close(out, ']');
}

/* The plugin as a JSON object. */
void
plugin_describe(const struct plugin *plugin, struct hub_buf *buf)
{
	const struct hub_plugin *p = plugin->call;
	const struct hub_option *row = p->options;
	const struct hub_refusal *refusal;
	struct hub_json_out out;

	hub_json_out_init(&out, buf);
	hub_json_open(&out, NULL, '{');
	hub_json_put_text(&out, "name", p->name);
	hub_json_put_text(&out, "version", p->version);
	hub_json_put_text(&out, "summary", p->summary);
	hub_json_put_int(&out, "abi", p->abi);
	hub_json_put_int(&out, "hub_abi", HUB_PLUGIN_ABI);
	plugin_put_abilities(plugin, &out);
	hub_json_open(&out, "options", '[');
	for (; row != NULL && row->name != NULL; row++)
		put_option(&out, row);
	hub_json_close(&out, ']');
	hub_json_open(&out, "refusals", '[');
	for (refusal = p->refusals; refusal != NULL && refusal->type != NULL;
	     refusal++)
		put_refusal(&out, refusal);
	hub_json_close(&out, ']');
	hub_json_close(&out, '}');
}
