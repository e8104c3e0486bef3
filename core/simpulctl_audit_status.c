/* SPDX-License-Identifier: Apache-2.0 */
/* How far the audit log is published. */
#include "config.h"

#include "simpulctl_ask.h"
#include "simpulctl_audit.h"
#include "simpulctl_table.h"
#include "simpulctl_when.h"

static const struct ctl_column columns[] = {
	{ "", "", false },
	{ "", "", false },
	{ "", "", false },
	{ .head = NULL },
};

/* A line with a text. */
static void
put(struct ctl_table *table, const char *indonesian, const char *value,
    const char *english)
{
	ctl_table_text(table, indonesian);
	ctl_table_text(table, value);
	ctl_table_text(table, english);
}

/* A line with a number. */
static void
put_number(struct ctl_table *table, const char *indonesian, int64_t value,
    const char *english)
{
	ctl_table_text(table, indonesian);
	ctl_table_int(table, value);
	ctl_table_text(table, english);
}

/* ctl_print_fn: the log for people. */
static void
print(struct ctl *ctl, const json_t *answer)
{
	const char *why = ctl_text(answer, "why");
	struct ctl_table table;
	struct ctl_when when;
	struct hub_buf text;

	ctl_table_init(&table, columns);
	ctl_when_init(&when, answer);
	hub_buf_init(&text, 128);
	put(&table, "log", ctl_text(answer, "origin"), "log");
	put_number(&table, "catatan diterbitkan", ctl_int(answer, "size"),
	    "entries published");
	put_number(&table, "menunggu diterbitkan", ctl_int(answer, "lag"),
	    "entries waiting");
	put(&table, "akar", ctl_text(answer, "root"), "root");
	ctl_when_put(&when, CTL_INDONESIAN, ctl_when_of(answer, "signed_at"),
	    &text);
	put(&table, "ditandatangani", hub_buf_str(&text), "signed");
	if (why[0] != '\0')
		put(&table, "terhenti", why, "stopped");
	hub_buf_release(&text);
	ctl_when_release(&when);
	(void)ctl_table_print(&table, ctl->out);
}

/* simpulctl audit status */
int
ctl_audit_status(struct ctl *ctl)
{
	json_t *answer = NULL;
	int status;

	if (!ctl_arguments(ctl, 0, 0))
		return CTL_FAILED;
	status = ctl_ask(ctl, "audit_status", NULL, &answer);
	if (status != CTL_GOOD)
		return status;
	if (ctl->json)
		ctl_print_json(ctl, answer);
	else
		print(ctl, answer);
	status = ctl_text(answer, "why")[0] == '\0' ? CTL_GOOD : CTL_BAD;
	json_decref(answer);
	return status;
}
