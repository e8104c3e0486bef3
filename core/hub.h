/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hub.h - one running hub: everything that simpuld starts, in the order in
 * which it starts it, and how it reloads and stops.
 */
#ifndef HUB_H
#define HUB_H

#include "http_server.h"
#include "relay.h"

struct api;
struct control;
struct hub_index;
struct hub_publish;
struct hub_reading;
struct reload;
struct hub_watch;

struct hub {
	const char *conf_file;
	const struct clock *clock;
	struct clock_shifted shifted; /* what tests may move */
	struct loop *loop;
	struct ledger *ledger;
	struct loop_timer *ledger_turn;
	struct reader *reader;
	struct files *files;
	struct relay relay;
	struct api *api;
	struct http_server *server;
	struct control *control;
	struct hub_watch *watch;
	struct hub_index *index;     /* NULL: no searches in the log */
	struct hub_publish *publish; /* NULL: the log is not published */
	int64_t started_ms;
	bool failed;	  /* it ended before it was ready */
	unsigned imports; /* batches of cases under way */
	bool draining, stopped;
	struct hub_reading *reading; /* under way, or NULL */
	struct reload *reload;	     /* the same */
	bool reload_again;	     /* one more is wanted behind it */
	struct loop_timer *drain_timer;
	int64_t drain_until_ms;
};

/* Starts everything; err says what could not be started and why. */
enum hub_status hub_start(struct hub *hub, const char *conf_file,
    struct hub_error *err);
/* Until a signal or hub_stop_soon(). */
void hub_run(struct hub *hub);
/* Everything ends; safe after a failed start. */
void hub_stop(struct hub *hub);
/* Takes no more, lets what is on the wire conclude, then hub_run returns. */
void hub_stop_soon(struct hub *hub);

/* How a reload ended; borrowed for the call. */
struct hub_reload_end {
	bool good;
	const char *report; /* why not, a line a reason; "" when good */
	const struct conf *old, *fresh; /* fresh: NULL when it has mistakes */
};
typedef void hub_reload_fn(void *ctx, const struct hub_reload_end *end);
/* The whole new configuration is read and checked first; on any mistake the
 * old one stays.  look: it stays in any case, only the report is wanted.  One
 * at a time: while one is under way, the next is refused. */
void hub_reload(struct hub *hub, bool look, hub_reload_fn *fn, void *ctx);
/* The same by a signal: behind the one under way, and one only. */
void hub_reload_soon(struct hub *hub);

#endif
