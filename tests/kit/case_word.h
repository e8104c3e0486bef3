/* SPDX-License-Identifier: Apache-2.0 */
/*
 * case_word.h - the members of the contract's structs by name, to be set from
 * text and written as text.
 */
#ifndef CASE_WORD_H
#define CASE_WORD_H

#include "arena.h"
#include "hub_exchange.h"

enum case_kind {
	CASE_TEXT,
	CASE_TIME,   /* int64_t as RFC 3339 */
	CASE_INT,    /* int64_t */
	CASE_COUNT,  /* uint64_t */
	CASE_NUMBER, /* unsigned */
	CASE_FLAG,   /* bool, true or false */
	CASE_WORD,   /* an enum, by its name */
};

/* The lists of words that a member of kind CASE_WORD may be from. */
enum case_list {
	CASE_LIST_NONE,
	CASE_KINDS,
	CASE_CLASSES,
	CASE_CHANNELS,
	CASE_REASONS,
	CASE_AUDIENCES,
	CASE_DECISIONS,
	CASE_ASKED,
	CASE_EVENTS,
	CASE_APPLIED,
	CASE_PURPOSES,
	CASE_PROOFS,
};

struct case_member {
	const char *name;
	enum case_kind kind;
	size_t offset;
	enum case_list list;
};

/* Tables end with a NULL name. */
extern const struct case_member case_handoff[];
extern const struct case_member case_event[];
extern const struct case_member case_names[];
extern const struct case_member case_result[];
extern const struct case_member case_at[];

/* The row of that name, or NULL. */
const struct case_member *case_find(const struct case_member *table,
    const char *name);
/* Sets the member from text, which must outlive the struct; false when it is
 * of another form. */
bool case_set(const struct case_member *member, void *to, const char *text);
/* The member as text, "" when it is not given; numbers in buf. */
#define CASE_TEXT_SIZE 40
const char *case_get(const struct case_member *member, const void *from,
    char buf[CASE_TEXT_SIZE]);

/* "id | name | type | size" */
bool case_attachment(struct arena *arena, const char *text,
    struct hub_attachment *ret);

#endif
