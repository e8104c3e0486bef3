/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "fsck_rules.h"

static const struct fsck_rule rules[] = {
	/* The audit log. */
	{ { "SELECT 0, a.seq - 1, a.seq FROM audit_entry a WHERE a.seq > 0"
	    " AND NOT EXISTS (SELECT 1 FROM audit_entry b"
	    " WHERE b.seq = a.seq - 1)" },
	    "audit log: entry %a is missing before entry %b" },
	{ { "SELECT case_id, count(*), max(case_seq) FROM audit_entry"
	    " WHERE case_id <> 0 GROUP BY case_id"
	    " HAVING count(*) <> max(case_seq) OR min(case_seq) <> 1"
	    " OR count(DISTINCT case_seq) <> count(*)" },
	    "case %i: %a audit entries are numbered up to %b" },
	{ { "SELECT c.id, 0, 0 FROM cases c WHERE NOT EXISTS"
	    " (SELECT 1 FROM audit_entry a WHERE a.case_id = c.id"
	    " AND a.case_id <> 0)" },
	    "case %i: no audit entry tells of it" },
	{ { "SELECT 0, sender, receiver FROM (SELECT sender, receiver,"
	    " count(*) AS n, max(chan_seq) AS last FROM handoff"
	    " GROUP BY sender, receiver) WHERE n <> last" },
	    "handoffs from institution %a to %b are not numbered"
	    " without gaps" },
	{ { "SELECT 0, h.sender, h.receiver FROM (SELECT sender, receiver,"
	    " max(chan_seq) AS last FROM handoff GROUP BY sender, receiver) h"
	    " LEFT JOIN channel c ON c.sender = h.sender"
	    " AND c.receiver = h.receiver"
	    " WHERE c.seq IS NULL OR c.seq < h.last" },
	    "channel from institution %a to %b is behind its"
	    " handoffs" },
	/* Custody. */
	{ { "SELECT c.id, c.holder, 0 FROM cases c WHERE c.state < 10"
	    " AND NOT EXISTS (SELECT 1 FROM institution i"
	    " WHERE i.id = c.holder)" },
	    "case %i: is open and nobody holds it (institution %a)" },
	{ { "SELECT case_id, count(*), 0 FROM handoff WHERE kind = 1"
	    " AND state IN (2, 3, 4) GROUP BY case_id HAVING count(*) > 1" },
	    "case %i: %a transfers hold it, one at most may" },
	{ { "SELECT h.case_id, h.receiver, c.holder FROM handoff h"
	    " JOIN cases c ON c.id = h.case_id WHERE h.kind = 1"
	    " AND h.state IN (2, 3, 4) AND c.state < 10"
	    " AND h.receiver <> c.holder" },
	    "case %i: institution %a took it, but institution %b holds it" },
	{ { "SELECT h.id, h.state, 0 FROM handoff h"
	    " JOIN cases c ON c.id = h.case_id WHERE h.kind = 1"
	    " AND h.state IN (11, 12, 13, 14) AND c.state < 10"
	    " AND c.state <> 5 AND c.joined = 0"
	    " AND NOT EXISTS (SELECT 1 FROM handoff n"
	    " WHERE n.case_id = h.case_id AND (n.id > h.id"
	    " OR (n.kind = 1 AND n.state IN (2, 3, 4))))"
	    " AND NOT EXISTS (SELECT 1 FROM dispute d WHERE"
	    " d.case_id = h.case_id AND (d.decided_at = 0"
	    " OR d.handoff_id = h.id))" },
	    "handoff %i: ended (state %a) without a successor, and nobody is"
	    " asked to decide" },
	{ { "SELECT id, 0, 0 FROM cases c WHERE c.state = 9 AND c.joined = 0"
	    " AND NOT EXISTS (SELECT 1 FROM dispute d WHERE d.case_id = c.id"
	    " AND d.decided_at = 0)" },
	    "case %i: is disputed, and nobody is asked to decide" },
	{ { "SELECT h.id, 0, 0 FROM handoff h JOIN cases c"
	    " ON c.id = h.case_id WHERE h.kind = 1 AND h.state = 1"
	    " AND c.state < 10 AND c.next_at = 0 AND NOT EXISTS"
	    " (SELECT 1 FROM dispute d WHERE d.case_id = c.id"
	    " AND d.decided_at = 0) AND NOT EXISTS (SELECT 1"
	    " FROM delivery p WHERE p.id = h.id AND p.state = 7)" },
	    "handoff %i: awaits a decision, and its limit is never looked"
	    " at" },
	{ { "SELECT h.id, 0, 0 FROM handoff h WHERE NOT EXISTS"
	    " (SELECT 1 FROM cases c WHERE c.id = h.case_id)" },
	    "handoff %i: its case is missing" },
	{ { "SELECT d.id, 0, 0 FROM delivery d WHERE NOT EXISTS"
	    " (SELECT 1 FROM handoff h WHERE h.id = d.handoff_id)" },
	    "delivery %i: its handoff is missing" },
	/* Lanes: one head, and something that moves it. */
	{ { "SELECT case_id, institution, count(*) FROM delivery"
	    " WHERE state < 10 AND ready = 1 GROUP BY case_id, institution"
	    " HAVING count(*) > 1" },
	    "case %i: its lane to institution %a has %b heads" },
	{ { "SELECT case_id, institution, count(*) FROM delivery"
	    " WHERE state < 10 GROUP BY case_id, institution"
	    " HAVING max(ready = 1 OR lease <> 0 OR state IN (3, 7)) = 0" },
	    "case %i: its lane to institution %a holds %b deliveries"
	    " and nothing moves it" },
	{ { "SELECT d.id, d.state, 0 FROM delivery d WHERE d.state < 10"
	    " AND (d.ready = 1 OR d.state IN (3, 7)) AND EXISTS"
	    " (SELECT 1 FROM delivery b WHERE b.case_id = d.case_id"
	    " AND b.institution = d.institution AND b.id < d.id"
	    " AND b.state < 10)" },
	    "delivery %i: is at work (state %a) before one that is older" },
	/* What rows point at. */
	{ { "SELECT c.id, c.content, 0 FROM cases c WHERE c.content <> 0"
	    " AND NOT EXISTS (SELECT 1 FROM content t"
	    " WHERE t.id = c.content)" },
	    "case %i: its content is missing" },
	{ { "SELECT d.id, d.request, 0 FROM delivery d WHERE d.request <> 0"
	    " AND NOT EXISTS (SELECT 1 FROM content t"
	    " WHERE t.id = d.request)" },
	    "delivery %i: its stored request is missing" },
	{ { "SELECT e.id, e.content, 0 FROM event e WHERE e.content <> 0"
	    " AND NOT EXISTS (SELECT 1 FROM content t"
	    " WHERE t.id = e.content)" },
	    "event %i: its content is missing" },
};

/* Every rule. */
const struct fsck_rule *
fsck_rules(size_t *ret_count)
{
	*ret_count = sizeof(rules) / sizeof(rules[0]);
	return rules;
}
