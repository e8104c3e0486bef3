/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "steer_scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

char steer_case_id[IDENT_TEXT_SIZE], steer_handoff[IDENT_TEXT_SIZE];

void
steer_scene_hand_in(struct hub_scene *s)
{
	const struct hub_result *r = hub_scene_hand_in(s, "", "electricity");

	assert_int_equal(r->applied, HUB_APPLIED);
	(void)snprintf(steer_case_id, sizeof(steer_case_id), "%s", r->case_id);
	(void)snprintf(steer_handoff, sizeof(steer_handoff), "%s", r->id);
}

const struct hub_result *
steer_scene_by(struct hub_scene *s, int64_t who, const struct steer *steer,
    const char *text)
{
	struct hub_event event = hub_event_init(steer_says(steer->verb));

	event.handoff.case_id = steer_case_id;
	event.text = text;
	apply_release(&s->apply);
	apply_init(&s->apply);
	s->apply.conf = &s->conf;
	s->apply.actor.institution = who;
	s->apply.actor.coordinator = who == INSPEKTORAT;
	s->apply.events = &event;
	s->apply.steer = steer;
	s->apply.count = 1;
	hub_scene_run(s, &s->apply.ledger);
	return &s->apply.rows[0];
}

const struct hub_result *
steer_scene_do(struct hub_scene *s, enum steer_verb verb, const char *text)
{
	struct steer how = steer_init(verb);

	how.until = "2026-03-01";
	if (verb == STEER_RECLASSIFY)
		how.urgent = STEER_YES;
	return steer_scene_by(s, INSPEKTORAT, &how, text);
}

void
steer_scene_put(struct hub_scene *s, enum case_state state)
{
	static const struct db_query put = {
		"UPDATE cases SET state = ?1"
		" WHERE id = (SELECT max(id) FROM cases)"
	};
	static const struct db_query dispute = {
		"INSERT INTO dispute (id, case_id, handoff_id, proposed,"
		" arbiter, stage, opened_at)"
		" SELECT max(id), max(id), 0, 0, 2, 1, 1 FROM cases"
	};
	struct db *db = s->room.db;

	assert_int_equal(db_begin(db), DB_OK);
	assert_int_equal(db_put(db, &put, DB_ARGS(db_int(state))), DB_OK);
	if (state == CASE_DISPUTED)
		assert_int_equal(db_put(db, &dispute, DB_NO_ARGS), DB_OK);
	assert_int_equal(db_commit(db), DB_OK);
}
