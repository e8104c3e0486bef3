/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "frame_kinds.h"
#include "full.h"

#define LENGTH(a) (sizeof(a) / sizeof((a)[0]))

/* Writes a handoff. */
static void
put_handoff(struct hub_buf *out)
{
	frame_put_handoff(out, &full_handoff);
}

/* Reads a handoff. */
static bool
get_handoff(struct frame_in *in, struct arena *arena, struct read_back *ret)
{
	return frame_handoff(in, arena, &ret->handoff);
}

/* Compares a handoff. */
static void
check_handoff(const struct read_back *got)
{
	assert_handoff(&got->handoff, &full_handoff);
}

/* Writes an event. */
static void
put_event(struct hub_buf *out)
{
	frame_put_event(out, &full_event);
}

/* Reads an event. */
static bool
get_event(struct frame_in *in, struct arena *arena, struct read_back *ret)
{
	return frame_event(in, arena, &ret->event);
}

/* Compares an event. */
static void
check_event(const struct read_back *got)
{
	assert_event(&got->event, &full_event);
	assert_handoff(&got->event.handoff, &full_handoff);
}

/* Event of another kind, whose handoff does not travel. */
static void
put_progress(struct hub_buf *out)
{
	struct hub_event e = full_event;

	e.kind = HUB_EV_PROGRESS;
	frame_put_event(out, &e);
}

/* Compares it. */
static void
check_progress(const struct read_back *got)
{
	const struct hub_handoff nothing = hub_handoff_init();
	struct hub_event want = full_event;

	want.kind = HUB_EV_PROGRESS;
	assert_event(&got->event, &want);
	assert_handoff(&got->event.handoff, &nothing);
}

/* Writes what is to be said. */
static void
put_dispatch(struct hub_buf *out)
{
	const char *links[] = { "https://hub.example/a/1", "" };
	const struct hub_dispatch d = { .id = "d1",
		.event = full_event,
		.handoff = full_handoff,
		.links = links,
		.names = { "Dari", "Kepada", "Asal", "Terlapor", "Sasaran" } };

	frame_put_dispatch(out, &d);
}

/* Reads what is to be said. */
static bool
get_dispatch(struct frame_in *in, struct arena *arena, struct read_back *ret)
{
	return frame_dispatch(in, arena, &ret->dispatch);
}

/* Compares what is to be said. */
static void
check_dispatch(const struct read_back *got)
{
	assert_string_equal(got->dispatch.id, "d1");
	assert_event(&got->dispatch.event, &full_event);
	assert_handoff(&got->dispatch.event.handoff, &full_handoff);
	assert_handoff(&got->dispatch.handoff, &full_handoff);
	assert_string_equal(got->dispatch.links[0], "https://hub.example/a/1");
	assert_string_equal(got->dispatch.links[1], "");
}

/* Writes results. */
static void
put_results(struct hub_buf *out)
{
	const struct hub_handoff found[] = { full_handoff, full_handoff };
	const struct hub_result rows[] = {
		{ HUB_INVALID, "h1", "c1", "working", "progress answered", "d",
		    "ksp", "no text", found, 2 },
		{ HUB_APPLIED, "", "", "", "", "", "", "", NULL, 0 },
	};
	const struct hub_results r = { .rows = rows, .count = 2, .next = "" };

	frame_put_results(out, &r);
}

/* Reads results. */
static bool
get_results(struct frame_in *in, struct arena *arena, struct read_back *ret)
{
	return frame_results(in, arena, &ret->results);
}

/* Compares results. */
static void
check_results(const struct read_back *got)
{
	const struct hub_result *row = got->results.rows;

	assert_int_equal(got->results.count, 2);
	assert_int_equal(row->applied, HUB_INVALID);
	assert_string_equal(row->id, "h1");
	assert_string_equal(row->case_id, "c1");
	assert_string_equal(row->state, "working");
	assert_string_equal(row->allowed, "progress answered");
	assert_string_equal(row->decision, "d");
	assert_string_equal(row->holder, "ksp");
	assert_string_equal(row->detail, "no text");
	assert_int_equal(row->found_count, 2);
	assert_handoff(&row->found[1], &full_handoff);
	assert_int_equal(row[1].applied, HUB_APPLIED);
	assert_int_equal(row[1].found_count, 0);
	assert_string_equal(row[1].detail, "");
}

