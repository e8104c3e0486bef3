/* SPDX-License-Identifier: Apache-2.0 */
/* Two logs held against each other, or a log against an institution's list. */
#include "config.h"

#include <string.h>

#include "limits.h"
#include "reconcile.h"
#include "simpulctl_account.h"
#include "simpulctl_audit.h"
#include "simpulctl_findings.h"
#include "simpulctl_list.h"

#define WHERE_SIZE 64

/* One of the two. */
struct side {
	const char *name; /* "A" */
	struct ctl_desk desk;
	struct account account;
};

/* Two logs, and where what is found goes. */
struct pair {
	struct ctl_findings findings;
	struct side a, b;
	const struct side *sender, *receiver; /* of the present direction */
	int64_t skew_ms;
	const char *b_name, *a_name; /* what they call each other, or "" */
	uint64_t matched, waiting;
	bool common; /* they have a handoff in common */
};

/* reconcile_find_fn: one finding. */
static void
hear(void *ctx, const struct reconcile_finding *finding)
{
	struct pair *pair = ctx;
	char where[WHERE_SIZE];

	(void)snprintf(where, sizeof(where), "%s entry %llu",
	    finding->at_receiver ? pair->receiver->name : pair->sender->name,
	    (unsigned long long)finding->entry);
	ctl_findings_add(&pair->findings, reconcile_kind_name(finding->kind),
	    where, finding->text);
}

/* What one hands to the other; false after saying what is wrong. */
static bool
match(struct pair *pair, struct side *sender, struct side *receiver)
{
	bool forth = sender == &pair->a, memory = false;
	struct reconcile run = { .sender = &sender->account,
		.receiver = &receiver->account,
		.receiver_name = forth ? pair->b_name : pair->a_name,
		.sender_name = forth ? pair->a_name : pair->b_name,
		.skew_ms = pair->skew_ms,
		.find = hear,
		.ctx = pair };

	pair->sender = sender;
	pair->receiver = receiver;
	pair->common = reconcile_run(&run, &memory) || pair->common;
	pair->matched += run.matched;
	pair->waiting += run.waiting;
	if (memory)
		(void)ctl_fail(sender->desk.ctl, "out of memory");
	return !memory;
}

/* Says how it ended. */
static int
conclude(struct pair *pair)
{
	unsigned long long matched = (unsigned long long)pair->matched;
	unsigned long long waiting = (unsigned long long)pair->waiting;
	char whole[256];

	ctl_findings_close(&pair->findings);
	hub_json_put_int(&pair->findings.json, "matched", (int64_t)matched);
	hub_json_put_int(&pair->findings.json, "waiting", (int64_t)waiting);
	(void)snprintf(whole, sizeof(whole),
	    "%llu penerusan sama di keduanya, %llu belum sampai\n"
	    "%llu %s, %llu %s not arrived yet",
	    matched, waiting, matched,
	    ctl_plural(matched, "handoff agrees", "handoffs agree"), waiting,
	    ctl_plural(waiting, "has", "have"));
	return ctl_findings_end(&pair->findings, whole);
}

/* Both directions. */
static int
run(struct pair *pair)
{
	struct ctl *ctl = pair->a.desk.ctl;
	bool good;

	if (!ctl_account_read(&pair->a.desk, &pair->a.account) ||
	    !ctl_account_read(&pair->b.desk, &pair->b.account))
		return CTL_FAILED;
	ctl_findings_init(&pair->findings, ctl);
	good = match(pair, &pair->a, &pair->b) &&
	    match(pair, &pair->b, &pair->a);
	if (good && pair->common)
		return conclude(pair);
	ctl_findings_drop(&pair->findings);
	return good ? ctl_fail(ctl,
			  "the logs have no handoff in common; say with --b "
			  "what A calls B, and with --a what B calls A")
		    : CTL_FAILED;
}

/* Opens a side with the options of the first. */
static bool
open_side(struct side *side, const struct ctl_desk *first, const char *dir)
{
	side->desk.policy_file = first->policy_file;
	side->desk.vkey = first->vkey;
	return ctl_desk_open(&side->desk, dir);
}

/* Two logs. */
static int
reconcile_logs(struct ctl *ctl, struct pair *pair)
{
	int status = CTL_FAILED;

	account_init(&pair->a.account);
	account_init(&pair->b.account);
	if (ctl_arguments(ctl, 2, 2) &&
	    open_side(&pair->a, &pair->a.desk, ctl->argv[0]) &&
	    open_side(&pair->b, &pair->a.desk, ctl->argv[1]))
		status = run(pair);
	account_release(&pair->a.account);
	account_release(&pair->b.account);
	return status;
}

/* Options of two logs; false after saying what is wrong. */
static bool
take_options(struct ctl *ctl, struct pair *pair)
{
	int64_t seconds;

	pair->a_name = ctl_value(ctl, "--a", "");
	pair->b_name = ctl_value(ctl, "--b", "");
	if (!ctl_number(ctl, "--skew", AUDIT_SKEW_S, &seconds))
		return false;
	pair->skew_ms = (seconds > UINT32_MAX ? UINT32_MAX : seconds) * 1000;
	if (pair->a_name != NULL && pair->b_name != NULL &&
	    ctl_desk_options(&pair->a.desk, ctl))
		return ctl_desk_options(&pair->b.desk, ctl);
	ctl_usage(ctl->err, ctl->command);
	return false;
}

/* simpulctl audit reconcile A B, or --csv FILE --map MAP DIR */
int
ctl_audit_reconcile(struct ctl *ctl)
{
	struct pair pair = { .a = { .name = "A" }, .b = { .name = "B" } };
	const char *list = ctl_value(ctl, "--csv", "");
	int status;

	if (list == NULL) {
		ctl_usage(ctl->err, ctl->command);
		return CTL_FAILED;
	}
	if (list[0] != '\0')
		return ctl_list_reconcile(ctl, list);
	if (!take_options(ctl, &pair))
		return CTL_FAILED;
	status = reconcile_logs(ctl, &pair);
	ctl_desk_close(&pair.a.desk);
	ctl_desk_close(&pair.b.desk);
	return status;
}
