/* SPDX-License-Identifier: Apache-2.0 */
/* The tables that the hub works by, as they are compiled in. */
#include "config.h"

#include <jansson.h>

#include "custody.h"
#include "delivery.h"
#include "simpulctl_ask.h"
#include "simpulctl_table.h"

static const struct {
	enum custody_party party;
	const char *name;
} parties[] = {
	{ PARTY_RECEIVER, "receiver" },
	{ PARTY_SENDER, "sender" },
	{ PARTY_SOURCE, "source" },
	{ PARTY_COORDINATOR, "coordinator" },
	{ PARTY_HUB, "hub" },
};
#define PARTIES (sizeof(parties) / sizeof(parties[0]))

static const char *const custody_actions[] = {
	[CUSTODY_RECORD] = "record",
	[CUSTODY_TAKE] = "take",
	[CUSTODY_REROUTE] = "reroute",
	[CUSTODY_RELEASE] = "release",
	[CUSTODY_FINISH] = "finish",
};

static const char *const delivery_actions[] = {
	[DELIVERY_NOTHING] = "nothing",
	[DELIVERY_LEASE] = "lease",
	[DELIVERY_CONCLUDE] = "conclude",
	[DELIVERY_HOLD] = "hold",
	[DELIVERY_REQUEUE] = "requeue",
	[DELIVERY_SETTLE] = "settle",
};

/* Who may say it. */
static json_t *
names_of(unsigned who)
{
	json_t *names = json_array();

	for (size_t i = 0; i < PARTIES; i++)
		if ((who & parties[i].party) != 0)
			(void)json_array_append_new(names,
			    json_string(parties[i].name));
	return names;
}

/* The steps of one kind of handoff, behind those that are in the list. */
static void
add_kind(json_t *list, enum hub_kind kind)
{
	size_t count;
	const struct custody_step *rows = custody_rows(kind, &count);

	for (size_t i = 0; i < count; i++)
		(void)json_array_append_new(list,
		    json_pack("{s:s,s:s,s:s,s:o,s:s,s:s,s:s}", "kind",
			hub_kind_name(kind), "state",
			handoff_state_name(rows[i].state), "event",
			custody_event_name(rows[i].event), "who",
			names_of(rows[i].who), "next",
			handoff_state_name(rows[i].next), "case",
			case_event_name(rows[i].case_event), "action",
			custody_actions[rows[i].action]));
}

/* The custody protocol. */
static json_t *
custody(void)
{
	json_t *list = json_array();

	for (unsigned kind = HUB_KIND_TRANSFER; kind <= HUB_KIND_ESCALATE;
	     kind++)
		add_kind(list, (enum hub_kind)kind);
	return list;
}

/* The life of a case. */
static json_t *
cases(void)
{
	size_t count;
	const struct case_step *rows = custody_case_rows(&count);
	json_t *list = json_array();

	for (size_t i = 0; i < count; i++)
		(void)json_array_append_new(list,
		    json_pack("{s:s,s:s,s:s,s:s}", "state",
			case_state_name(rows[i].state), "event",
			case_event_name(rows[i].event), "next",
			case_state_name(rows[i].next), "action",
			case_action_name(rows[i].action)));
	return list;
}

/* The life of a delivery. */
static json_t *
deliveries(void)
{
	size_t count;
	const struct delivery_rule *rows = delivery_rules(&count);
	json_t *list = json_array();

	for (size_t i = 0; i < count; i++)
		(void)json_array_append_new(list,
		    json_pack("{s:s,s:s,s:s,s:s}", "state",
			delivery_state_name(rows[i].state), "event",
			delivery_event_name(rows[i].event), "next",
			delivery_state_name(rows[i].next), "action",
			delivery_actions[rows[i].action]));
	return list;
}

static const struct ctl_column custody_columns[] = {
	{ "JENIS", "kind", false },
	{ "KEADAAN", "state", false },
	{ "PERISTIWA", "event", false },
	{ "BERIKUTNYA", "next", false },
	{ "LAPORAN", "case", false },
	{ "AKIBAT", "action", false },
	{ "OLEH", "who", false },
	{ .head = NULL },
};

static const struct ctl_column life_columns[] = {
	{ "KEADAAN", "state", false },
	{ "PERISTIWA", "event", false },
	{ "BERIKUTNYA", "next", false },
	{ "AKIBAT", "action", false },
	{ .head = NULL },
};

/* One cell: a text, or a list with a space between. */
static void
put_cell(struct ctl_table *table, const json_t *value)
{
	struct hub_buf text;

	hub_buf_init(&text, 512);
	for (size_t i = 0; i < json_array_size(value); i++)
		hub_buf_fmt(&text, "%s%s", i == 0 ? "" : " ",
		    json_string_value(json_array_get(value, i)));
	if (json_is_string(value))
		hub_buf_text(&text, json_string_value(value));
	ctl_table_buf(table, &text);
	hub_buf_release(&text);
}

/* Rows under their columns, which are named after their members. */
static void
print_rows(struct ctl *ctl, const json_t *rows,
    const struct ctl_column *columns)
{
	struct ctl_table table;

	ctl_table_init(&table, columns);
	for (size_t i = 0; i < json_array_size(rows); i++)
		for (size_t k = 0; columns[k].head != NULL; k++)
			put_cell(&table,
			    json_object_get(json_array_get(rows, i),
				columns[k].english));
	(void)ctl_table_print(&table, ctl->out);
}

/* simpulctl states */
int
ctl_states(struct ctl *ctl)
{
	json_t *all;

	if (!ctl_arguments(ctl, 0, 0))
		return CTL_FAILED;
	all = json_pack("{s:o,s:o,s:o}", "custody", custody(), "case", cases(),
	    "delivery", deliveries());
	if (ctl->json) {
		ctl_print_json(ctl, all);
	} else {
		(void)fprintf(ctl->out,
		    "Penerusan: siapa boleh mengatakan apa (handoffs: who may "
		    "say what)\n\n");
		print_rows(ctl, json_object_get(all, "custody"),
		    custody_columns);
		(void)fprintf(ctl->out, "\nLaporan (the life of a case)\n\n");
		print_rows(ctl, json_object_get(all, "case"), life_columns);
		(void)fprintf(ctl->out,
		    "\nPengiriman (the life of a delivery)\n\n");
		print_rows(ctl, json_object_get(all, "delivery"), life_columns);
	}
	json_decref(all);
	return CTL_GOOD;
}
