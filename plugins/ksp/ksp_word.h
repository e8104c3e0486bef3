/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ksp_word.h - what can be said about a handoff, and what it needs: the rows
 * of the README's table of types.  Every word is said in both directions.
 */
#ifndef KSP_WORD_H
#define KSP_WORD_H

#include "hub_buf.h"
#include "hub_event.h"

/* Members of data without which a word means nothing. */
enum ksp_need {
	KSP_NEEDS_TEXT = 1,
	KSP_NEEDS_REASON = 2,
	KSP_NEEDS_ASKED = 4,
	KSP_NEEDS_RATING = 8,
	KSP_NEEDS_DECISION = 16,
	KSP_NEEDS_CORRECTS = 32,
};

struct ksp_word {
	enum hub_event_kind kind;
	const char *word;
	unsigned needs;
	enum hub_audience audience; /* unless they say another */
};

/* NULL when the kind is none that is said on this wire. */
const struct ksp_word *ksp_word_of(enum hub_event_kind kind);

/* The word of a type, NULL when the type begins otherwise or nobody has
 * mapped it. */
const struct ksp_word *ksp_word_read(const char *prefix, const char *type);

/* Room for a type and its NUL. */
#define KSP_TYPE_SIZE 128
void ksp_word_type(const char *prefix, const struct ksp_word *word,
    char buf[KSP_TYPE_SIZE]);

/* A text and behind it a word of theirs that nobody mapped, in buf. */
const char *ksp_word_note(struct hub_buf *buf, const char *text,
    const char *name, const char *word);
#define KSP_NOTE_MAX (256u * 1024u)

#endif
