/* SPDX-License-Identifier: Apache-2.0 */
/* Addresses of a case's files: what opens one, and what does not. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "hub_scene.h"
#include "limits.h"
#include "parcel_links.h"
#include "pickup.h"

#define DELIVERY INT64_C(0x1122334455667788)

/* A job that keeps one pickup, or does something to those that there are. */
struct keep {
	struct ledger_job ledger;
	struct pickup_row row;
	int64_t at;
	enum db_code (*act)(struct db *db, int64_t number, int64_t now_ms);
};

/* ledger run. */
static enum db_code
run_keep(struct ledger_job *job, struct ledger_room *room)
{
	struct keep *k = (struct keep *)job;

	if (k->act != NULL)
		return k->act(room->db, k->row.case_id, k->at);
	return pickup_put(room->db, &k->row);
}

/* The only case's id. */
static int64_t
the_case(struct hub_scene *s)
{
	return hub_scene_count(s, "SELECT id FROM cases");
}

/* Keeps a token's pickup for one second from now. */
static void
keep(struct hub_scene *s, unsigned place, const char *token)
{
	struct keep k = { .ledger.run = run_keep,
		.row = { .delivery = DELIVERY,
		    .place = place,
		    .case_id = the_case(s),
		    .attachment = 7 + place,
		    .institution = PLN,
		    .made = s->room.now_ms,
		    .expires = s->room.now_ms + 1000 } };

	digest_sha256(token, strlen(token), k.row.sha256);
	hub_scene_run(s, &k.ledger);
}

/* Does something to the case's pickups. */
static void
act(struct hub_scene *s, int64_t at,
    enum db_code (*fn)(struct db *db, int64_t number, int64_t now_ms))
{
	struct keep k = { .ledger.run = run_keep,
		.row.case_id = the_case(s),
		.at = at,
		.act = fn };

	hub_scene_run(s, &k.ledger);
}

/* Whether a token opens that attachment so many milliseconds from now. */
static bool
opens(struct hub_scene *s, const char *token, int64_t later, int64_t attachment)
{
	struct pickup_row row;
	enum db_code code = pickup_find(s->room.db, token,
	    s->room.now_ms + later, &row);

	assert_true(code == DB_OK || code == DB_NONE);
	return code == DB_OK && row.attachment == attachment &&
	    row.case_id == the_case(s);
}

/* pickup_sweep, for everything. */
static enum db_code
sweep(struct db *db, int64_t number, int64_t now_ms)
{
	(void)number;
	return pickup_sweep(db, now_ms, 64);
}

static void
only_the_token_itself_opens_its_file(void **state)
{
	struct hub_scene *s = *state;
	char token[2][PICKUP_TOKEN_SIZE], other[PICKUP_TOKEN_SIZE];

	hub_scene_hand_in(s, "1", "electricity");
	for (unsigned i = 0; i < 2; i++) {
		pickup_token(&s->clock, DELIVERY, i, token[i]);
		assert_int_equal(strlen(token[i]), PICKUP_TOKEN_LEN);
		keep(s, i, token[i]);
	}
	assert_string_not_equal(token[0] + 15, token[1] + 15);
	assert_true(opens(s, token[0], 0, 7));
	assert_true(opens(s, token[1], 999, 8));
	for (size_t i = 0; i < PICKUP_TOKEN_LEN; i++) {
		memcpy(other, token[0], sizeof(other));
		other[i] = other[i] == '0' ? '1' : '0';
		assert_false(opens(s, other, 0, 7));
		other[i] = '\0';
		assert_false(opens(s, other, 0, 7));
		other[i] = '/';
		assert_false(opens(s, other, 0, 7));
	}
	assert_false(opens(s, "", 0, 7));
	/* A secret of one place opens no other. */
	memcpy(other, token[0], sizeof(other));
	other[14] = '1';
	assert_false(opens(s, other, 0, 8));
}

static void
it_ends_with_its_time_and_is_swept(void **state)
{
	struct hub_scene *s = *state;
	char token[PICKUP_TOKEN_SIZE];
	bool any;

	hub_scene_hand_in(s, "1", "electricity");
	pickup_token(&s->clock, DELIVERY, 0, token);
	keep(s, 0, token);
	assert_false(opens(s, token, 1000, 7));
	assert_int_equal(pickup_any(s->room.db, the_case(s),
			     s->room.now_ms + 1000, &any),
	    DB_OK);
	assert_false(any);
	act(s, s->room.now_ms + 999, sweep);
	assert_int_equal(hub_scene_count(s, "SELECT count(*) FROM pickup"), 1);
	act(s, s->room.now_ms + 1000, sweep);
	assert_int_equal(hub_scene_count(s, "SELECT count(*) FROM pickup"), 0);
}

