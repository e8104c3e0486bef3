/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ksp_event.h - one CloudEvent of an institution as an event of the hub.
 */
#ifndef KSP_EVENT_H
#define KSP_EVENT_H

#include "hub_buf.h"
#include "hub_error.h"
#include "hub_event.h"
#include "hub_json.h"

/* Texts are borrowed from the document and from note, an empty buffer that
 * the caller releases after the event was emitted.  A type that nobody mapped
 * becomes a comment for the coordinator; HUB_MALFORMED names the member, what
 * was found and what was expected. */
enum hub_status ksp_event_read(const char *prefix, const struct hub_json *doc,
    struct hub_buf *note, struct hub_event *ret_event, struct hub_error *err);

#endif
