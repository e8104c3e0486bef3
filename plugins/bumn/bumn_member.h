/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bumn_member.h - the members of a case and of an event as a map sees and says
 * them: those of struct hub_handoff and struct hub_event, by name.
 *
 * What is not given is left out, and null says the same.  Errors name the
 * member by its path and never what stands in it.
 */
#ifndef BUMN_MEMBER_H
#define BUMN_MEMBER_H

#include "hub_event.h"
#include "hub_json.h"

/* Members into the object that is open. */
void bumn_member_put_handoff(struct hub_json_out *out,
    const struct hub_handoff *h);
void bumn_member_put_event(struct hub_json_out *out, const struct hub_event *e);

/* A path in what a map said, for errors: ".events[2].reason". */
struct bumn_place {
	const char *verb, *path; /* "conclude", ".events[2]" */
};

/* Whoever reads a map's words.  Notes hold texts that were put together; the
 * buffer has all its room from the start, so that none of them moves. */
struct bumn_reading {
	struct bumn_place place;
	struct hub_buf *notes; /* borrowed; a text and its NUL each */
	struct hub_error *err;
};
#define BUMN_TEXT_MAX (64u * 1024u) /* one text of an event */
#define BUMN_NOTES_MAX (4u * BUMN_TEXT_MAX)

/* All members of an event, texts borrowed from the document or from notes.
 * A kind that nobody knows makes it a COMMENT, a reason or an audience is
 * noted behind the text: unmapped is set.  HUB_FAULT: the map says no event. */
enum hub_status bumn_member_get_event(const struct hub_json *v,
    const struct bumn_reading *r, struct hub_event *ret);

#endif
