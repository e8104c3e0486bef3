/* SPDX-License-Identifier: Apache-2.0 */
/*
 * uni_note.h - what the standard has no element for, written in brackets
 * inside status_notes or description, in any place and both ways:
 *
 *	[reason: wrong_region] [target: pemprov-ntb] Bukan wilayah kami.
 *
 * reason, target, asked, rating, decision and corrects.  What does not read
 * stays in the text, for a person.
 */
#ifndef UNI_NOTE_H
#define UNI_NOTE_H

#include "hub_buf.h"
#include "hub_event.h"
#include "uni_doc.h"

struct uni_note {
	enum hub_reason reason;
	enum hub_asked asked;
	enum hub_decision decision;
	uint64_t rating;
	char target[UNI_LINE];
	char corrects[UNI_LINE];
	char unknown[UNI_LINE]; /* a reason that nobody mapped, or "" */
};

/* Takes the brackets out of a text; what is left goes behind out. */
void uni_note_read(const char *text, struct uni_note *ret_note,
    struct hub_buf *out);
/* Writes an event's text with the brackets before it. */
void uni_note_write(struct hub_buf *out, const struct hub_event *event);

#endif
