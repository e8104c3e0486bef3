/* SPDX-License-Identifier: Apache-2.0 */
/*
 * emb_notice.h - what mail servers and mail programs report in parts made for
 * that: delivery status (RFC 3464) and disposition (RFC 8098).
 */
#ifndef EMB_NOTICE_H
#define EMB_NOTICE_H

#include "emb_letter.h"

/* False when it is none.  Of several recipients the worst counts; note is
 * the sentence of a failure. */
bool emb_notice_read(const struct hub_mail *mail, enum emb_sort *ret_sort,
    struct hub_buf *note);

#endif
