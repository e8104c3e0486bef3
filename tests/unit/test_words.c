/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "steer_scene.h"
#include "word_map.h"

#define WORD "Disposisi"

/* pln says a word about the last case that its plugin does not know. */
static const struct hub_result *
say(struct hub_scene *s, const char *word, const char *text, int64_t claimed)
{
	struct hub_event event = hub_event_init(HUB_EV_COMMENT);

	event.handoff_id = steer_handoff;
	event.audience = HUB_AUDIENCE_COORDINATOR;
	event.unmapped = true;
	event.status = word;
	event.text = text;
	event.claimed_at = claimed;
	return hub_scene_say(s, PLN, &event);
}

/* The operator says what a word of pln's means; what came of the held. */
static struct word_map_count
map(struct hub_scene *s, const char *word, const char *meaning)
{
	struct word_map_count count;
	struct word_map map;

	word_map_init(&map);
	map.conf = &s->conf;
	map.word.institution = PLN;
	words_cut(word, map.word.word);
	assert_true(word_meaning_parse(meaning, &map.word));
	do
		hub_scene_run(s, &map.ledger);
	while (word_map_next(&map));
	count = map.count;
	word_map_release(&map);
	return count;
}

/* The state of the last case's first handoff. */
static int64_t
state_of_handoff(struct hub_scene *s)
{
	char sql[96];
	int64_t id = 0;

	assert_true(ident_parse(steer_handoff, &id));
	(void)snprintf(sql, sizeof(sql),
	    "SELECT state FROM handoff WHERE id = %lld", (long long)id);
	return hub_scene_count(s, sql);
}

static void
an_unknown_word_is_counted_and_held_and_moves_nothing(void **state)
{
	struct hub_scene *s = *state;
	const struct hub_result *r;

	steer_scene_hand_in(s);
	r = say(s, WORD, "Ke unit layanan.", 0);
	assert_int_equal(r->applied, HUB_APPLIED);
	assert_non_null(strstr(r->detail, "held"));
	(void)say(s, WORD, "Sekali lagi.", 0);
	assert_int_equal(hub_scene_count(s, "SELECT count FROM word"), 2);
	assert_int_equal(hub_scene_count(s, "SELECT meaning FROM word"), 0);
	assert_int_equal(hub_scene_count(s,
			     "SELECT count(*) FROM event WHERE applied = 2"),
	    2);
	assert_int_equal(state_of_handoff(s), HANDOFF_OFFERED);
}

static void
what_a_word_means_takes_effect_on_what_was_held(void **state)
{
	static const struct {
		const char *meaning, *text;
		enum handoff_state next;
		enum hub_event_kind kind; /* as which it stands now */
		enum hub_reason reason;
	} rows[] = {
		{ "progress", "Diperiksa.", HANDOFF_WORKING, HUB_EV_PROGRESS,
		    HUB_REASON_NONE },
		{ "answered", "Sudah menyala.", HANDOFF_ANSWERED,
		    HUB_EV_ANSWERED, HUB_REASON_NONE },
		{ "answered", "", HANDOFF_WORKING, HUB_EV_PROGRESS,
		    HUB_REASON_NONE },
		{ "accepted", "", HANDOFF_ACCEPTED, HUB_EV_ACCEPTED,
		    HUB_REASON_NONE },
		{ "refused", "Bukan kami.", HANDOFF_REFUSED, HUB_EV_REFUSED,
		    HUB_REASON_NONE },
		{ "refused:wrong_region", "Bukan kami.", HANDOFF_REFUSED,
		    HUB_EV_REFUSED, HUB_REASON_WRONG_REGION },
		{ "comment", "Untuk arsip.", HANDOFF_OFFERED, HUB_EV_COMMENT,
		    HUB_REASON_NONE },
		{ "ignore", "Untuk arsip.", HANDOFF_OFFERED, HUB_EV_COMMENT,
		    HUB_REASON_NONE },
	};
	struct hub_scene *s = *state;
	char sql[160], word[32];
	int64_t id = 0;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		(void)snprintf(word, sizeof(word), "kata-%zu", i);
		steer_scene_hand_in(s);
		(void)say(s, word, rows[i].text, 1770000000);
		assert_int_equal(map(s, word, rows[i].meaning).applied, 1);
		assert_int_equal(state_of_handoff(s), rows[i].next);
		assert_true(ident_parse(steer_handoff, &id));
		(void)snprintf(sql, sizeof(sql),
		    "SELECT kind * 100000000000 + claimed_at FROM event"
		    " WHERE handoff_id = %lld ORDER BY id DESC LIMIT 1",
		    (long long)id);
		assert_int_equal(hub_scene_count(s, sql),
		    (int64_t)rows[i].kind * 100000000000 + 1770000000);
		(void)snprintf(sql, sizeof(sql),
		    "SELECT reason FROM handoff WHERE id = %lld",
		    (long long)id);
		assert_int_equal(hub_scene_count(s, sql), rows[i].reason);
		assert_int_equal(hub_scene_count(s,
				     "SELECT count(*) FROM event"
				     " WHERE applied = 2"),
		    0);
	}
}

