/* SPDX-License-Identifier: Apache-2.0 */
/*
 * omb_notice.h - one word of the contract as an element, and back.
 */
#ifndef OMB_NOTICE_H
#define OMB_NOTICE_H

#include "hub_buf.h"
#include "hub_error.h"
#include "hub_exchange.h"
#include "omb_case.h"
#include "omb_in.h"
#include "omb_word.h"

#define OMB_NOTE_MAX (256u * 1024u)

/* A whole element, with its namespace. */
void omb_notice_put(struct hub_buf *out, const struct hub_dispatch *what,
    const struct hub_at *at);
/* The same of something that was said earlier about a case. */
void omb_notice_put_said(struct hub_buf *out, const struct omb_word *word,
    const struct hub_event *event, const char *handoff);

/* Texts are borrowed from the document and from note, an empty buffer that
 * the caller releases after the event was emitted.  their_id is that of
 * `event` or "". */
enum hub_status omb_notice_get(const struct omb_word *word,
    const struct omb_in *in, struct hub_buf *note, struct hub_event *ret_event,
    struct hub_error *err);

/* A reason or decision as it came: one that nobody mapped is marked on the
 * event, and stands behind its text. */
void omb_notice_reason(struct hub_event *event, const char *reason,
    struct hub_buf *note);

#endif
