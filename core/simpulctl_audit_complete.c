/* SPDX-License-Identifier: Apache-2.0 */
/* Whether a log's entries are all there and tell a possible story. */
#include "config.h"

#include "limits.h"
#include "logbook_walk.h"
#include "review.h"
#include "simpulctl_audit.h"
#include "simpulctl_desk.h"
#include "simpulctl_findings.h"

#define MINUTE_MS INT64_C(60000)
#define MINUTES_MAX (INT64_C(1) << 32)
#define WHERE_SIZE 64

/* A pass, and where what it finds goes. */
struct pass {
	struct ctl_desk desk;
	struct ctl_findings findings;
	struct review review;
	bool failed; /* no memory */
};

/* review_find_fn: one finding. */
static void
hear(void *ctx, const struct review_finding *finding)
{
	struct pass *pass = ctx;
	char where[WHERE_SIZE];

	if (finding->from == REVIEW_NONE)
		(void)snprintf(where, sizeof(where), "entry %llu",
		    (unsigned long long)finding->to);
	else
		(void)snprintf(where, sizeof(where), "entries %llu and %llu",
		    (unsigned long long)finding->from,
		    (unsigned long long)finding->to);
	ctl_findings_add(&pass->findings, review_kind_name(finding->kind),
	    where, finding->text);
}

/* logbook_entry_fn: the next entry. */
static bool
on_entry(void *ctx, uint64_t index, struct note_span bytes,
    const struct canon_entry *entry)
{
	struct pass *pass = ctx;

	(void)bytes;
	pass->failed = !review_add(&pass->review, index, entry);
	return !pass->failed;
}

/* Says how it ended. */
static int
conclude(struct pass *pass)
{
	const struct review *review = &pass->review;
	unsigned long long entries = (unsigned long long)review->entries;
	unsigned long long cases = (unsigned long long)review->cases.count;
	unsigned long long handoffs = (unsigned long long)review->handoffs;
	char whole[256];

	ctl_findings_close(&pass->findings);
	hub_json_put_int(&pass->findings.json, "entries", (int64_t)entries);
	hub_json_put_int(&pass->findings.json, "cases", (int64_t)cases);
	hub_json_put_int(&pass->findings.json, "handoffs", (int64_t)handoffs);
	(void)snprintf(whole, sizeof(whole),
	    "%llu catatan, %llu kasus, %llu penerusan: lengkap\n"
	    "%llu %s, %llu %s, %llu %s: complete",
	    entries, cases, handoffs, entries,
	    ctl_plural(entries, "entry", "entries"), cases,
	    ctl_plural(cases, "case", "cases"), handoffs,
	    ctl_plural(handoffs, "handoff", "handoffs"));
	return ctl_findings_end(&pass->findings, whole);
}

/* Reads the log. */
static int
run(struct pass *pass)
{
	struct ctl_desk *desk = &pass->desk;
	struct logbook_walk walk = { .book = &desk->book,
		.each = on_entry,
		.ctx = pass,
		.progress = ctl_desk_progress,
		.progress_ctx = desk };
	struct hub_error err = { "out of memory" };
	struct tlog_head head;
	enum hub_status status = HUB_FAULT;
	struct hub_buf note;

	hub_buf_init(&note, NOTE_MAX);
	if (!ctl_desk_head(desk, &note, &head)) {
		hub_buf_release(&note);
		return CTL_FAILED;
	}
	hub_buf_release(&note);
	ctl_findings_init(&pass->findings, desk->ctl);
	walk.size = head.size;
	walk.root = &head.root;
	status = logbook_walk_run(&walk, &err);
	if (status != HUB_OK || pass->failed) {
		ctl_findings_drop(&pass->findings);
		return ctl_fail(desk->ctl, "%s", err.text);
	}
	review_end(&pass->review);
	return conclude(pass);
}

/* simpulctl audit complete [DIR] */
int
ctl_audit_complete(struct ctl *ctl)
{
	struct pass pass = { .failed = false };
	int64_t minutes;
	int status = CTL_FAILED;

	if (!ctl_number(ctl, "--silence", AUDIT_SILENCE_MINUTES, &minutes) ||
	    !ctl_desk_options(&pass.desk, ctl))
		return CTL_FAILED;
	if (minutes > MINUTES_MAX)
		minutes = MINUTES_MAX;
	review_init(&pass.review);
	pass.review.find = hear;
	pass.review.ctx = &pass;
	pass.review.silence_ms = minutes * MINUTE_MS;
	if (ctl_arguments(ctl, 0, 1) &&
	    ctl_desk_open(&pass.desk, ctl->argc > 0 ? ctl->argv[0] : ""))
		status = run(&pass);
	review_release(&pass.review);
	ctl_desk_close(&pass.desk);
	return status;
}
