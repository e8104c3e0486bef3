/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cases_row.h - the columns of cases c and handoffs h in the order in which
 * case_row_read() and handoff_row_read() take them.
 */
#ifndef CASES_ROW_H
#define CASES_ROW_H

#define CASE_COLUMNS \
	"c.id, c.source, c.tracking_id, c.state, c.holder, c.holder_since," \
	" c.hops, c.flags, c.class, c.category, c.region, c.content," \
	" c.received, c.due_at, c.next_at, c.told, c.questions, c.paused_at," \
	" c.until_at, c.first_at, c.answered_at, c.ended_at, c.reopened," \
	" c.joined"
#define HANDOFF_COLUMNS \
	"h.id, h.case_id, h.parent, h.kind, h.sender, h.receiver, h.state," \
	" h.reason, h.chan_seq, h.hop, h.due_at, h.decided_at, h.told," \
	" h.dispute, h.taken_at, h.taken_by, h.first_at"

#endif
