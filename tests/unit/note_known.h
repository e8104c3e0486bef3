/* SPDX-License-Identifier: Apache-2.0 */
/*
 * note_known.h - known answers of signed notes: those of the specification,
 * of Go's own example, of Go's public checksum database, and a cosignature
 * that others made.
 */
#ifndef NOTE_KNOWN_H
#define NOTE_KNOWN_H

#include "hub_buf.h"
#include "note.h"

struct known_note {
	const char *source;
	const char *signer; /* NULL: not published */
	const char *key, *note;
};

/* source NULL behind the last one. */
extern const struct known_note known_notes[];

/* The 32 bytes 0x11, 0, 0...; whose name, key, time and line: */
#define COSIGNER_NAME "example.org/witness"
#define COSIGNER_TIME 1234
extern const char cosigner_key[], cosigned_text[], cosigned_line[];

/* A key, a note and a seed that must be good. */
struct note_key known_key(const char *text);
struct note_signer known_signer(const char *text);
void known_parse(const char *text, struct note *ret);

#endif