static const struct kind kinds[] = {
	{ "handoff", put_handoff, get_handoff, check_handoff },
	{ "event", put_event, get_event, check_event },
	{ "progress", put_progress, get_event, check_progress },
	{ "dispatch", put_dispatch, get_dispatch, check_dispatch },
	{ "results", put_results, get_results, check_results },
};

/* Every field of every kind comes back. */
static void
every_field_comes_back(void **state)
{
	(void)state;
	kinds_come_back(kinds, LENGTH(kinds));
}

/* Cut frames are refused. */
static void
cut_frames_are_refused(void **state)
{
	(void)state;
	kinds_stand_cuts(kinds, LENGTH(kinds));
}

/* Changed frames do no harm. */
static void
changed_frames_do_no_harm(void **state)
{
	(void)state;
	kinds_stand_changes(kinds, LENGTH(kinds));
}

static const struct {
	const char *what;
	bool (*get)(struct frame_in *in, struct arena *arena,
	    struct read_back *ret);
	int64_t first; /* number of the frame */
} counts[] = {
	{ "results", get_results, FRAME_RESULTS + 1 },
	{ "results", get_results, -1 },
	{ "results", get_results, INT64_MAX },
};

/* Numbers past their bounds are refused. */
static void
counts_are_bounded(void **state)
{
	(void)state;
	for (size_t i = 0; i < LENGTH(counts); i++) {
		static char zeros[100000];
		struct read_back got;
		struct arena arena;
		struct frame_in in;

		memcpy(zeros, &counts[i].first, 8);
		arena_init(&arena, 1000000);
		frame_in_init(&in, zeros, sizeof(zeros));
		if (counts[i].get(&in, &arena, &got))
			fail_msg("%lld %s", (long long)counts[i].first,
			    counts[i].what);
		assert_int_equal(arena.used, 0);
		arena_release(&arena);
	}
}

/* More attachments or found cases than bounded are refused. */
static void
inner_lists_are_bounded(void **state)
{
	static struct hub_attachment many[FRAME_ATTACHMENTS + 1];
	static struct hub_handoff found[FRAME_FOUND + 1];
	const struct hub_result row = { .found = found,
		.found_count = FRAME_FOUND + 1 };
	const struct hub_results results = { .rows = &row,
		.count = 1,
		.next = "0n1" };
	struct hub_handoff h = { .attachments = many,
		.attachment_count = FRAME_ATTACHMENTS + 1 };
	struct read_back got;
	struct arena arena;
	struct hub_buf out;
	struct frame_in in;

	(void)state;
	hub_buf_init(&out, 10000000);
	arena_init(&arena, 10000000);
	frame_put_handoff(&out, &h);
	frame_in_init(&in, out.data, out.len);
	assert_false(frame_handoff(&in, &arena, &got.handoff));
	hub_buf_clear(&out);
	frame_put_results(&out, &results);
	frame_in_init(&in, out.data, out.len);
	assert_false(frame_results(&in, &arena, &got.results));
	assert_int_equal(got.results.rows[0].found_count, 0);
	hub_buf_release(&out);
	arena_release(&arena);
}

/* When memory is out, reading fails and lists are empty. */
static void
a_full_arena_fails(void **state)
{
	struct read_back got;
	struct arena arena;
	struct hub_buf out;
	struct frame_in in;

	(void)state;
	hub_buf_init(&out, 100000);
	arena_init(&arena, 10);
	frame_put_handoff(&out, &full_handoff);
	frame_in_init(&in, out.data, out.len);
	assert_false(frame_handoff(&in, &arena, &got.handoff));
	assert_int_equal(got.handoff.attachment_count, 0);
	assert_string_equal(got.handoff.id, "h1");
	hub_buf_release(&out);
	arena_release(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_field_comes_back),
		cmocka_unit_test(cut_frames_are_refused),
		cmocka_unit_test(changed_frames_do_no_harm),
		cmocka_unit_test(counts_are_bounded),
		cmocka_unit_test(inner_lists_are_bounded),
		cmocka_unit_test(a_full_arena_fails),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
