/* SPDX-License-Identifier: Apache-2.0 */
/*
 * policy.h - whom an auditor trusts (C2SP tlog-policy): logs, witnesses, and
 * how many of which witnesses must have cosigned a checkpoint.
 *
 * A policy is a file of lines:
 *	log VKEY [URL]
 *	witness NAME VKEY [URL]
 *	group NAME all|any|K MEMBER...
 *	quorum NAME|none
 * A witness or group is a member of one group at most, and stands before it.
 */
#ifndef POLICY_H
#define POLICY_H

#include "arena.h"
#include "checkpoint.h"

/* A log or a witness. */
struct policy_party {
	const char *url; /* "": none is given */
	struct note_key key;
};

/* A witness or a group, who says yes or no to a checkpoint. */
struct policy_voter {
	const char *name;
	int parent;	 /* the group it is a member of, -1: none */
	int witness;	 /* -1: a group */
	unsigned needed; /* of a group: members that say yes */
};

/* Owned texts; the quorum is a voter, or -1: none is asked for. */
struct policy {
	struct arena arena;
	size_t log_count, witness_count, voter_count;
	int quorum;
	struct policy_party logs[POLICY_LOGS_MAX];
	struct policy_party witnesses[POLICY_WITNESSES_MAX];
	struct policy_voter voters[POLICY_WITNESSES_MAX + POLICY_GROUPS_MAX];
};

/* What a policy found. */
struct policy_verdict {
	struct checkpoint checkpoint;
	size_t log;				      /* who signed */
	size_t cosigned;			      /* witnesses who did */
	struct note_seal seals[POLICY_WITNESSES_MAX]; /* of each witness */
};

/* The bytes of a file; HUB_MALFORMED names the line and what is wrong with it.
 * A policy that was made is freed with policy_free. */
enum hub_status policy_parse(struct note_span bytes, struct policy **ret,
    struct hub_error *err);
void policy_free(struct policy *policy);

/* A note that must be a checkpoint of one of the logs, cosigned as the quorum
 * asks; HUB_MALFORMED says why it is not. */
enum hub_status policy_check(const struct policy *policy,
    const struct note *note, struct policy_verdict *ret, struct hub_error *err);

#endif
