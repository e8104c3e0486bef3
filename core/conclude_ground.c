/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "conclude_ground.h"

#include "conf_institution.h"

/* Of an answer: only that they want it later. */
static const char *
of_answer(const struct conclude *c)
{
	for (size_t i = 0; i < c->count; i++)
		if (c->events[i].kind == HUB_EV_DEFERRED)
			return "deferred";
	return "";
}

/* Of what nothing more can come: a mail server's no is no word of the
 * institution's, nor a lack of words for it. */
static const char *
of_unsayable(const struct conclude *c)
{
	const struct conf_institution *inst = conf_by_key(c->conf,
	    c->parcel->row.institution);
	bool by_mail = inst != NULL && inst->mailbox[0] != '\0';

	return by_mail && c->status >= 500 ? "mail_refused" : "unsayable";
}

const char *
conclude_ground(const struct conclude *c)
{
	switch (c->verdict) {
	case VERDICT_ANSWER:
		return of_answer(c);
	case VERDICT_RETRY:
		return c->status == 0 ? "unreachable" : "turned_away";
	case VERDICT_LOST:
		return "unanswered";
	case VERDICT_UNSAYABLE:
		return of_unsayable(c);
	case VERDICT_MALFORMED:
	case VERDICT_UNPROVEN:
		return "malformed";
	case VERDICT_REFUSED_ACCESS:
		return "no_access";
	case VERDICT_FAULT:
		return "fault";
	}
	return "";
}
