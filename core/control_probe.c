/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "control_probe.h"

#include <stdlib.h>
#include <string.h>

#include "conf_hub.h"
#include "control_look.h"
#include "limits.h"
#include "mail_probe.h"
#include "target.h"

/* One under way. */
struct probing {
	struct control_call *call;
	struct conf *conf; /* held: the target borrows from it */
	const char *id;
	struct target target;
	struct mail_server in; /* of its mailbox */
};

/* One row of the answer. */
static void
put_layer(json_t *rows, const char *name, bool good, const char *text)
{
	json_t *row = json_object();

	control_put_text(row, "layer", name);
	(void)json_object_set_new(row, "good", json_boolean(good));
	control_put_text(row, "text", text);
	(void)json_array_append_new(rows, row);
}

/* Its certificates and ours for it; whether all are good still. */
static bool
put_expiries(const struct probing *p, json_t *rows)
{
	const struct expiries *list = &p->conf->expiries;
	int64_t now = relay_now_ms(&control_hub(p->call)->relay) / 1000;
	bool good = true;

	for (size_t i = 0; i < list->count; i++) {
		const struct expiry *e = &list->rows[i];
		bool over = expiry_stage(e, now) == EXPIRY_OVER;
		struct hub_buf text;

		if (strcmp(e->institution, p->id) != 0)
			continue;
		hub_buf_init(&text, PROBLEM_MAX);
		expiry_say(e, now, &text);
		put_layer(rows, "certificate", !over, hub_buf_str(&text));
		hub_buf_release(&text);
		good = good && !over;
	}
	return good;
}

/* http_probe done: every layer that was reached. */
static void
on_probed(void *ctx, const struct http_layer *layers, size_t count)
{
	struct probing *p = ctx;
	json_t *rows = json_array();
	bool reached = true;

	for (size_t i = 0; i < count; i++) {
		put_layer(rows, layers[i].name, layers[i].good, layers[i].text);
		reached = reached && layers[i].good;
	}
	reached = put_expiries(p, rows) && reached;
	control_good(p->call,
	    json_pack("{s:o,s:b}", "layers", rows, "reached", reached));
	target_release(&p->target);
	conf_release(p->conf);
	free(p);
}

/* Looks at both servers of its mailbox. */
static void
probe_mail(struct probing *p, struct http_client *client,
    const struct conf_mailbox *box)
{
	const struct mail_probe probe = { .client = client,
		.out = &p->target.relay,
		.in = &p->in,
		.folder = box->folder,
		.done = on_probed,
		.ctx = p };

	p->in = (struct mail_server){ .url = box->imap_url,
		.user = box->user,
		.password = box->password,
		.ca = box->ca };
	if (mail_probe(&probe))
		return;
	control_bad(p->call, "out of memory");
	target_release(&p->target);
	conf_release(p->conf);
	free(p);
}

void
control_probe(struct control_call *call)
{
	struct hub *hub = control_hub(call);
	const struct conf_institution *inst;
	struct http_probe probe = { .done = on_probed };
	struct probing *p;
	bool bad;

	inst = control_institution(call, &bad);
	if (bad)
		return;
	if (inst == NULL) {
		control_bad(call, "expected the id of an institution");
		return;
	}
	if (inst->url[0] == '\0' && inst->post == NULL) {
		control_bad(call, "%s has no url: it works by the API alone",
		    inst->id);
		return;
	}
	p = calloc(1, sizeof(*p));
	if (p == NULL) {
		control_bad(call, "out of memory");
		return;
	}
	p->call = call;
	p->conf = conf_hold(hub->relay.conf);
	p->id = inst->id;
	target_init(&p->target, inst);
	if (inst->post != NULL) {
		probe_mail(p, hub->relay.http, inst->post);
		return;
	}
	probe.target = &p->target.http;
	probe.within = inst->out.kind == AUTH_API_KEY ||
	    inst->out.kind == AUTH_JWS || inst->out.kind == AUTH_WSS_X509;
	probe.ctx = p;
	http_client_probe(hub->relay.http, &probe);
}
