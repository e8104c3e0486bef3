/* SPDX-License-Identifier: Apache-2.0 */
/*
 * logbook_damage.h - the kinds of damage that a published log may have, each
 * with a name for programs; simpulctl-audit(1) says what they mean.
 *
 * A finding is one place where one kind was found.
 */
#ifndef LOGBOOK_DAMAGE_H
#define LOGBOOK_DAMAGE_H

enum logbook_damage {
	/* checkpoints: the log's own, then kept ones, then an auditor's */
	DAMAGE_CHECKPOINT_MISSING,
	DAMAGE_CHECKPOINT_FORM,
	DAMAGE_CHECKPOINT_UNTRUSTED,
	DAMAGE_ROOT,
	DAMAGE_HISTORY_FORM,
	DAMAGE_HISTORY_UNTRUSTED,
	DAMAGE_HISTORY_NAME,
	DAMAGE_HISTORY_FORK,
	DAMAGE_HISTORY_AHEAD,
	DAMAGE_OLD_NONE,
	DAMAGE_OLD_UNTRUSTED,
	DAMAGE_OLD_FORK,
	DAMAGE_OLD_AHEAD,
	/* files */
	DAMAGE_TILE_MISSING,
	DAMAGE_TILE_FORM,
	DAMAGE_TILE_HASH,
	DAMAGE_TILE_ABOVE,
	DAMAGE_TILE_NARROW,
	DAMAGE_BUNDLE_MISSING,
	DAMAGE_BUNDLE_FORM,
	DAMAGE_BUNDLE_NARROW,
	DAMAGE_UNREADABLE,
	DAMAGE_STRANGER,
	DAMAGE_LINK,
	DAMAGE_SCHEMA,
	DAMAGE_POLICY,
	/* entries */
	DAMAGE_ENTRY_CHANGED,
	DAMAGE_ENTRY_DISAGREES,
	DAMAGE_ENTRY_FORM,
	DAMAGE_ENTRY_SOURCE,
	DAMAGE_ENTRY_FIRST,
	DAMAGE_ENTRY_EPOCH,
	DAMAGES
};

struct logbook_finding {
	enum logbook_damage damage;
	const char *where; /* a file, or an entry; borrowed for the call */
	const char *text;  /* what is wrong there; borrowed as well */
};

/* Told of each finding. */
typedef void logbook_find_fn(void *ctx, const struct logbook_finding *finding);

/* "entry-changed". */
const char *logbook_damage_name(enum logbook_damage damage);

#endif
