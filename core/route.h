/* SPDX-License-Identifier: Apache-2.0 */
/*
 * route.h - where a case goes: an explicit target beats the rules, the rules
 * are read in order, no match goes to the coordinator ("no wrong door").
 *
 * Whoever is retired or past valid_until leads to the successor; who is not
 * in office takes nothing.  A supervisory or secret case goes neither to its
 * reported body nor to whoever stands below that by `superior`, by whatever
 * way it was proposed.  Time is an argument; nothing here is kept or written.
 */
#ifndef ROUTE_H
#define ROUTE_H

#include "conf.h"
#include "hub_handoff.h"

struct route_choice {
	const struct conf_institution *to; /* never NULL */
	/* Its name; "explicit"; or of the last resort "coordinator", "deputy",
	 * "above": no rule may be called so. */
	const char *rule;
};

/* skip says which institutions are out of the question (they refused the
 * case, say); NULL: none.  It does not bind the last resort. */
typedef bool route_skip_fn(void *ctx, const struct conf_institution *inst);

/* The explicit target (h->receiver), the first rule that fits and whose
 * institution may take the case, or the last resort: the coordinator, else
 * the first deputy, else above.  The coordinator also when none of them may. */
struct route_choice route_choose(const struct conf *conf,
    const struct hub_handoff *h, int64_t now_ms, route_skip_fn *skip,
    void *ctx);

enum route_verdict {
	ROUTE_CHOSEN,
	ROUTE_LATER,	/* it fits, behind the one that was chosen */
	ROUTE_UNFIT,	/* conditions do not hold */
	ROUTE_NOBODY,	/* nobody is in office there */
	ROUTE_REPORTED, /* the reported body, or below it */
	ROUTE_SKIPPED,
	ROUTE_BESIDE, /* it fits, and gives a copy or a watcher beside */
};

struct route_unfit {
	const char *condition; /* the setting's name */
	const char *found;     /* "": the case does not say */
	const char *const *expected;
};

/* What the walk found of one rule; borrowed for the call. */
#define ROUTE_CONDITIONS 5
struct route_finding {
	const char *rule, *target;
	const char *where;		   /* in conf.d, or "" */
	const struct conf_institution *to; /* in office; NULL: nobody */
	enum route_verdict verdict;
	struct route_unfit unfit[ROUTE_CONDITIONS];
	size_t unfit_count;
};
typedef void route_hear_fn(void *ctx, const struct route_finding *finding);

/* The same walk as route_choose without skip, told rule by rule to its end. */
struct route_choice route_explain(const struct conf *conf,
    const struct hub_handoff *h, int64_t now_ms, route_hear_fn *hear,
    void *ctx);

/* Every institution that a rule gives a part beside the one that takes the
 * case (setting `as`), and that may have it. */
typedef void route_beside_fn(void *ctx, const struct conf_route *rule,
    const struct conf_institution *inst);
void route_besides(const struct conf *conf, const struct hub_handoff *h,
    int64_t now_ms, route_beside_fn *each, void *ctx);

/* Whether the rules find a proposed institution competent: it may take the
 * case, and it is the source's explicit target, or the target of some rule
 * (not only the first) whose conditions all hold.  Asked with h as it was
 * handed in. */
bool route_competent(const struct conf *conf, const struct hub_handoff *h,
    int64_t now_ms, const struct conf_institution *inst);
/* Whether it is in office itself, and not barred as reported body. */
bool route_may_take(const struct conf *conf, const struct hub_handoff *h,
    int64_t now_ms, const struct conf_institution *inst);
/* Who is in office under an id, a former one too; NULL: nobody. */
const struct conf_institution *route_in_office(const struct conf *conf,
    const char *name, int64_t now_ms);
/* The last resort for a case: who coordinates it; never NULL. */
const struct conf_institution *route_arbiter(const struct conf *conf,
    const struct hub_handoff *h, int64_t now_ms);
/* Who a case is barred from by its reported body; NULL: nobody. */
const struct conf_institution *route_reported(const struct conf *conf,
    const struct hub_handoff *h);
/* The coordinator's own institution. */
const struct conf_institution *route_coordinator(const struct conf *conf);

#endif
