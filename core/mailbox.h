/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mailbox.h - a mailbox of ours, read in rounds: what is new is listed in
 * bounded steps and stored letter by letter; what was dealt with is moved to
 * the folder of those done.
 *
 * A new UIDVALIDITY begins at the first letter again; those that are here
 * already are known by their names.  It holds nothing that a kill would lose.
 */
#ifndef MAILBOX_H
#define MAILBOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mailbox;
struct relay;

/* Reads the mailbox of that name of relay->conf, from now on; NULL: no
 * memory. */
struct mailbox *mailbox_new(struct relay *relay, const char *name);
/* Nothing of it may be under way. */
void mailbox_free(struct mailbox *box);
/* Something of it was dealt with: a round now. */
void mailbox_wake(struct mailbox *box);
/* Its settings are others: what failed is tried again now. */
void mailbox_renew(struct mailbox *box);
bool mailbox_busy(const struct mailbox *box);

/* The name of its section. */
const char *mailbox_name(const struct mailbox *box);
/* When it was last read to its end, 0: never; and what went wrong the last
 * time, "" for nothing. */
int64_t mailbox_read_ms(const struct mailbox *box);
const char *mailbox_problem(const struct mailbox *box);
/* Letters stored, and doubles among them, since the start. */
uint64_t mailbox_taken(const struct mailbox *box);
uint64_t mailbox_doubled(const struct mailbox *box);

#endif
