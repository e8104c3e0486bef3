/* SPDX-License-Identifier: Apache-2.0 */
/*
 * emb_bounce.h - letters of mail servers that could not deliver, in words of
 * their own instead of a report (qmail, Exim, Exchange, old sendmail).
 */
#ifndef EMB_BOUNCE_H
#define EMB_BOUNCE_H

#include "emb_letter.h"

/* False when it is none. text: all that can be read of it. */
bool emb_bounce_read(const struct hub_mail *mail, const char *text,
    enum emb_sort *ret_sort, struct hub_buf *note);

#endif
