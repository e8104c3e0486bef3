/* SPDX-License-Identifier: Apache-2.0 */
/*
 * arbiter.h - who decides a dispute: the coordinator, the first deputy that
 * is fit where the coordinator is recused or did not decide, or who stands
 * above.
 *
 * Recused is who is the reported body (or below it), has refused the case
 * itself, or is the target that was proposed.  Where nobody else is fit the
 * coordinator decides all the same: somebody must.
 */
#ifndef ARBITER_H
#define ARBITER_H

#include "act.h"
#include "disputes.h"

/* h: the case as it was handed in; proposed: a target's number, 0: none. */
struct arbiter_case {
	struct act *act;
	const struct hub_handoff *h;
	int64_t proposed;
};

struct arbiter {
	int64_t key; /* never 0 */
	enum dispute_stage stage;
};

/* Who is in office under the name of an institution that was asked: itself,
 * its successor, or NULL: nobody. */
const struct conf_institution *arbiter_in_office(const struct conf *conf,
    int64_t key, int64_t now_ms);
/* Whether the institution is in office and not recused. */
bool arbiter_fit(const struct arbiter_case *of,
    const struct conf_institution *inst);
/* Who is fit to be asked at that stage, 0: nobody. */
int64_t arbiter_at(const struct arbiter_case *of, enum dispute_stage stage);
/* Who is asked first. */
struct arbiter arbiter_first(const struct arbiter_case *of);
/* Who is asked in an arbiter's place: its successor or, where that one is
 * recused, who is fit at the stages after; the successor where nobody is. */
struct arbiter arbiter_instead(const struct arbiter_case *of,
    struct arbiter successor);
/* Who is to decide: as the dispute says, or NULL: who would be asked first. */
int64_t arbiter_asked(const struct arbiter_case *of,
    const struct dispute_row *dispute);
/* Whether the actor may: who is asked, or the coordinator unless recused. */
bool arbiter_may(const struct arbiter_case *of, int64_t asked);

#endif
