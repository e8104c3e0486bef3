/* SPDX-License-Identifier: Apache-2.0 */
/*
 * case_said.h - what a plugin said, or should have said, as text: groups of
 * lines, some with a body, so that the two can be held side by side.
 */
#ifndef CASE_SAID_H
#define CASE_SAID_H

#include "case_play.h"

#define SAID_LINES 128

struct said_group {
	struct said_group *next;
	const char *lines[SAID_LINES]; /* "key = value", escaped */
	size_t count;
	const char *type, *body;
	size_t body_len;
	bool exact; /* every byte counts, also in JSON */
	int line;   /* in the case file; 0 for what was said */
};

struct case_said {
	struct arena arena;
	struct said_group *groups;
	const char *error; /* "" or "malformed: a sentence" */
};

void case_said_release(struct case_said *said);

/* Makes the call that the expected section stands for. */
void case_said_call(struct case_play *play, const char *section,
    struct case_said *ret);
/* What the section, with the [part]s behind it, expects. */
void case_said_expect(const struct case_section *section,
    struct case_said *ret);

/* Writes the first difference as lines that begin with "# "; true when there
 * is none. */
bool case_said_match(const struct case_said *got, const struct case_said *want,
    struct hub_buf *out);

#endif
