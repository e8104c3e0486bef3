/* SPDX-License-Identifier: Apache-2.0 */
/*
 * checkpoint.h - what a log says of its tree (C2SP tlog-checkpoint): the text
 * of a note that names the log, the size of its tree and the root.
 *
 * The log is named by its origin, which is the name of its key, too.  Ours
 * have no lines behind the root; those of others may.
 */
#ifndef CHECKPOINT_H
#define CHECKPOINT_H

#include "note.h"
#include "tlog.h"

/* Spans are borrowed from the text. */
struct checkpoint {
	struct note_span origin;
	struct tlog_head head;
	struct note_span extension; /* further lines, or none */
};

/* The text of a note as a checkpoint; says nothing about signatures.
 * HUB_MALFORMED says what is wrong with it. */
enum hub_status checkpoint_parse(struct note_span text, struct checkpoint *ret,
    struct hub_error *err);
/* A note that must be a checkpoint of the log with that key, signed by it. */
enum hub_status checkpoint_open(const struct note *note,
    const struct note_key *log, struct checkpoint *ret, struct hub_error *err);

/* Whether two origins are of one log, in whatever epochs. */
bool checkpoint_same_log(struct note_span a, struct note_span b);

/* Appends the text of a checkpoint; the origin is a name for a key. */
enum hub_status checkpoint_write(struct hub_buf *out, const char *origin,
    const struct tlog_head *head, struct hub_error *err);
/* Appends the whole note, signed by the log, whose name is the origin. */
enum hub_status checkpoint_sign(struct hub_buf *out,
    const struct tlog_head *head, const struct note_signer *log,
    struct hub_error *err);

#endif
