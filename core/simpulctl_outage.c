/* SPDX-License-Identifier: Apache-2.0 */
/* Outages: said, ended, listed. */
#include "config.h"

#include "simpulctl_ask.h"
#include "simpulctl_table.h"
#include "simpulctl_when.h"

/* An outage that is still to come. */
static void
print_coming(struct ctl *ctl, const json_t *answer)
{
	const char *name = ctl_text(answer, "institution");
	int64_t since = ctl_when_of(answer, "since");
	struct hub_buf text;
	struct ctl_when when;

	ctl_when_init(&when, answer);
	hub_buf_init(&text, 64);
	ctl_when_put(&when, CTL_INDONESIAN, since, &text);
	(void)fprintf(ctl->out,
	    "%s tidak terjangkau mulai %s; sejak itu batas waktunya "
	    "berhenti.\n",
	    name, hub_buf_str(&text));
	hub_buf_clear(&text);
	ctl_when_put(&when, CTL_ENGLISH, since, &text);
	(void)fprintf(ctl->out,
	    "%s is out of reach from %s on; its clocks stand still from "
	    "then.\n",
	    name, hub_buf_str(&text));
	hub_buf_release(&text);
	ctl_when_release(&when);
}

/* What an outage means, or that there is none. */
static void
print_outage(struct ctl *ctl, const json_t *answer)
{
	const char *name = ctl_text(answer, "institution");
	bool changed = json_is_true(json_object_get(answer, "changed"));
	bool lasts = json_is_true(json_object_get(answer, "lasts"));

	if (lasts && !json_is_true(json_object_get(answer, "begun")))
		print_coming(ctl, answer);
	else if (lasts)
		(void)fprintf(ctl->out,
		    "%s tidak terjangkau; batas waktunya berhenti.\n"
		    "%s is out of reach; its clocks stand still.\n",
		    name, name);
	else if (changed)
		(void)fprintf(ctl->out,
		    "%s terjangkau kembali; batas waktunya berjalan.\n"
		    "%s is in reach again; its clocks go on.\n",
		    name, name);
	else
		(void)fprintf(ctl->out,
		    "%s tidak sedang terganggu; tidak ada yang diubah.\n"
		    "%s has no outage; nothing was changed.\n",
		    name, name);
}

/* simpulctl outage ID */
int
ctl_outage(struct ctl *ctl)
{
	bool over = ctl_flag(ctl, "--over");
	const char *reason = ctl_value(ctl, "--reason", "");
	const char *by = ctl_value(ctl, "--by", "");
	const char *since = ctl_value(ctl, "--since", "");
	const char *until = ctl_value(ctl, "--until", "");

	if (reason == NULL || by == NULL || since == NULL || until == NULL)
		return ctl_fail(ctl,
		    "--reason, --by, --since and --until need a value");
	if (!ctl_arguments(ctl, 1, 1))
		return CTL_FAILED;
	if (by[0] == '\0' || (!over && reason[0] == '\0'))
		return ctl_fail(ctl,
		    "%s is missing; see simpulctl outage --help",
		    by[0] == '\0' ? "--by" : "--reason");
	return ctl_ask_print(ctl, "outage",
	    json_pack("{s:s,s:s,s:s,s:s,s:s,s:b}", "institution", ctl->argv[0],
		"reason", reason, "by", by, "since", since, "until", until,
		"over", over ? 1 : 0),
	    print_outage);
}

static const struct ctl_column columns[] = {
	{ "INSTANSI", "institution", false },
	{ "SEJAK", "since", true },
	{ "SAMPAI", "until", true },
	{ "SEBAB", "reason", false },
	{ .head = NULL },
};

/* The list for people; the hub itself has no name there. */
static void
print_outages(struct ctl *ctl, const json_t *answer)
{
	const json_t *rows = json_object_get(answer, "outages"), *row;
	struct ctl_table table;
	struct ctl_when when;
	const char *name;

	if (json_array_size(rows) == 0) {
		(void)fprintf(ctl->out,
		    "Tidak ada gangguan.\nNo outage is known.\n");
		return;
	}
	ctl_table_init(&table, columns);
	ctl_when_init(&when, answer);
	for (size_t i = 0; i < json_array_size(rows); i++) {
		row = json_array_get(rows, i);
		name = ctl_text(row, "institution");
		ctl_table_text(&table, name[0] == '\0' ? "(hub)" : name);
		ctl_when_cell(&when, &table, row, "since");
		ctl_when_cell(&when, &table, row, "until");
		ctl_table_text(&table, ctl_text(row, "reason"));
	}
	ctl_when_release(&when);
	(void)ctl_table_print(&table, ctl->out);
}

/* simpulctl outages */
int
ctl_outages(struct ctl *ctl)
{
	const char *name = ctl_value(ctl, "--institution", "");

	if (name == NULL)
		return ctl_fail(ctl, "--institution needs an ID");
	if (!ctl_arguments(ctl, 0, 0))
		return CTL_FAILED;
	return ctl_ask_print(ctl, "outages",
	    json_pack("{s:s}", "institution", name), print_outages);
}
