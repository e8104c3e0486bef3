/* SPDX-License-Identifier: Apache-2.0 */
/*
 * apply.h - one message's events on their way through the ledger, all or
 * none, with one result per event.
 *
 * The maker fills in the upper part, borrows it to the ledger until done, and
 * releases it in done.  Repeated delivery of the same message returns the
 * first result.
 */
#ifndef APPLY_H
#define APPLY_H

#include "act.h"
#include "heard_news.h"
#include "seen.h"
#include "steer.h"

struct apply {
	struct ledger_job ledger; /* ledger.job.done: the maker's */
	struct conf *conf;	  /* held by the maker */
	struct act_actor actor;
	const struct hub_event *events;
	size_t count;
	const struct steer *steer;   /* the coordinator's act that the one event
				    * belongs to, or NULL */
	const struct act_past *past; /* of the case that is brought, or NULL */
	struct audit_payload payload;
	const void *raw; /* the message, for HANDOFF events; or NULL */
	size_t raw_len;
	/* The worker's frame of the message, kept if its institution has a
	 * mapping; NULL: none. */
	const struct hub_buf *heard;
	enum heard_what heard_as;
	struct attachment_new *files; /* that came with it, stored */
	size_t file_count;
	/* Repetition of the whole message: scope and key, "" = none; and of
	 * each event by their_id. */
	const char *seen_scope, *seen_text;
	bool each_event;
	const uint8_t *seen_digest; /* 32 bytes of what came with the key */
	/* 32 bytes that are the same whenever this very message comes, or
	 * NULL: it counts once, whatever came of it. */
	const uint8_t *once;

	/* What came of it: rows[count], texts in the arena. */
	struct arena arena;
	struct hub_result *rows;
	struct act_wake wake;
	/* What was written about it in the audit log: how many entries, and
	 * the number of the first. */
	uint64_t entry_count, first_entry;
	bool key_reused;  /* the same key came with other bytes: nothing done */
	bool came_before; /* as once: nothing done */
};

/* Everything 0 or "", and the job's run set. */
void apply_init(struct apply *apply);
void apply_release(struct apply *apply);

#endif
