/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frame_table.h - the fields of handoffs, attachments and events as rows.
 *
 * Whoever handles these structs field by field (frames, copies, checks) walks
 * these rows, so that a new field is one row.  Rows are only ever appended:
 * their order is that of stored frames.
 */
#ifndef FRAME_TABLE_H
#define FRAME_TABLE_H

#include "frame.h"

struct frame_table {
	const struct frame_row *rows;
	size_t count;
};

/* Of struct hub_handoff, the complainant among it, attachments not. */
extern const struct frame_table frame_handoff_table;
/* Of struct hub_attachment. */
extern const struct frame_table frame_attachment_table;
/* Of struct hub_event without its handoff. */
extern const struct frame_table frame_event_table;

/* Every text "", everything else 0. */
void frame_table_clear(const struct frame_table *table, void *to);

#endif
