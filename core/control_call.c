/* SPDX-License-Identifier: Apache-2.0 */
/* Requests and their answers; see control_call.h and control_peer.h. */
#include "config.h"

#include "control_call.h"

#include <event2/buffer.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "control_peer.h"
#include "hub_time.h"
#include "limits.h"
#include "utf8.h"

struct control_call {
	struct control_peer *peer;
	json_t *request;
	struct control_call *next; /* that waits */
	control_sent_fn *sent;
	void *sent_ctx;
};

/* Sends one line of JSON and drops the object. */
static void
send_line(struct control_peer *peer, json_t *object)
{
	char *text = json_dumps(object, JSON_COMPACT | JSON_SORT_KEYS);

	json_decref(object);
	if (text != NULL && peer->bev != NULL) {
		(void)bufferevent_write(peer->bev, text, strlen(text));
		(void)bufferevent_write(peer->bev, "\n", 1);
	}
	free(text);
}

/* Says when the answer was made, and in which zone people read it. */
static void
put_when(const struct hub *hub, json_t *answer)
{
	char now[HUB_TIME_SIZE];

	hub_time_text(relay_now_ms(&hub->relay) / 1000, now);
	(void)json_object_set_new(answer, "now", json_string(now));
	(void)json_object_set_new(answer, "timezone",
	    json_string(hub->relay.conf->hub.timezone));
}

/* The end of a call. */
static void
end_call(struct control_call *call, json_t *answer)
{
	struct control_peer *peer = call->peer;

	put_when(peer->control->hub, answer);
	send_line(peer, answer);
	json_decref(call->request);
	free(call);
	peer->calls--;
	control_peer_rest(peer);
}

void
control_good(struct control_call *call, json_t *answer)
{
	if (answer == NULL)
		answer = json_object();
	(void)json_object_set_new(answer, "good", json_true());
	end_call(call, answer);
}

void
control_bad(struct control_call *call, const char *fmt, ...)
{
	char text[HUB_REPORT_LINE_MAX];
	json_t *answer = json_object();
	va_list args;

	va_start(args, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	(void)json_object_set_new(answer, "good", json_false());
	control_put_text(answer, "error", text);
	end_call(call, answer);
}

bool
control_is_line(struct control_call *call, const char *name, size_t max)
{
	const char *text = control_text(call, name);
	size_t len = strlen(text);

	if (len > max)
		control_bad(call, "%s: found %zu bytes, expected at most %zu",
		    name, len, max);
	else if (!utf8_is_line(text, len))
		control_bad(call,
		    "%s: found a control character, expected one line of text",
		    name);
	else
		return true;
	return false;
}

void
control_progress(struct control_call *call, const char *fmt, ...)
{
	char text[HUB_REPORT_LINE_MAX];
	json_t *object = json_object();
	va_list args;

	va_start(args, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	control_put_text(object, "progress", text);
	send_line(call->peer, object);
}

void
control_page(struct control_call *call, json_t *page)
{
	send_line(call->peer, page);
}

bool
control_gone(const struct control_call *call)
{
	return call->peer->bev == NULL;
}

void
control_when_sent(struct control_call *call, control_sent_fn *fn, void *ctx)
{
	struct control_peer *peer = call->peer;

	if (peer->bev == NULL ||
	    evbuffer_get_length(bufferevent_get_output(peer->bev)) == 0) {
		fn(ctx);
		return;
	}
	call->sent = fn;
	call->sent_ctx = ctx;
	call->next = peer->waiting;
	peer->waiting = call;
}

void
control_peer_sent(struct control_peer *peer)
{
	struct control_call *call = peer->waiting, *next;

	peer->waiting = NULL;
	peer->calls++; /* it stays while they go on */
	for (; call != NULL; call = next) {
		next = call->next;
		call->sent(call->sent_ctx);
	}
	peer->calls--;
}

/* The hub that is asked. */
struct hub *
control_hub(const struct control_call *call)
{
	return call->peer->control->hub;
}

const char *
control_text(const struct control_call *call, const char *name)
{
	const char *text = json_string_value(
	    json_object_get(call->request, name));

	return text == NULL ? "" : text;
}

void
control_put_text(json_t *object, const char *name, const char *text)
{
	json_t *value = json_string(text);
	char *plain;

	if (value == NULL && (plain = strdup(text)) != NULL) {
		for (char *c = plain; *c != '\0'; c++)
			if ((unsigned char)*c >= 0x80)
				*c = '?';
		value = json_string(plain);
		free(plain);
	}
	(void)json_object_set_new(object, name, value);
}

void
control_put_time(json_t *object, const char *name, int64_t ms)
{
	char text[HUB_TIME_SIZE];

	if (ms == 0)
		return;
	hub_time_text(ms / 1000, text);
	(void)json_object_set_new(object, name, json_string(text));
}

int64_t
control_int(const struct control_call *call, const char *name, int64_t fallback)
{
	const json_t *value = json_object_get(call->request, name);

	return json_is_integer(value) ? json_integer_value(value) : fallback;
}

const json_t *
control_array(const struct control_call *call, const char *name)
{
	return json_object_get(call->request, name);
}

bool
control_flag(const struct control_call *call, const char *name)
{
	return json_is_true(json_object_get(call->request, name));
}

unsigned
control_user(const struct control_call *call)
{
	return call->peer->user;
}

void
control_peer_take(struct control_peer *peer, const char *line)
{
	struct control_call *call = calloc(1, sizeof(*call));
	json_error_t error;

	if (call == NULL) {
		control_peer_close(peer);
		return;
	}
	call->peer = peer;
	peer->calls++;
	call->request = json_loads(line, JSON_REJECT_DUPLICATES, &error);
	if (!json_is_object(call->request)) {
		control_bad(call, "not a JSON object: %s", error.text);
		return;
	}
	for (const struct control_command *c = control_commands;
	     c->name != NULL; c++) {
		if (strcmp(c->name, control_text(call, "command")) != 0)
			continue;
		c->fn(call);
		return;
	}
	control_bad(call, "this hub knows no command \"%.40s\"",
	    control_text(call, "command"));
}
