/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "worker_process.h"

#include <event2/event.h>
#include <signal.h>
#include <sys/pidfd.h>
#include <sys/socket.h>

#include "worker_keys.h"
#include "worker_lines.h"
#include "worker_spawn.h"
#include "worker_watch.h"

/* The settings' number; calls count from 1. */
#define SETTINGS_NUMBER 0

/* Packets read in one turn of the loop. */
#define PACKETS 16

enum state { STARTING, READY, ENDING, DYING };

struct worker_process {
	struct worker_seed seed;
	struct worker_owner owner;
	struct worker_spawn spawn;
	struct worker_lines lines;
	struct worker_watch watch;
	struct packet_out out;
	struct event *readable, *writable, *written, *ended;
	struct worker_keys *keys;
	enum state state;
	bool settled, asked;
	uint64_t answers;
	char why[160]; /* why it was killed, "" when it was not */
};

/* Kills it; `died` comes when it is gone. */
void
worker_process_kill(struct worker_process *p, const char *why)
{
	if (p->state == DYING)
		return;
	p->state = DYING;
	(void)snprintf(p->why, sizeof(p->why), "%s", why);
	(void)event_del(p->readable);
	(void)event_del(p->writable);
	(void)pidfd_send_signal(p->spawn.pidfd, SIGKILL, NULL, 0);
}

/* The answer to the settings: the worker is ready, or its plugin says what is
 * wrong with them. */
static void
on_settled(struct worker_process *p, const struct packet_frame *frame)
{
	char why[160];

	if (frame->verb != WORKER_SETTINGS ||
	    frame->number != SETTINGS_NUMBER) {
		worker_process_kill(p, "it did not answer its settings first");
	} else if (frame->status != HUB_OK) {
		(void)snprintf(why, sizeof(why), "%.*s", (int)frame->len,
		    (const char *)frame->payload);
		worker_process_kill(p, why);
	} else {
		p->settled = true;
		if (p->state == STARTING)
			p->state = READY;
		p->owner.ready(p->owner.ctx);
	}
}

/* One frame from the worker. */
static void
on_frame(struct worker_process *p, const struct packet_frame *frame)
{
	p->answers++;
	if (!p->settled)
		on_settled(p, frame);
	else if (frame->status > HUB_FAULT ||
	    !p->owner.answer(p->owner.ctx, frame))
		worker_process_kill(p, "it answered what nobody asked");
}

/* Every frame of a packet. */
static void
read_frames(struct worker_process *p)
{
	struct packet_frame frame;
	enum packet_end end = PACKET_OK;

	while (p->state != DYING && end == PACKET_OK) {
		end = packet_next(p->seed.in, &frame);
		if (end == PACKET_OK)
			on_frame(p, &frame);
	}
	if (end == PACKET_BROKEN)
		worker_process_kill(p, "it sent a frame that is none");
}

/* It closed its socket: it is ending, or if not, it is made to. */
static void
on_closed(struct worker_process *p)
{
	(void)event_del(p->readable);
	if (p->state != ENDING)
		worker_process_kill(p, "");
}

/* What is there to read, so many packets. */
static void
read_packets(struct worker_process *p)
{
	enum packet_end end = PACKET_OK;

	for (int i = 0; i < PACKETS && p->state != DYING; i++) {
		end = packet_recv(p->seed.in, p->spawn.socket, MSG_DONTWAIT);
		if (end != PACKET_OK)
			break;
		read_frames(p);
	}
	if (end == PACKET_BROKEN)
		worker_process_kill(p, "it sent a packet that is none");
	if (end == PACKET_CLOSED)
		on_closed(p);
}

/* The worker answered, or is gone. */
static void
on_readable(evutil_socket_t fd, short what, void *ctx)
{
	(void)fd;
	(void)what;
	read_packets(ctx);
}

/* There is room in the socket again. */
static void
on_writable(evutil_socket_t fd, short what, void *ctx)
{
	struct worker_process *p = ctx;

	(void)fd;
	(void)what;
	worker_process_flush(p);
	if (p->state == READY && packet_out_empty(&p->out))
		p->owner.writable(p->owner.ctx);
}

/* The worker wrote to stderr. */
static void
on_written(evutil_socket_t fd, short what, void *ctx)
{
	struct worker_process *p = ctx;

	(void)what;
	worker_lines_read(&p->lines, fd);
}

/* What it asked about its key makes no sense. */
static void
on_keys_broke(void *ctx)
{
	worker_process_kill(ctx, "it asked what is no question of its key");
}

/* Frees all that is not the operating system's process. */
static void
release(struct worker_process *p)
{
	struct event *all[] = { p->readable, p->writable, p->written,
		p->ended };

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (all[i] != NULL)
			event_free(all[i]);
	worker_keys_free(p->keys);
	packet_out_release(&p->out);
	worker_spawn_release(&p->spawn);
	free(p);
}

/* Puts together what the owner is told. */
static void
describe_death(struct worker_process *p, struct worker_death *death)
{
	char end[64];
	bool clean = worker_spawn_reap(&p->spawn, end, sizeof(end));

	death->settled = p->settled;
	death->asked = p->asked && clean;
	death->number = atomic_load(&p->spawn.page->number);
	if (p->why[0] != '\0')
		(void)snprintf(death->why, sizeof(death->why), "%s", p->why);
	else if (p->lines.last[0] != '\0')
		(void)snprintf(death->why, sizeof(death->why), "%.180s (%s)",
		    p->lines.last, end);
	else
		(void)snprintf(death->why, sizeof(death->why), "%s", end);
}

