/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "control_status.h"

#include <string.h>

#include "link.h"
#include "mailroom.h"
#include "poller.h"

static json_t *mailboxes_of(const struct relay *relay);

void
control_status(struct control_call *call)
{
	struct hub *hub = control_hub(call);
	const struct relay *relay = &hub->relay;
	struct ledger_counts ledger = ledger_counts(hub->ledger);
	struct worker_counts workers = worker_pool_counts(relay->workers);
	struct http_server_counts http = http_server_counts(hub->server);
	json_t *answer;

	answer =
	    json_pack("{s:s,s:s,s:i,s:I,s:b,s:I,s:I,s:I,s:I,s:I,s:I,s:I,s:I,"
		      "s:I,s:I}",
		"version", PACKAGE_VERSION, "name", relay->conf->hub.name,
		"port", (int)http_server_port(hub->server), "up_seconds",
		(json_int_t)((relay_now_ms(relay) - hub->started_ms) / 1000),
		"stopping", hub->draining, "audit_entries",
		(json_int_t)ledger.audit_entries, "commits",
		(json_int_t)ledger.commits, "dispatched",
		(json_int_t)relay->dispatched, "delivered",
		(json_int_t)relay->delivered, "refused",
		(json_int_t)relay->refused, "unknown",
		(json_int_t)relay->unknown, "parked", (json_int_t)relay->parked,
		"workers", (json_int_t)workers.alive, "worker_deaths",
		(json_int_t)workers.deaths, "connections",
		(json_int_t)http.connections);
	control_put_time(answer, "up_since", hub->started_ms);
	(void)json_object_set_new(answer, "mailboxes", mailboxes_of(relay));
	control_good(call, answer);
}

/* Every mailbox of ours: whether it is read. */
static json_t *
mailboxes_of(const struct relay *relay)
{
	json_t *rows = json_array();
	const struct mailbox *box;

	for (size_t i = 0; (box = mailroom_box(relay->mailroom, i)) != NULL;
	     i++) {
		json_t *row = json_pack("{s:s,s:I,s:I}", "mailbox",
		    mailbox_name(box), "letters",
		    (json_int_t)mailbox_taken(box), "doubled",
		    (json_int_t)mailbox_doubled(box));

		control_put_time(row, "read_until", mailbox_read_ms(box));
		control_put_text(row, "problem", mailbox_problem(box));
		(void)json_array_append_new(rows, row);
	}
	return rows;
}

/* What is told of the mailbox that an institution's letters come to. */
static void
put_mailbox(json_t *row, const struct relay *relay, const char *name)
{
	const struct mailbox *box;

	if (name[0] == '\0')
		return;
	control_put_text(row, "mailbox", name);
	for (size_t i = 0; (box = mailroom_box(relay->mailroom, i)) != NULL;
	     i++) {
		if (strcmp(mailbox_name(box), name) != 0)
			continue;
		control_put_time(row, "covered_until", mailbox_read_ms(box));
		control_put_text(row, "poll_problem", mailbox_problem(box));
	}
}

/* One link as a row. */
static json_t *
row_of(const struct relay *relay, const struct conf_institution *inst)
{
	const struct link *link = relay_link(relay, inst->key);
	json_t *row;

	if (link == NULL)
		return json_pack("{s:s,s:s,s:s,s:s}", "institution", inst->id,
		    "name", inst->name, "plugin", inst->plugin, "link",
		    conf_is_manual(inst) ? "manual" : "none");
	row = json_pack("{s:s,s:s,s:s,s:s,s:I}", "institution", inst->id,
	    "name", inst->name, "plugin", inst->plugin, "link",
	    link_health_name(link->health), "in_hand",
	    (json_int_t)link->in_hand);
	if (conf_is_manual(inst))
		control_put_text(row, "link", "manual");
	control_put_text(row, "why", link->health == LINK_UP ? "" : link->why);
	control_put_time(row, "down_since", link->down_since);
	control_put_time(row, "last_good", link->last_good);
	control_put_time(row, "covered_until", poller_covered_ms(link->poller));
	control_put_text(row, "poll_problem", poller_problem(link->poller));
	put_mailbox(row, relay, inst->mailbox);
	return row;
}

void
control_institutions(struct control_call *call)
{
	const struct relay *relay = &control_hub(call)->relay;
	json_t *rows = json_array();

	for (size_t i = 0; i < relay->conf->institution_count; i++)
		(void)json_array_append_new(rows,
		    row_of(relay, &relay->conf->institutions[i]));
	control_good(call, json_pack("{s:o}", "institutions", rows));
}