static void
later_ones_are_taken_as_what_they_mean_at_once(void **state)
{
	struct hub_scene *s = *state;

	steer_scene_hand_in(s);
	(void)say(s, WORD, "", 0);
	(void)map(s, WORD, "progress");
	steer_scene_hand_in(s);
	assert_string_equal(say(s, WORD, "", 0)->state, "working");
	assert_int_equal(hub_scene_count(s, "SELECT count FROM word"), 2);
	(void)map(s, WORD, "refused:wrong_address");
	assert_string_equal(say(s, WORD, "Bukan kami.", 0)->state, "returned");
}

static void
what_was_held_may_be_late_or_impossible_by_now(void **state)
{
	struct hub_scene *s = *state;
	struct word_map_count count;

	steer_scene_hand_in(s);
	(void)say(s, WORD, "Selesai.", 0);
	(void)hub_scene_event(s, PLN, HUB_EV_REFUSED, steer_handoff);
	steer_scene_hand_in(s);
	(void)say(s, WORD, "Selesai.", 0);
	count = map(s, WORD, "answered");
	assert_int_equal(count.late, 1);
	assert_int_equal(count.applied, 1);
	(void)say(s, "Tutup", "", 0);
	count = map(s, "Tutup", "refused");
	assert_int_equal(count.illegal, 1);
	assert_int_equal(state_of_handoff(s), HANDOFF_ANSWERED);
}

static void
pages_of_held_ones_are_taken_in_order_and_others_stay(void **state)
{
	struct hub_scene *s = *state;

	steer_scene_hand_in(s);
	for (int i = 0; i < 2 * WORDS_PAGE + 3; i++)
		(void)say(s, i % 2 == 0 ? WORD : "Lain", "Tahap berikut.", 0);
	assert_int_equal(map(s, WORD, "progress").applied, WORDS_PAGE + 2);
	assert_int_equal(hub_scene_count(s,
			     "SELECT count(*) FROM event WHERE applied = 2"),
	    WORDS_PAGE + 1);
	assert_int_equal(map(s, WORD, "progress").applied, 0);
}

static void
a_plugin_that_says_no_word_leaves_a_plain_comment(void **state)
{
	struct hub_scene *s = *state;

	steer_scene_hand_in(s);
	assert_int_equal(say(s, "", "Catatan.", 0)->applied, HUB_APPLIED);
	assert_int_equal(hub_scene_count(s, "SELECT count(*) FROM word"), 0);
	assert_int_equal(hub_scene_count(s,
			     "SELECT count(*) FROM event WHERE applied = 0"),
	    1);
}

static void
words_are_cut_and_meanings_are_a_closed_list(void **state)
{
	struct word_row row = { .meaning = 0 };
	char cut[WORD_MAX + 1], word[WORD_MAX + 8];

	(void)state;
	memset(word, 'a', sizeof(word) - 1);
	memcpy(word + WORD_MAX - 1, "\303\251", 2);
	word[sizeof(word) - 1] = '\0';
	words_cut(word, cut);
	assert_int_equal(strlen(cut), WORD_MAX - 1);
	assert_false(word_meaning_parse("", &row));
	assert_false(word_meaning_parse("progres", &row));
	assert_false(word_meaning_parse("progress:wrong_region", &row));
	assert_false(word_meaning_parse("refused:", &row));
	assert_false(word_meaning_parse("refused:apa", &row));
	assert_true(word_meaning_parse("refused:campus", &row));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    an_unknown_word_is_counted_and_held_and_moves_nothing,
		    hub_scene_setup, hub_scene_teardown),
		cmocka_unit_test_setup_teardown(
		    what_a_word_means_takes_effect_on_what_was_held,
		    hub_scene_setup, hub_scene_teardown),
		cmocka_unit_test_setup_teardown(
		    later_ones_are_taken_as_what_they_mean_at_once,
		    hub_scene_setup, hub_scene_teardown),
		cmocka_unit_test_setup_teardown(
		    what_was_held_may_be_late_or_impossible_by_now,
		    hub_scene_setup, hub_scene_teardown),
		cmocka_unit_test_setup_teardown(
		    pages_of_held_ones_are_taken_in_order_and_others_stay,
		    hub_scene_setup, hub_scene_teardown),
		cmocka_unit_test_setup_teardown(
		    a_plugin_that_says_no_word_leaves_a_plain_comment,
		    hub_scene_setup, hub_scene_teardown),
		cmocka_unit_test(words_are_cut_and_meanings_are_a_closed_list),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
