/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "simpulctl_account.h"

#include "logbook_walk.h"

/* An account as it is read. */
struct reading {
	struct account *account;
	bool failed; /* no memory */
};

/* logbook_entry_fn: the next entry. */
static bool
on_entry(void *ctx, uint64_t index, struct note_span bytes,
    const struct canon_entry *entry)
{
	struct reading *reading = ctx;

	(void)bytes;
	reading->failed = !account_add(reading->account, index, entry);
	return !reading->failed;
}

bool
ctl_account_read(struct ctl_desk *desk, struct account *account)
{
	struct reading reading = { account, false };
	struct logbook_walk walk = { .book = &desk->book,
		.each = on_entry,
		.ctx = &reading,
		.progress = ctl_desk_progress,
		.progress_ctx = desk };
	struct hub_error err = { "out of memory" };
	struct tlog_head head;
	struct hub_buf note;
	bool known;

	hub_buf_init(&note, NOTE_MAX);
	known = ctl_desk_head(desk, &note, &head);
	hub_buf_release(&note);
	if (!known)
		return false;
	walk.size = head.size;
	walk.root = &head.root;
	if (logbook_walk_run(&walk, &err) == HUB_OK && !reading.failed)
		return true;
	(void)ctl_fail(desk->ctl, "%s", err.text);
	return false;
}
