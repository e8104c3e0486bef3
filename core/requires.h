/* SPDX-License-Identifier: Apache-2.0 */
/*
 * requires.h - what a case must have before it goes to an institution that
 * says so (setting `requires`): an Ombudsman takes a complaint by law 37/2008
 * art. 24 with who complains, proof that the provider was asked first, and
 * the complainant's own word; and after the provider failed.
 *
 * Without it the hub asks instead of sending.  Pure, but for the facts.
 */
#ifndef REQUIRES_H
#define REQUIRES_H

#include "act.h"

struct requires_facts {
	const struct hub_handoff *h; /* as it was handed in */
	int64_t now_ms;
	int64_t due_ms; /* the citizen's clock, 0: it stands still */
	bool objected;	/* the complainant disagreed with an answer */
};

/* Of an act's case; of one that is just coming in, too. */
enum db_code requires_look(struct act *act, const struct hub_handoff *h,
    struct requires_facts *ret);
/* Whether an institution asks for that at all. */
bool requires_has(const struct conf_institution *inst, const char *what);
/* Whether nothing is missing. */
bool requires_met(const struct conf_institution *inst,
    const struct requires_facts *facts);

/* What an act's case lacks, as one sentence in the act's arena; "": nothing. */
enum db_code requires_problem(struct act *act, const struct hub_handoff *h,
    const struct conf_institution *inst, const char **ret_problem);

enum requires_tongue {
	REQUIRES_NAMES,	   /* for whoever calls: "identity (birth_date)" */
	REQUIRES_SENTENCE, /* for people, in Indonesian: what they can give */
};

/* Appends what is missing, comma between. */
void requires_list(const struct conf_institution *inst,
    const struct requires_facts *facts, enum requires_tongue tongue,
    struct hub_buf *out);

#endif
