/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "worker_child.h"

#include <sys/mman.h>

#include "clock.h"
#include "sealed.h"

/* Answers wait for company no longer than this. */
#define HOLD_MS 1

/* Takes the descriptors over and makes room. */
enum hub_status
worker_child_init(struct worker_child *child, struct plugin *plugin,
    struct hub_error *err)
{
	memset(child, 0, sizeof(*child));
	child->plugin = plugin;
	child->fd = WORKER_CHILD_SOCKET;
	hub_buf_init(&child->answer, PACKET_FAR_MAX);
	arena_init(&child->arena, PACKET_FAR_MAX);
	packet_out_init(&child->out);
	seal_init(&child->seal, WORKER_CHILD_KEYS);
	clock_random(clock_system(), child->salt, sizeof(child->salt));
	child->page = sealed_room_map(WORKER_CHILD_PAGE, sizeof(*child->page));
	if (child->page == NULL)
		return hub_fail(err, HUB_FAULT,
		    "descriptor %d is no page shared with a hub",
		    WORKER_CHILD_PAGE);
	if (!packet_in_init(&child->in))
		return hub_fail(err, HUB_FAULT, "no memory for packets");
	return HUB_OK;
}

/* Frees all but the plugin. */
void
worker_child_release(struct worker_child *child)
{
	packet_in_release(&child->in);
	packet_out_release(&child->out);
	seal_release(&child->seal);
	hub_buf_release(&child->answer);
	arena_release(&child->arena);
	sealed_unmap(child->page, sizeof(*child->page));
}

/* Sends the answers that are waiting. */
static bool
flush(struct worker_child *child)
{
	if (packet_out_empty(&child->out))
		return true;
	return packet_send(&child->out, child->fd, 0) == PACKET_OK;
}

/* Puts an answer into the packet; a full packet goes first. */
static bool
answer(struct worker_child *child, const struct packet_frame *frame)
{
	enum packet_end end = packet_add(&child->out, frame);

	if (end != PACKET_LATER)
		return end == PACKET_OK;
	return flush(child) && packet_add(&child->out, frame) == PACKET_OK;
}

/* Forgets the call at hand; a long answer's room is given back. */
static void
forget(struct worker_child *child)
{
	arena_release(&child->arena);
	hub_buf_clear(&child->answer);
	if (child->answer.room > WORKER_ROOM_MAX)
		hub_buf_release(&child->answer);
}

/* Asks the plugin and queues its answer. */
static bool
serve(struct worker_child *child, const struct packet_frame *call)
{
	struct hub_error err = { "" };
	struct packet_frame reply = { .number = call->number,
		.verb = call->verb };
	enum hub_status status;
	bool good;

	atomic_store_explicit(&child->page->number, call->number,
	    memory_order_relaxed);
	status = worker_child_call(child, call, &err);
	if (status == HUB_OK && !hub_buf_ok(&child->answer))
		status = hub_fail(&err, HUB_FAULT, "the answer is too long");
	reply.status = status;
	reply.payload = status == HUB_OK ? child->answer.data : err.text;
	reply.len = status == HUB_OK ? child->answer.len
				     : strnlen(err.text, sizeof(err.text));
	good = answer(child, &reply);
	forget(child);
	return good;
}

/* Serves every call of a packet. */
static bool
serve_packet(struct worker_child *child)
{
	int64_t sent = clock_steady_ms(clock_system());
	struct packet_frame call;
	enum packet_end end;

	while ((end = packet_next(&child->in, &call)) == PACKET_OK) {
		int64_t now;

		if (!serve(child, &call))
			return false;
		now = clock_steady_ms(clock_system());
		if (now - sent < HOLD_MS)
			continue;
		if (!flush(child))
			return false;
		sent = now;
	}
	return end == PACKET_LATER && flush(child);
}

/* Takes packets until there are no more. */
bool
worker_child_run(struct worker_child *child)
{
	enum packet_end end;

	do {
		end = packet_recv(&child->in, child->fd, 0);
		if (end == PACKET_OK && !serve_packet(child))
			return false;
		atomic_store_explicit(&child->page->number, 0,
		    memory_order_relaxed);
	} while (end == PACKET_OK);
	return end == PACKET_CLOSED;
}
