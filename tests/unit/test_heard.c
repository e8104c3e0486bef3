/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "content.h"
#include "frame_words.h"
#include "heard_news.h"
#include "hub_scene.h"
#include "limits.h"

#define CASE 500
#define DELIVERY 600

/* What a worker was told of an answer. */
struct told {
	struct hub_headers headers;
	struct hub_buf call;
};

/* The frame of an answer with that body. */
static void
tell(struct told *t, const char *body, size_t len)
{
	const struct hub_at at = { .purpose = HUB_FOR_POLL,
		.step = 3,
		.now = 1770000000,
		.remote_ref = "41",
		.carry = "{\"since\":\"now\"}",
		.key = "",
		.reply_to = "",
		.handoff_id = "" };
	const struct hub_answer answer = { 200, &t->headers, body, len };

	hub_buf_init(&t->call, FRAME_CALL_MAX);
	frame_put_int(&t->call, 0);
	frame_put_at(&t->call, &at);
	frame_put_answer(&t->call, &answer);
	assert_true(hub_buf_ok(&t->call));
}

/* One more header. */
static void
add_header(struct told *t, const char *name, const char *value)
{
	t->headers.rows[t->headers.count++] = (struct request_field){ name,
		value };
}

/* Keeps what was told as news of the case; how many are there. */
static size_t
keep(struct hub_scene *s, const struct told *t, int64_t *ret_id)
{
	const struct heard_note note = { .what = HEARD_NEWS,
		.institution = KSP,
		.case_id = CASE,
		.call = &t->call };
	size_t count = 9;

	assert_int_equal(heard_put(&s->room, &note), DB_OK);
	assert_int_equal(heard_last(s->room.db, KSP, 1, ret_id, &count), DB_OK);
	return count;
}

/* A key for the case. */
static void
make_case(struct hub_scene *s)
{
	uint8_t key[CONTENT_KEY_SIZE];

	assert_int_equal(content_key_new(s->content, s->room.db, s->room.clock,
			     CASE, key),
	    DB_OK);
}

static void
what_was_told_comes_back_without_what_lets_anybody_in(void **state)
{
	struct hub_scene *s = *state;
	struct told t = { .headers.count = 0 };
	struct heard h;
	int64_t id = 0;

	make_case(s);
	add_header(&t, "Set-Cookie", "session=secret");
	add_header(&t, "content-type", "application/json");
	add_header(&t, "Authorization", "secret");
	tell(&t, "{\"a\":1}", 7);
	assert_int_equal(keep(s, &t, &id), 1);
	heard_init(&h);
	assert_int_equal(heard_get(s->room.db, s->content, id, &h), DB_OK);
	assert_int_equal(h.what, HEARD_NEWS);
	assert_int_equal(h.case_id, CASE);
	assert_int_equal(h.at.step, 3);
	assert_string_equal(h.at.remote_ref, "41");
	assert_string_equal(h.at.carry, "{\"since\":\"now\"}");
	assert_int_equal(h.answer.status, 200);
	assert_string_equal(h.answer.body, "{\"a\":1}");
	assert_int_equal(h.headers.count, 1);
	assert_string_equal(hub_header(&h.headers, "Content-Type"),
	    "application/json");
	heard_release(&h);
	hub_buf_release(&t.call);
}

static void
it_is_forgotten_with_its_case(void **state)
{
	struct hub_scene *s = *state;
	struct told t = { .headers.count = 0 };
	struct heard h;
	int64_t id = 0;

	make_case(s);
	tell(&t, "{}", 2);
	assert_int_equal(keep(s, &t, &id), 1);
	assert_int_equal(content_forget(s->room.db, CASE), DB_OK);
	heard_init(&h);
	assert_int_equal(heard_get(s->room.db, s->content, id, &h), DB_NONE);
	heard_release(&h);
	hub_buf_release(&t.call);
}

static void
files_and_what_is_too_long_are_not_kept(void **state)
{
	static char large[HEARD_MAX + 1];
	struct hub_scene *s = *state;
	struct told t = { .headers.count = 0 };
	int64_t id = 0;

	make_case(s);
	tell(&t, large, sizeof(large));
	assert_int_equal(keep(s, &t, &id), 0);
	hub_buf_release(&t.call);
	add_header(&t, "Content-Disposition", "attachment");
	tell(&t, "x", 1);
	assert_int_equal(keep(s, &t, &id), 0);
	hub_buf_release(&t.call);
}

