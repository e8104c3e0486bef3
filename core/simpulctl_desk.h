/* SPDX-License-Identifier: Apache-2.0 */
/*
 * simpulctl_desk.h - an auditor's desk: a published log as a folder, and whom
 * the auditor trusts.
 *
 * Trust comes from --policy FILE or --vkey KEY; without them from the folder's
 * own policy, which proves only that the folder agrees with itself, or, where
 * the folder is the hub's, from the key in its configuration.  No hub needs to
 * run.
 */
#ifndef SIMPULCTL_DESK_H
#define SIMPULCTL_DESK_H

#include "conf.h"
#include "logbook.h"
#include "policy.h"
#include "simpulctl.h"

struct ctl_desk {
	struct ctl *ctl;
	struct conf *conf; /* owned; NULL: not needed */
	struct logbook book;
	struct policy *policy;		/* owned */
	struct hub_buf trust;		/* the policy's text */
	bool own;			/* it is the folder's own */
	const char *policy_file, *vkey; /* as typed, or "" */
	bool on_terminal;
	unsigned shown; /* per cent */
};

/* Takes the options out; false after saying what is wrong. */
bool ctl_desk_options(struct ctl_desk *desk, struct ctl *ctl);
/* Opens a folder, "": the hub's own; false after saying what is wrong. */
bool ctl_desk_open(struct ctl_desk *desk, const char *dir);
/* Trust alone, for what needs no folder. */
bool ctl_desk_trust(struct ctl_desk *desk);
void ctl_desk_close(struct ctl_desk *desk);

/* What the log's checkpoint says, signed as the policy asks; its bytes stay in
 * `note`.  False after saying what is wrong. */
bool ctl_desk_head(struct ctl_desk *desk, struct hub_buf *note,
    struct tlog_head *ret);
/* Bytes of a checkpoint that the policy takes, else err says why not. */
enum hub_status ctl_desk_judge(const struct ctl_desk *desk,
    struct note_span bytes, struct tlog_head *ret, struct hub_error *err);

/* Shows how far long work is, where a person looks on; ctx is the desk. */
void ctl_desk_progress(void *ctx, uint64_t done, uint64_t total);

#endif
