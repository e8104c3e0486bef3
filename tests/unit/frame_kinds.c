/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "frame_kinds.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

/* Writes, reads and compares each kind. */
void
kinds_come_back(const struct kind *kinds, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct read_back got;
		struct arena arena;
		struct hub_buf out;
		struct frame_in in;

		print_message("%s\n", kinds[i].name);
		hub_buf_init(&out, 100000);
		arena_init(&arena, 100000);
		kinds[i].put(&out);
		assert_true(hub_buf_ok(&out));
		frame_in_init(&in, out.data, out.len);
		assert_true(kinds[i].get(&in, &arena, &got));
		assert_true(frame_done(&in));
		kinds[i].check(&got);
		arena_release(&arena);
		hub_buf_release(&out);
	}
}

/* Reads len bytes of a frame from memory that ends with them. */
static bool
get_exactly(const struct kind *kind, const void *data, size_t len)
{
	char *copy = malloc(len + 1);
	struct read_back got;
	struct arena arena;
	struct frame_in in;
	bool ok;

	assert_non_null(copy);
	memcpy(copy + 1, data, len);
	arena_init(&arena, 100000);
	frame_in_init(&in, copy + 1, len);
	ok = kind->get(&in, &arena, &got);
	arena_release(&arena);
	free(copy);
	return ok;
}

/* Cuts each kind at each byte. */
void
kinds_stand_cuts(const struct kind *kinds, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct hub_buf out;

		hub_buf_init(&out, 100000);
		kinds[i].put(&out);
		for (size_t len = 0; len < out.len; len++)
			if (get_exactly(&kinds[i], out.data, len))
				fail_msg("%s cut at %zu", kinds[i].name, len);
		hub_buf_release(&out);
	}
}

/* Changes each byte of a frame; how many frames were refused. */
static size_t
change_bytes(const struct kind *kind, struct hub_buf *frame)
{
	static const char changes[] = { 0x00, 0x01, 0x7f, (char)0x80,
		(char)0xff };
	size_t refused = 0;

	for (size_t i = 0; i < frame->len * sizeof(changes); i++) {
		char *at = &frame->data[i / sizeof(changes)], was = *at;

		*at = changes[i % sizeof(changes)];
		refused += !get_exactly(kind, frame->data, frame->len);
		*at = was;
	}
	return refused;
}

/* Changes each kind at each byte. */
void
kinds_stand_changes(const struct kind *kinds, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct hub_buf out;

		hub_buf_init(&out, 100000);
		kinds[i].put(&out);
		assert_true(change_bytes(&kinds[i], &out) > 0);
		hub_buf_release(&out);
	}
}
