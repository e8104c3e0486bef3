/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "control_succeed.h"

#include <stdlib.h>

#include "control_person.h"
#include "limits.h"
#include "route.h"
#include "succession.h"

/* One on its way through the ledger. */
struct succeeding {
	struct succession work; /* first: its job is what comes home */
	struct control_call *call;
};

/* Forgets it. */
static void
drop(struct succeeding *s)
{
	succession_release(&s->work);
	conf_release(s->work.conf);
	free(s);
}

/* job done: a page more, or all of it. */
static void
on_moved(struct job *job)
{
	struct succeeding *s = (struct succeeding *)job;
	struct hub *hub = control_hub(s->call);
	enum db_code code = s->work.ledger.code;

	if (code != DB_OK) {
		control_bad(s->call,
		    "not stored: %s; what has gone over stays, ask again for "
		    "the rest",
		    db_code_name(code));
		drop(s);
		return;
	}
	relay_wake_all(&hub->relay);
	if (succession_next(&s->work) && !hub->draining) {
		ledger_submit(hub->ledger, &s->work.ledger);
		return;
	}
	control_good(s->call, json_pack("{s:i}", "moved", (int)s->work.moved));
	drop(s);
}

/* Why it cannot be, or "". */
static const char *
problem_of(const struct control_call *call, const struct conf_institution *from,
    const struct conf_institution *to)
{
	if (control_text(call, "by")[0] == '\0' ||
	    control_text(call, "reason")[0] == '\0')
		return "expected from, to, reason and by, who says so";
	if (from == NULL || to == NULL)
		return "no such institution; simpulctl institutions lists them";
	if (from == to)
		return "expected two institutions";
	if (to->retired)
		return "the successor is retired itself";
	if (from->holds && !to->holds)
		return "the successor holds no cases (holds = false)";
	return "";
}

void
control_succeed(struct control_call *call)
{
	struct conf *conf = control_hub(call)->relay.conf;
	const struct conf_institution *from, *to;
	struct succeeding *s;
	const char *problem;

	from = conf_find(conf, control_text(call, "from"));
	to = conf_find(conf, control_text(call, "to"));
	problem = problem_of(call, from, to);
	if (problem[0] != '\0') {
		control_bad(call, "%s", problem);
		return;
	}
	if (!control_is_line(call, "by", CONTROL_BY_MAX) ||
	    !control_is_line(call, "reason", SUCCEED_REASON_MAX))
		return;
	s = calloc(1, sizeof(*s));
	if (s == NULL) {
		control_bad(call, "out of memory");
		return;
	}
	succession_init(&s->work);
	s->call = call;
	s->work.conf = conf_hold(conf);
	s->work.from = from;
	s->work.to = to;
	s->work.actor.institution = route_coordinator(conf)->key;
	s->work.actor.coordinator = true;
	s->work.actor.person = control_person(call);
	s->work.reason = control_text(call, "reason");
	s->work.ledger.job.done = on_moved;
	ledger_submit(control_hub(call)->ledger, &s->work.ledger);
}