static void
revoked_it_opens_nothing_until_it_is_made_anew(void **state)
{
	struct hub_scene *s = *state;
	char token[PICKUP_TOKEN_SIZE], fresh[PICKUP_TOKEN_SIZE];
	bool any;

	hub_scene_hand_in(s, "1", "electricity");
	pickup_token(&s->clock, DELIVERY, 0, token);
	keep(s, 0, token);
	act(s, s->room.now_ms, pickup_revoke);
	assert_false(opens(s, token, 0, 7));
	assert_int_equal(pickup_any(s->room.db, the_case(s), s->room.now_ms,
			     &any),
	    DB_OK);
	assert_false(any);
	/* Composed again, the delivery tells of another address. */
	pickup_token(&s->clock, DELIVERY, 0, fresh);
	keep(s, 0, fresh);
	assert_true(opens(s, fresh, 0, 7));
	assert_false(opens(s, token, 0, 7));
}

static void
a_secret_case_has_none(void **state)
{
	struct hub_scene *s = *state;
	char token[PICKUP_TOKEN_SIZE];

	hub_scene_hand_in(s, "1", "electricity");
	pickup_token(&s->clock, DELIVERY, 0, token);
	keep(s, 0, token);
	assert_int_equal(db_script(s->room.db,
			     "UPDATE cases SET flags = flags | 2"),
	    DB_OK);
	assert_false(opens(s, token, 0, 7));
	assert_int_equal(db_script(s->room.db,
			     "UPDATE cases SET flags = flags & ~2"),
	    DB_OK);
	assert_true(opens(s, token, 0, 7));
}

/* Who makes addresses, and of what. */
static const struct {
	bool takes;
	const char *public_url;
	unsigned flags;
	unsigned step;
	uint64_t size;
	const char *begins; /* NULL: none is made; "": not of this file */
} made[] = {
	{ true, "https://hub.example", 0, 0, 10, "https://hub.example/a/" },
	{ true, "https://hub.example/simpul//", 0, 0, 10,
	    "https://hub.example/simpul/a/" },
	{ true, "https://hub.example", 0, 0, ATTACHMENT_ANSWER_MAX + 1, "" },
	{ true, "https://hub.example", 0, 0, 0, "" },
	{ true, "https://hub.example", CASE_SECRET, 0, 10, NULL },
	{ true, "https://hub.example", 0, 1, 10, NULL },
	{ true, "", 0, 0, 10, NULL },
	{ false, "https://hub.example", 0, 0, 10, NULL },
};

static void
links_are_made_where_the_design_allows_them(void **state)
{
	struct hub_attachment file = { "0000000000001", "f", "", 0, "" };
	struct hub_scene *s = *state;
	struct parcel *p;

	hub_scene_hand_in(s, "1", "electricity");
	p = hub_scene_take(s, PLN);
	assert_non_null(p);
	p->what.handoff.attachments = &file;
	p->what.handoff.attachment_count = 1;
	for (size_t i = 0; i < sizeof(made) / sizeof(made[0]); i++) {
		file.size = made[i].size;
		s->inst[4].has_links = made[i].takes; /* pln */
		s->conf.hub.public_url = made[i].public_url;
		p->of_case.flags = made[i].flags;
		p->row.step = made[i].step;
		parcel_links_make(p, &s->conf, &s->clock);
		if (made[i].begins == NULL) {
			assert_null(p->what.links);
			continue;
		}
		assert_non_null(p->what.links);
		assert_int_equal(strlen(p->what.links[0]),
		    *made[i].begins == '\0'
			? 0
			: strlen(made[i].begins) + PICKUP_TOKEN_LEN);
		assert_memory_equal(p->what.links[0], made[i].begins,
		    strlen(made[i].begins));
	}
	s->conf.hub.public_url = "";
	parcel_free(p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    only_the_token_itself_opens_its_file, hub_scene_setup,
		    hub_scene_teardown),
		cmocka_unit_test_setup_teardown(
		    it_ends_with_its_time_and_is_swept, hub_scene_setup,
		    hub_scene_teardown),
		cmocka_unit_test_setup_teardown(
		    revoked_it_opens_nothing_until_it_is_made_anew,
		    hub_scene_setup, hub_scene_teardown),
		cmocka_unit_test_setup_teardown(a_secret_case_has_none,
		    hub_scene_setup, hub_scene_teardown),
		cmocka_unit_test_setup_teardown(
		    links_are_made_where_the_design_allows_them,
		    hub_scene_setup, hub_scene_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
