/* SPDX-License-Identifier: Apache-2.0 */
/* A plugin that says whatever it is told to, of whomever: the body of a
 * message is lines "WORD HANDOFF", where WORD is the name of an event, or one
 * of the deeds below.  A narrative "betray HANDOFF" makes it speak of another
 * handoff in its conclusion. */
#include "config.h"

#include <linux/futex.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "hub_plugin.h"

enum { WORD = 32, NAME = 128, MANY = 100000 };

/* One line of a message. */
struct line {
	char word[WORD], name[NAME];
};

/* An event about a handoff, with words that most kinds need. */
static struct hub_event
event_of(enum hub_event_kind kind, const char *handoff)
{
	struct hub_event e = hub_event_init(kind);

	e.handoff_id = handoff;
	e.text = "Kabar angin.";
	e.audience = HUB_AUDIENCE_PARTIES;
	e.reason = HUB_REASON_OUTSIDE_AUTHORITY;
	e.rating = 5;
	return e;
}

static void
do_crash(struct hub_events *events)
{
	(void)events;
	(void)raise(SIGSEGV);
}

/* Waits for ever without CPU. */
static void
do_hang(struct hub_events *events)
{
	unsigned word = 0;

	(void)events;
	for (;;)
		(void)syscall(SYS_futex, &word, FUTEX_WAIT, 0, NULL, NULL, 0);
}

static void
do_spin(struct hub_events *events)
{
	volatile unsigned turns = 0;

	(void)events;
	for (;;)
		turns++;
}

static void
do_socket(struct hub_events *events)
{
	(void)events;
	(void)socket(AF_INET, SOCK_STREAM, 0);
}

/* More events than a message may have. */
static void
do_many(struct hub_events *events)
{
	struct hub_event e = event_of(HUB_EV_PROGRESS, "0000000000001");

	for (int i = 0; i < MANY; i++)
		hub_emit(events, &e);
}

/* A text that is not one. */
static void
do_noise(struct hub_events *events)
{
	struct hub_event e = event_of(HUB_EV_PROGRESS, "0000000000001");

	e.text = "\xff\xfe\x01";
	hub_emit(events, &e);
}

static const struct {
	const char *word;
	void (*act)(struct hub_events *events);
} deeds[] = {
	{ "crash", do_crash },
	{ "hang", do_hang },
	{ "spin", do_spin },
	{ "socket", do_socket },
	{ "many", do_many },
	{ "noise", do_noise },
};

/* The next line of a body; false: there is none. */
static bool
read_line(const char **at, struct line *ret)
{
	size_t len = strcspn(*at, "\n");
	const char *space = memchr(*at, ' ', len);
	size_t word = space == NULL ? len : (size_t)(space - *at);

	if (len == 0)
		return false;
	(void)snprintf(ret->word, sizeof(ret->word), "%.*s", (int)word, *at);
	(void)snprintf(ret->name, sizeof(ret->name), "%.*s",
	    space == NULL ? 0 : (int)(len - word - 1), *at + word + 1);
	*at += len + ((*at)[len] == '\n');
	return true;
}

/* Does what one line says. */
static void
obey(const struct line *line, struct hub_events *events)
{
	enum hub_event_kind kind;
	struct hub_event e;

	for (size_t i = 0; i < sizeof(deeds) / sizeof(deeds[0]); i++)
		if (strcmp(deeds[i].word, line->word) == 0)
			deeds[i].act(events);
	if (!hub_event_kind_parse(line->word, &kind))
		return;
	e = event_of(kind, line->name);
	hub_emit(events, &e);
}

static const char *const outcomes[] = {
	[HUB_APPLIED] = "applied",
	[HUB_DUPLICATE] = "duplicate",
	[HUB_ILLEGAL] = "illegal",
	[HUB_UNKNOWN] = "unknown",
	[HUB_FORBIDDEN] = "forbidden",
	[HUB_BOUND] = "bound",
	[HUB_LATE] = "late",
	[HUB_INVALID] = "invalid",
};

/* Tells all that it was told: a line of words for each event. */
static void
tell_all(const struct hub_results *results, struct hub_reply *reply)
{
	char out[16384];
	size_t len = 0;

	for (size_t i = 0; i < results->count && len < sizeof(out); i++) {
		const struct hub_result *r = &results->rows[i];

		len += (size_t)snprintf(out + len, sizeof(out) - len,
		    "%s id=%s case=%s state=%s holder=%s found=%zu\n",
		    outcomes[r->applied], r->id, r->case_id, r->state,
		    r->holder, r->found_count);
	}
	hub_reply_set(reply, 200, "text/plain", out,
	    len < sizeof(out) ? len : sizeof(out) - 1);
}

static enum hub_status
gossip_receive(const void *conf, const struct hub_message *message,
    const struct hub_at *at, const struct hub_results *results,
    struct hub_events *events, struct hub_reply *reply, struct hub_error *err)
{
	const char *body = message->body;
	struct line line;

	(void)conf;
	(void)at;
	(void)err;
	if (results != NULL) {
		tell_all(results, reply);
		return HUB_OK;
	}
	while (read_line(&body, &line))
		obey(&line, events);
	return HUB_OK;
}

static enum hub_status
gossip_compose(const void *conf, const struct hub_dispatch *what,
    const struct hub_at *at, struct hub_request *r, struct hub_error *err)
{
	const char *text = what->handoff.narrative;
	struct line line;

	(void)conf;
	(void)at;
	(void)err;
	if (read_line(&text, &line))
		obey(&line, NULL);
	text = what->handoff.narrative;
	hub_request_http(r, "POST", "/");
	hub_request_body(r, "text/plain", text, strlen(text));
	return HUB_OK;
}

static enum hub_status
gossip_conclude(const void *conf, const struct hub_dispatch *what,
    const struct hub_at *at, const struct hub_answer *answer,
    struct hub_events *events, struct hub_error *err)
{
	const char *text = what->handoff.narrative;
	struct hub_event e = hub_event_init(HUB_EV_DELIVERED);
	struct line line;

	(void)conf;
	(void)at;
	(void)answer;
	(void)err;
	hub_emit(events, &e);
	if (!read_line(&text, &line) || strcmp(line.word, "betray") != 0)
		return HUB_OK;
	e = event_of(HUB_EV_PROGRESS, line.name);
	hub_emit(events, &e);
	return HUB_OK;
}

const struct hub_plugin hub_plugin = {
	.abi = HUB_PLUGIN_ABI,
	.size = sizeof(struct hub_plugin),
	.name = "gossip",
	.version = "1.0",
	.summary = "Says whatever it is told to.",
	.compose = gossip_compose,
	.conclude = gossip_conclude,
	.receive = gossip_receive,
};
