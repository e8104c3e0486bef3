/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mail_desk.h - letters that are stored, on their way through the workers:
 * each understood, applied, answered by a letter where its plugin has one to
 * say, and done.
 *
 * A few at a time, never two of one institution, the oldest first.  What a
 * kill interrupts is begun again; what was said twice is one event.
 */
#ifndef MAIL_DESK_H
#define MAIL_DESK_H

#include <stdbool.h>
#include <stdint.h>

struct mail_desk;
struct relay;

struct mail_desk_counts {
	uint64_t understood, answered, held, trayed;
};

/* NULL: no memory. */
struct mail_desk *mail_desk_new(struct relay *relay);
/* Nothing of it may be under way. */
void mail_desk_free(struct mail_desk *desk);
/* Something may be due. */
void mail_desk_wake(struct mail_desk *desk);
bool mail_desk_busy(const struct mail_desk *desk);
struct mail_desk_counts mail_desk_counts(const struct mail_desk *desk);

#endif