static void
of_a_step_the_last_answer_counts(void **state)
{
	struct hub_scene *s = *state;
	struct told t = { .headers.count = 0 };
	struct heard_note note = { .what = HEARD_ANSWER,
		.institution = KSP,
		.case_id = CASE,
		.delivery = DELIVERY,
		.step = 1,
		.call = &t.call };
	int64_t first = 0, last = 0, id = 0;
	size_t count = 9;

	make_case(s);
	tell(&t, "{}", 2);
	assert_int_equal(heard_put(&s->room, &note), DB_OK);
	assert_int_equal(heard_step(s->room.db, DELIVERY, 1, &first), DB_OK);
	assert_int_equal(heard_put(&s->room, &note), DB_OK);
	assert_int_equal(heard_step(s->room.db, DELIVERY, 1, &last), DB_OK);
	assert_true(last > first);
	assert_int_equal(heard_step(s->room.db, DELIVERY, 0, &id), DB_NONE);
	assert_int_equal(heard_last(s->room.db, KSP, 5, &id, &count), DB_OK);
	assert_int_equal(count, 0);
	hub_buf_release(&t.call);
}

/* News with these results by somebody with or without a mapping. */
static int64_t
kept_of(struct hub_scene *s, const struct told *t,
    const struct conf_institution *inst, const char *second_case)
{
	char text[IDENT_TEXT_SIZE];
	struct hub_result rows[2] = { { .applied = HUB_APPLIED },
		{ .applied = HUB_APPLIED } };
	const struct heard_news news = { .speaker = inst,
		.what = HEARD_NEWS,
		.call = &t->call,
		.rows = rows,
		.count = 2 };

	ident_text(CASE, text);
	rows[0].case_id = text;
	rows[1].case_id = second_case;
	assert_int_equal(heard_news_put(&s->room, &news), DB_OK);
	return hub_scene_count(s, "SELECT count(*) FROM heard");
}

static void
only_one_case_s_words_of_a_mapping_are_kept(void **state)
{
	struct hub_scene *s = *state;
	struct told t = { .headers.count = 0 };
	struct conf_institution inst = { .key = KSP, .map_sha256 = "" };

	make_case(s);
	tell(&t, "{}", 2);
	assert_int_equal(kept_of(s, &t, &inst, ""), 0);
	inst.map_sha256 = "00";
	assert_int_equal(kept_of(s, &t, &inst, "0000000000001"), 0);
	inst.seal.in = SEAL_JWS;
	assert_int_equal(kept_of(s, &t, &inst, ""), 0);
	inst.seal.in = SEAL_NONE;
	assert_int_equal(kept_of(s, &t, &inst, ""), 1);
	hub_buf_release(&t.call);
}

static void
what_is_older_than_a_year_makes_room_for_news(void **state)
{
	struct hub_scene *s = *state;
	struct told t = { .headers.count = 0 };
	int64_t id = 0;

	make_case(s);
	tell(&t, "{}", 2);
	assert_int_equal(keep(s, &t, &id), 1);
	assert_int_equal(keep(s, &t, &id), 1);
	s->room.now_ms += HEARD_KEPT_MS;
	assert_int_equal(keep(s, &t, &id), 1);
	assert_int_equal(hub_scene_count(s, "SELECT count(*) FROM heard"), 3);
	s->room.now_ms += 1000;
	assert_int_equal(keep(s, &t, &id), 1);
	assert_int_equal(hub_scene_count(s, "SELECT count(*) FROM heard"), 2);
	assert_int_equal(hub_scene_count(s,
			     "SELECT count(*) FROM content WHERE kind = 6"),
	    2);
	hub_buf_release(&t.call);
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, hub_scene_setup, \
	    hub_scene_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_was_told_comes_back_without_what_lets_anybody_in),
		TEST(it_is_forgotten_with_its_case),
		TEST(files_and_what_is_too_long_are_not_kept),
		TEST(of_a_step_the_last_answer_counts),
		TEST(only_one_case_s_words_of_a_mapping_are_kept),
		TEST(what_is_older_than_a_year_makes_room_for_news),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
