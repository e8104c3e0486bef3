/* SPDX-License-Identifier: Apache-2.0 */
/*
 * checkpoint_find.h - checkpoints in whatever bytes somebody has kept: a
 * letter, a capture of HTTP, a file that is one.
 *
 * Found are notes as they are, and the base64 of one behind the name
 * Simpul-Checkpoint (a header of HTTP or mail, folded or not, an element or a
 * member), also in the parts of a letter, decoded, and in letters within it.
 * Nothing is said about signatures.  hub_mail_warm() comes first.
 */
#ifndef CHECKPOINT_FIND_H
#define CHECKPOINT_FIND_H

#include "checkpoint.h"

/* Told of each, the note's bytes; false ends the search. */
typedef bool checkpoint_found_fn(void *ctx, struct note_span bytes);

/* How many were found; one that stands there several times counts once. */
size_t checkpoint_find(struct note_span bytes, checkpoint_found_fn *found,
    void *ctx);

#endif
