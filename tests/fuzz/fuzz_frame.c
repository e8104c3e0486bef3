/* SPDX-License-Identifier: Apache-2.0 */
/* A fuzz target for libFuzzer: whatever stands in a frame, reading it does no
 * harm, and what was read once is written and read again as the same. */
#include "config.h"

#include "events.h"
#include "frame_words.h"

#define ARENA_MAX (1u << 20)
#define FRAME_MAX (1u << 22)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Reads one kind of frame and writes what was read; false when refused. */
typedef bool (
    *again)(struct frame_in *in, struct arena *arena, struct hub_buf *out);

/* A handoff. */
static bool
handoff_again(struct frame_in *in, struct arena *arena, struct hub_buf *out)
{
	struct hub_handoff h;

	if (!frame_handoff(in, arena, &h))
		return false;
	frame_put_handoff(out, &h);
	return true;
}

/* What is to be said, an event among it. */
static bool
dispatch_again(struct frame_in *in, struct arena *arena, struct hub_buf *out)
{
	struct hub_dispatch d;

	if (!frame_dispatch(in, arena, &d))
		return false;
	frame_put_dispatch(out, &d);
	return true;
}

/* Where an exchange stands. */
static bool
at_again(struct frame_in *in, struct arena *arena, struct hub_buf *out)
{
	struct hub_at at;

	(void)arena;
	if (!frame_at(in, &at))
		return false;
	frame_put_at(out, &at);
	return true;
}

/* A message with headers and body. */
static bool
message_again(struct frame_in *in, struct arena *arena, struct hub_buf *out)
{
	struct hub_headers headers;
	struct hub_message m;

	(void)arena;
	if (!frame_message(in, &headers, &m))
		return false;
	frame_put_message(out, &m);
	return true;
}

/* An answer. */
static bool
answer_again(struct frame_in *in, struct arena *arena, struct hub_buf *out)
{
	struct hub_headers headers;
	struct hub_answer a;

	(void)arena;
	if (!frame_answer(in, &headers, &a))
		return false;
	frame_put_answer(out, &a);
	return true;
}

/* Results with found cases. */
static bool
results_again(struct frame_in *in, struct arena *arena, struct hub_buf *out)
{
	struct hub_results r;

	if (!frame_results(in, arena, &r))
		return false;
	frame_put_results(out, &r);
	return true;
}

/* Events, which a plugin must have been able to emit. */
static bool
events_again(struct frame_in *in, struct arena *arena, struct hub_buf *out)
{
	struct hub_events events;
	bool ok;

	(void)arena;
	events_init(&events);
	ok = events_get(in, &events);
	if (ok)
		events_put(out, &events);
	events_release(&events);
	return ok;
}

/* A request, which a plugin must have been able to build. */
static bool
request_again(struct frame_in *in, struct arena *arena, struct hub_buf *out)
{
	struct hub_request r;
	bool ok;

	(void)arena;
	request_init(&r, "");
	ok = request_get(in, &r);
	if (ok)
		request_put(out, &r);
	request_release(&r);
	return ok;
}

/* A reply. */
static bool
reply_again(struct frame_in *in, struct arena *arena, struct hub_buf *out)
{
	struct hub_reply r;
	bool ok;

	(void)arena;
	reply_init(&r);
	ok = reply_get(in, &r);
	if (ok)
		reply_put(out, &r);
	reply_release(&r);
	return ok;
}

static const again kinds[] = { handoff_again, dispatch_again, at_again,
	message_again, answer_again, results_again, events_again, request_again,
	reply_again };

/* Reads bytes of one kind and writes them into out. */
static bool
once(again kind, const void *data, size_t size, struct hub_buf *out)
{
	struct arena arena;
	struct frame_in in;
	bool ok;

	arena_init(&arena, ARENA_MAX);
	frame_in_init(&in, data, size);
	ok = kind(&in, &arena, out);
	arena_release(&arena);
	return ok;
}

/* The first byte says which kind of frame the rest is. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct hub_buf first, second;
	again kind;

	if (size == 0)
		return 0;
	kind = kinds[data[0] % (sizeof(kinds) / sizeof(kinds[0]))];
	hub_buf_init(&first, FRAME_MAX);
	hub_buf_init(&second, FRAME_MAX);
	if (once(kind, data + 1, size - 1, &first)) {
		if (!once(kind, first.data, first.len, &second) ||
		    first.len != second.len ||
		    memcmp(first.data, second.data, first.len) != 0)
			abort();
	}
	hub_buf_release(&first);
	hub_buf_release(&second);
	return 0;
}
