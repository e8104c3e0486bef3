/* SPDX-License-Identifier: Apache-2.0 */
/*
 * beside.h - handoffs beside the custody of a case: a copy has no duty, a
 * co-handler works on its part, a watcher looks on while the holder stays.
 *
 * What they say moves neither case nor holder and is no answer to the
 * complainant: it goes to the holder, who leads, and to the coordinator.  They
 * end with the case at the latest.
 */
#ifndef BESIDE_H
#define BESIDE_H

#include "offer.h"

/* Why an institution cannot be given such a handoff of the act's case, in the
 * act's arena; "": it can.  Looks at transfers, too. */
enum db_code beside_problem(struct act *act, enum hub_kind kind,
    const struct conf_institution *to, const char **ret_problem);
/* The same by the case alone, before it has a row. */
const char *beside_barred(struct act *act, const struct hub_handoff *h,
    enum hub_kind kind, const struct conf_institution *to);
/* Makes one, with its own entry.  rule: what led there. */
enum db_code beside_make(struct act *act, const struct offer *offer,
    const char *rule);

/* What an event of the act's handoff counts as: an answer of a co-handler is
 * its contribution, one of a watcher a comment.  *room holds what differs. */
const struct hub_event *beside_heard(const struct act *act,
    struct hub_event *room);
/* Tells whom the act's event is for, where its handoff is no transfer. */
enum db_code beside_tell(struct act *act);
/* Tells those beside it what was said about the act's transfer. */
enum db_code beside_also(struct act *act);
/* A text for one institution about its own handoff of the case, or the act's;
 * those without a wire read it in the timeline. */
enum db_code beside_say(struct act *act, int64_t institution,
    const struct hub_event *event);

/* One was refused, given back, not decided on or not brought: holder and
 * coordinator are told; what waited for it goes on. */
enum db_code beside_lost(struct act *act, const struct handoff_row *old);
/* The act's case has a new holder: a handoff beside it that they had ends. */
enum db_code beside_absorb(struct act *act);
/* The act's case has ended: all end, and are told. */
enum db_code beside_close(struct act *act);

#endif
