/* SPDX-License-Identifier: Apache-2.0 */
/* A plugin that reads what stands in a message in each format that the hub
 * helps with: what needs a file must have had it before the sandbox closed. */
#include "config.h"

#include <string.h>

#include "hub_json.h"
#include "hub_mail.h"
#include "hub_plugin.h"
#include "hub_xml.h"

/* Emits a comment with that text. */
static void
comment(struct hub_events *events, const char *text)
{
	struct hub_event event = hub_event_init(HUB_EV_COMMENT);

	event.text = text;
	hub_emit(events, &event);
}

static enum hub_status
read_json(const struct hub_message *m, struct hub_events *events,
    struct hub_error *err)
{
	struct hub_json *json;
	enum hub_status status = hub_json_read(m->body, m->body_len, &json,
	    err);

	if (status != HUB_OK)
		return status;
	comment(events, hub_json_text(json, "text"));
	hub_json_free(json);
	return HUB_OK;
}

static enum hub_status
read_xml(const struct hub_message *m, struct hub_events *events,
    struct hub_error *err)
{
	struct hub_xml *xml;
	enum hub_status status = hub_xml_read(m->body, m->body_len, &xml, err);

	if (status != HUB_OK)
		return status;
	comment(events, hub_xml_text(xml, hub_xml_root(xml), "text"));
	hub_xml_free(xml);
	return HUB_OK;
}

static enum hub_status
read_mail(const struct hub_message *m, struct hub_events *events,
    struct hub_error *err)
{
	struct hub_mail *mail;
	enum hub_status status = hub_mail_read(m->body, m->body_len, &mail,
	    err);

	if (status != HUB_OK)
		return status;
	comment(events, hub_mail_header(mail, "Subject"));
	for (size_t i = 0; i < hub_mail_count(mail); i++)
		comment(events, hub_mail_part(mail, i)->data);
	hub_mail_free(mail);
	return HUB_OK;
}

static enum hub_status
formats_receive(const void *conf, const struct hub_message *message,
    const struct hub_at *at, const struct hub_results *results,
    struct hub_events *events, struct hub_reply *reply, struct hub_error *err)
{
	(void)conf;
	(void)at;
	if (results != NULL) {
		hub_reply_set(reply, 204, "", "", 0);
		return HUB_OK;
	}
	if (strcmp(message->path, "/json") == 0)
		return read_json(message, events, err);
	if (strcmp(message->path, "/xml") == 0)
		return read_xml(message, events, err);
	return read_mail(message, events, err);
}

static enum hub_status
formats_compose(const void *conf, const struct hub_dispatch *what,
    const struct hub_at *at, struct hub_request *r, struct hub_error *err)
{
	(void)conf;
	(void)what;
	(void)at;
	(void)r;
	return hub_fail(err, HUB_UNSAYABLE, "this plugin only listens");
}

static enum hub_status
formats_conclude(const void *conf, const struct hub_dispatch *what,
    const struct hub_at *at, const struct hub_answer *answer,
    struct hub_events *events, struct hub_error *err)
{
	(void)conf;
	(void)what;
	(void)at;
	(void)answer;
	(void)events;
	return hub_fail(err, HUB_MALFORMED, "this plugin only listens");
}

const struct hub_plugin hub_plugin = {
	.abi = HUB_PLUGIN_ABI,
	.size = sizeof(struct hub_plugin),
	.name = "formats",
	.version = "1.0",
	.summary = "Reads JSON, XML and letters.",
	.compose = formats_compose,
	.conclude = formats_conclude,
	.receive = formats_receive,
};