/* The process is gone: what it sent before still counts. */
static void
on_ended(evutil_socket_t fd, short what, void *ctx)
{
	struct worker_process *p = ctx;
	struct worker_owner owner = p->owner;
	struct worker_death death;

	(void)fd;
	(void)what;
	if (p->state != DYING)
		read_packets(p);
	worker_lines_finish(&p->lines, p->spawn.lines);
	describe_death(p, &death);
	release(p);
	owner.died(owner.ctx, &death);
}

/* Lets the loop watch its descriptors. */
static bool
listen_to(struct worker_process *p, struct loop *loop)
{
	struct event_base *base = loop_base(loop);
	struct worker_keys_side side = { p->spawn.keys, p->seed.institution,
		p->seed.signer, on_keys_broke, p };

	p->keys = worker_keys_new(loop, &side);
	p->readable = event_new(base, p->spawn.socket, EV_READ | EV_PERSIST,
	    on_readable, p);
	p->writable = event_new(base, p->spawn.socket, EV_WRITE, on_writable,
	    p);
	p->written = event_new(base, p->spawn.lines, EV_READ | EV_PERSIST,
	    on_written, p);
	p->ended = event_new(base, p->spawn.pidfd, EV_READ, on_ended, p);
	return p->keys != NULL && p->readable != NULL && p->writable != NULL &&
	    p->written != NULL && p->ended != NULL &&
	    event_add(p->readable, NULL) == 0 &&
	    event_add(p->written, NULL) == 0 && event_add(p->ended, NULL) == 0;
}

/* Sends the settings, the first call of all. */
static bool
settle(struct worker_process *p)
{
	struct packet_frame frame = { .number = SETTINGS_NUMBER,
		.verb = WORKER_SETTINGS,
		.payload = p->seed.settings->data,
		.len = p->seed.settings->len };

	if (packet_add(&p->out, &frame) != PACKET_OK)
		return false;
	worker_process_flush(p);
	return true;
}

/* Starts a worker and gives it its settings. */
enum hub_status
worker_process_start(struct loop *loop, const struct worker_seed *seed,
    const struct worker_owner *owner, struct worker_process **ret,
    struct hub_error *err)
{
	struct worker_process *p = calloc(1, sizeof(*p));
	enum hub_status status;

	if (p == NULL)
		return hub_fail(err, HUB_FAULT, "no memory for a worker");
	status = worker_spawn(seed->conf->program, seed->plugin_file, &p->spawn,
	    err);
	if (status != HUB_OK) {
		free(p);
		return status;
	}
	p->seed = *seed;
	p->owner = *owner;
	packet_out_init(&p->out);
	worker_lines_init(&p->lines, seed->institution);
	worker_watch_init(&p->watch, p->spawn.pid,
	    clock_steady_ms(clock_system()));
	if (listen_to(p, loop) && settle(p)) {
		*ret = p;
		return HUB_OK;
	}
	worker_process_free(p);
	return hub_fail(err, HUB_FAULT, "no memory for a worker");
}

/* Ends it at once. */
void
worker_process_free(struct worker_process *p)
{
	char end[64];

	if (p == NULL)
		return;
	(void)pidfd_send_signal(p->spawn.pidfd, SIGKILL, NULL, 0);
	(void)worker_spawn_reap(&p->spawn, end, sizeof(end));
	release(p);
}

/* Adds a call; a full packet goes first. */
enum packet_end
worker_process_add(struct worker_process *p, const struct packet_frame *call)
{
	enum packet_end end = packet_add(&p->out, call);

	if (end != PACKET_LATER)
		return end;
	worker_process_flush(p);
	if (!packet_out_empty(&p->out))
		return PACKET_LATER;
	return packet_add(&p->out, call);
}

/* Sends, or waits for room.  A closed socket is a death on its way. */
void
worker_process_flush(struct worker_process *p)
{
	if (packet_out_empty(&p->out) || p->state == DYING)
		return;
	switch (packet_send(&p->out, p->spawn.socket, MSG_DONTWAIT)) {
	case PACKET_LATER:
		(void)event_add(p->writable, NULL);
		break;
	case PACKET_BROKEN:
		worker_process_kill(p, "its socket takes no packets");
		break;
	case PACKET_OK:
	case PACKET_CLOSED:
	default:
		break;
	}
}

/* Lets it end by itself: it sees the socket closed. */
void
worker_process_end(struct worker_process *p)
{
	if (p->state != READY)
		return;
	p->state = ENDING;
	p->asked = true;
	(void)shutdown(p->spawn.socket, SHUT_WR);
}

/* Kills it when it takes too long, also to start and to end. */
void
worker_process_watch(struct worker_process *p, int64_t now_ms, bool busy)
{
	struct worker_watch_limits limits = { p->seed.conf->cpu_ms,
		p->seed.conf->wall_ms };
	const char *why = worker_watch_look(&p->watch, now_ms,
	    busy || p->state != READY, p->answers, &limits);

	if (why != NULL)
		worker_process_kill(p, why);
}

/* Whether it takes calls. */
bool
worker_process_ready(const struct worker_process *p)
{
	return p->state == READY;
}

/* Whether it is on its way out. */
bool
worker_process_ending(const struct worker_process *p)
{
	return p->state == ENDING || p->state == DYING;
}
