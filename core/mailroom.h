/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mailroom.h - all mailboxes of the hub, and the desk that their letters go
 * to.
 */
#ifndef MAILROOM_H
#define MAILROOM_H

#include "mail_desk.h"
#include "mailbox.h"

struct mailroom;
struct relay;

/* Reads every mailbox of relay->conf; NULL: no memory. */
struct mailroom *mailroom_new(struct relay *relay);
void mailroom_free(struct mailroom *room);
/* The configuration is another: mailboxes come and go. */
void mailroom_reload(struct mailroom *room);
/* A letter was stored; one was dealt with, so that it may be moved.  NULL is
 * no room. */
void mailroom_arrived(struct mailroom *room);
void mailroom_dealt(struct mailroom *room, const char *mailbox);
bool mailroom_busy(const struct mailroom *room);

/* One after the other; NULL at the end. */
const struct mailbox *mailroom_box(const struct mailroom *room, size_t index);
struct mail_desk_counts mailroom_counts(const struct mailroom *room);

#endif
