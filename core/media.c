/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "media.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "http_fetch.h"
#include "limits.h"
#include "log.h"
#include "wording.h"

struct media {
	struct media_order order;
	struct loop_timer *timer;
	struct http_fetch *fetch;	    /* under way or just landed */
	struct hub_buf bytes[EVENTS_MEDIA]; /* of what came */
	size_t at;			    /* which of events' media */
	unsigned attempt;
	int64_t until; /* steady: no attempt begins behind it */
	char name[HTTP_FETCH_NAME_SIZE];
};

/* Why a file did not come, for officers. */
static const char *const reasons[] = {
	[HTTP_FETCHED] = "",
	[HTTP_FETCH_LATER] = "server tautan tidak memberikannya sekarang",
	[HTTP_FETCH_GONE] = "server tautan tidak memberikannya",
	[HTTP_FETCH_BARRED] = "alamatnya di dalam jaringan",
	[HTTP_FETCH_LONG] = "berkas lebih besar daripada batas",
	[HTTP_FETCH_LOST] = "",
};
#define FOREIGN "host tautan tidak terdaftar di media_hosts"
#define TOO_MANY "berkas terlalu banyak"

/* Says behind the event's text why its file is not there; where the text has
 * no room for it, the address alone must do. */
static void
say(struct media *m, const char *why)
{
	struct hub_events *events = m->order.events;
	const char **text = events_text(
	    &events->rows[events->media[m->at].event]);
	struct wording_args args = wording_args_init();
	const char *said;
	struct hub_buf out;

	args.text = why;
	hub_buf_init(&out, HUB_TEXT_MAX);
	hub_buf_text(&out, *text);
	hub_buf_text(&out, "\n");
	wording_make(&out, WORDING_NOT_FETCHED, &args);
	said = hub_buf_ok(&out) ? arena_text(&events->arena, hub_buf_str(&out))
				: *text;
	if (arena_ok(&events->arena))
		*text = said;
	hub_buf_release(&out);
}

/* Whether the institution's section lists the host. */
static bool
is_listed(const struct media *m, const char *host)
{
	const char *const *hosts = m->order.inst->media_hosts;

	for (size_t i = 0; hosts[i] != NULL; i++)
		if (strcasecmp(hosts[i], host) == 0)
			return true;
	return false;
}

static void go_on(void *ctx);

/* The file at hand came, or will not. */
static void
turn(struct media *m)
{
	m->at++;
	m->attempt = 0;
	loop_timer_arm(m->timer, 0);
}

/* Takes what came among the events' files. */
static void
take(struct media *m, const char *type, struct hub_buf *bytes)
{
	struct hub_events *events = m->order.events;
	struct event_file file = { .event = events->media[m->at].event,
		.name = m->name,
		.type = type };

	m->bytes[m->at] = *bytes;
	hub_buf_init(bytes, 0);
	file.data = m->bytes[m->at].data;
	file.len = m->bytes[m->at].len;
	if (!events_fetched(events, &file))
		say(m, TOO_MANY);
}

/* Whether it is worth another attempt in the time that is left. */
static bool
may_again(const struct media *m, enum http_fetched end)
{
	return end == HTTP_FETCH_LATER && m->attempt < MEDIA_ATTEMPTS &&
	    clock_steady_ms(loop_clock(m->order.loop)) + MEDIA_PAUSE_MS <
	    m->until;
}

/* done of a fetch. */
static void
on_fetched(void *ctx, struct http_fetch *fetch)
{
	struct media *m = ctx;
	struct hub_buf *bytes;
	const char *type;
	enum http_fetched end = http_fetch_end(fetch, &type, &bytes);

	if (end == HTTP_FETCH_LOST) {
		m->order.done(m->order.ctx, true);
		return;
	}
	if (may_again(m, end)) {
		loop_timer_arm(m->timer, MEDIA_PAUSE_MS);
		return;
	}
	if (end == HTTP_FETCHED) {
		take(m, type, bytes);
	} else {
		log_warn("%s: a file was not fetched: %s", m->order.inst->id,
		    end == HTTP_FETCH_BARRED
			? "its host leads into this network"
			: http_fetch_why(fetch));
		say(m, reasons[end]);
	}
	turn(m);
}

/* Asks for the file at hand; false: it will not come. */
static bool
ask(struct media *m)
{
	const struct conf_institution *inst = m->order.inst;
	int64_t left = m->until - clock_steady_ms(loop_clock(m->order.loop));
	struct http_fetch_order order = {
		.url = m->order.events->media[m->at].url,
		.ca_file = inst->tls_ca,
		.inside = inst->media_inside,
		.timeout_ms = left > 1 ? left : 1,
		.most = MEDIA_MAX,
		.done = on_fetched,
		.ctx = m
	};
	char host[HTTP_FETCH_HOST_SIZE];

	if (!http_fetch_host(order.url, order.inside, host, m->name) ||
	    !is_listed(m, host)) {
		say(m, FOREIGN);
		return false;
	}
	m->attempt++;
	m->fetch = http_fetch_start(m->order.http, &order);
	if (m->fetch == NULL)
		say(m, reasons[HTTP_FETCH_LATER]);
	return m->fetch != NULL;
}

/* loop_fn: the next attempt, the next file, or the end. */
static void
go_on(void *ctx)
{
	struct media *m = ctx;

	http_fetch_free(m->fetch);
	m->fetch = NULL;
	if (m->at == m->order.events->media_count)
		m->order.done(m->order.ctx, false);
	else if (!ask(m))
		turn(m);
}

struct media *
media_start(const struct media_order *order)
{
	struct media *m = calloc(1, sizeof(*m));

	if (m == NULL)
		return NULL;
	m->order = *order;
	m->timer = loop_timer_new(order->loop, go_on, m);
	if (m->timer == NULL) {
		free(m);
		return NULL;
	}
	m->until = clock_steady_ms(loop_clock(order->loop)) + MEDIA_MS;
	loop_timer_arm(m->timer, 0);
	return m;
}

void
media_free(struct media *media)
{
	if (media == NULL)
		return;
	loop_timer_free(media->timer);
	http_fetch_free(media->fetch);
	for (size_t i = 0; i < EVENTS_MEDIA; i++)
		hub_buf_release(&media->bytes[i]);
	free(media);
}
