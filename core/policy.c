/* SPDX-License-Identifier: Apache-2.0 */
/* Whether a checkpoint satisfies a policy; policy_parse.c reads one. */
#include "config.h"

#include "policy.h"

void
policy_free(struct policy *policy)
{
	if (policy == NULL)
		return;
	arena_release(&policy->arena);
	free(policy);
}

/* Finds the log that signed the note and is named by its first line. */
static enum hub_status
find_log(const struct policy *policy, const struct note *note,
    struct policy_verdict *ret, struct hub_error *err)
{
	enum hub_status status;
	struct note_seal seal;
	bool found = false;

	for (size_t i = 0; i < policy->log_count; i++) {
		const struct note_key *key = &policy->logs[i].key;

		status = note_check(note, key, 1, &seal, err);
		if (status != HUB_OK)
			return status;
		if (!seal.good || found ||
		    !note_span_is(ret->checkpoint.origin, key->name))
			continue;
		ret->log = i;
		found = true;
	}
	return found
	    ? HUB_OK
	    : hub_fail(err, HUB_MALFORMED,
		  "none of the policy's %zu logs has signed the checkpoint as "
		  "its own",
		  policy->log_count);
}

/* Whether the quorum says yes.  Members stand before their groups, so one pass
 * over all is enough. */
static bool
has_quorum(const struct policy *policy, const struct note_seal *seals)
{
	unsigned yes[POLICY_WITNESSES_MAX + POLICY_GROUPS_MAX] = { 0 };
	const struct policy_voter *voter;
	bool says;

	if (policy->quorum < 0)
		return true;
	for (int i = 0; i <= policy->quorum; i++) {
		voter = &policy->voters[i];
		says = voter->witness < 0 ? yes[i] >= voter->needed
					  : seals[voter->witness].good;
		if (i == policy->quorum)
			return says;
		if (says && voter->parent >= 0)
			yes[voter->parent]++;
	}
	return false;
}

enum hub_status
policy_check(const struct policy *policy, const struct note *note,
    struct policy_verdict *ret, struct hub_error *err)
{
	struct policy_verdict verdict = { .cosigned = 0 };
	enum hub_status status;

	status = checkpoint_parse(note->text, &verdict.checkpoint, err);
	if (status == HUB_OK)
		status = find_log(policy, note, &verdict, err);
	for (size_t i = 0; i < policy->witness_count && status == HUB_OK; i++) {
		status = note_check(note, &policy->witnesses[i].key, 1,
		    &verdict.seals[i], err);
		verdict.cosigned += verdict.seals[i].good;
	}
	if (status != HUB_OK)
		return status;
	if (!has_quorum(policy, verdict.seals))
		return hub_fail(err, HUB_MALFORMED,
		    "the checkpoint is cosigned by %zu of %zu witnesses, which "
		    "is not what the quorum %.100s asks for",
		    verdict.cosigned, policy->witness_count,
		    policy->voters[policy->quorum].name);
	*ret = verdict;
	return HUB_OK;
}
