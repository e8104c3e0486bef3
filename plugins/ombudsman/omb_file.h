/* SPDX-License-Identifier: Apache-2.0 */
/*
 * omb_file.h - files of a message: base64 in place, or parts of MTOM that
 * stand behind the envelope and are named from inside by xop:Include.
 */
#ifndef OMB_FILE_H
#define OMB_FILE_H

#include "hub_buf.h"
#include "hub_event.h"
#include "hub_mail.h"
#include "hub_message.h"
#include "omb_in.h"

/* Files that one message may carry: as parts, or in place. */
#define OMB_FILES_MAX 60
#define OMB_FILES_INLINE_MAX 30

/* One file's element: with a reference to its part, or without its bytes. */
void omb_file_put(struct hub_buf *out, const struct hub_attachment *file,
    bool part);

/* The body of a request: an envelope in which each file refers to its part,
 * and the parts; or with the files in place of the references. */
void omb_file_send(struct hub_request *r, const struct hub_buf *envelope,
    const char *type, const struct hub_handoff *h);
void omb_file_send_inline(struct hub_request *r, const struct hub_buf *envelope,
    const char *type, const struct hub_handoff *h);

/* Files of an element onto the event emitted last; events may be NULL, to
 * look only whether they are good.  mail is NULL where there are no parts. */
enum hub_status omb_file_get(const struct omb_in *in,
    const struct hub_mail *mail, struct hub_events *events,
    struct hub_error *err);

#endif
