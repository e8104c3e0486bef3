/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tlog_bundle.h - entries of a log one behind the other in a file (C2SP
 * tlog-tiles): before each stand two bytes, its length.
 */
#ifndef TLOG_BUNDLE_H
#define TLOG_BUNDLE_H

#include "hub_buf.h"
#include "note_span.h"

#define TLOG_ENTRY_MAX 65535u

/* Appends an entry; false when it is too long or `out` is full. */
bool tlog_bundle_add(struct hub_buf *out, const void *entry, size_t len);
/* Takes the first entry off; false when nothing is left, or, if rest->len is
 * not 0, when the bytes end within an entry. */
bool tlog_bundle_take(struct note_span *rest, struct note_span *ret_entry);

#endif
