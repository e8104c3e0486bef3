/* SPDX-License-Identifier: Apache-2.0 */
/*
 * note.h - signed notes (C2SP signed-note): a text of lines, an empty line,
 * and a line for each signature of it.
 *
 * Nothing in a note is to be believed before note_check.  Signatures by keys
 * that are not known are passed over; a bad one by a known key condemns the
 * whole note.
 */
#ifndef NOTE_H
#define NOTE_H

#include "note_key.h"

struct note_signature {
	struct note_span name, base64; /* of id and signature */
	uint8_t id[NOTE_ID_SIZE];
};

/* Everything in it is borrowed from the bytes it was read from. */
struct note {
	struct note_span text; /* signed; ends in a newline */
	size_t count;
	struct note_signature signatures[NOTE_SIGNATURES_MAX];
};

/* What a key said of a note. */
struct note_seal {
	bool good;     /* it signed the note */
	uint64_t time; /* when, in seconds since 1970; 0: a key that says no
			* time */
};

/* Cuts a note; HUB_MALFORMED says what is wrong with it. */
enum hub_status note_parse(struct note_span bytes, struct note *ret,
    struct hub_error *err);
/* Fills a seal for each key, of several signatures of one the latest.
 * HUB_MALFORMED: a signature by one of them is bad. */
enum hub_status note_check(const struct note *note, const struct note_key *keys,
    size_t count, struct note_seal *ret_seals, struct hub_error *err);
/* The same with one key, which must have signed. */
enum hub_status note_check_one(const struct note *note,
    const struct note_key *key, struct note_seal *ret, struct hub_error *err);

/* Begins a note: appends the text, lines that all end in a newline, and the
 * empty line.  HUB_FAULT: it is no such text, or `out` is full. */
enum hub_status note_write(struct hub_buf *out, struct note_span text,
    struct hub_error *err);
/* Appends a signature of the text; `time` counts for NOTE_COSIGNATURE only. */
enum hub_status note_sign(struct hub_buf *out, struct note_span text,
    const struct note_signer *signer, uint64_t time, struct hub_error *err);

#endif
