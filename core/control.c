/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "control.h"

#include <errno.h>
#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/listener.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "control_call.h"
#include "hub_time.h"
#include "limits.h"
#include "log.h"

struct control {
	struct hub *hub;
	struct evconnlistener *listener;
	struct peer *peers;
	char path[sizeof(((struct sockaddr_un *)0)->sun_path)];
};

/* One connection; it lives until it is closed and has no call under way. */
struct peer {
	struct peer *next;
	struct control *control;
	struct bufferevent *bev; /* NULL once closed */
	uid_t user;
	unsigned calls;
};

struct control_call {
	struct peer *peer;
	json_t *request;
};

/* Frees a peer that nobody needs any more. */
static void
forget(struct peer *peer)
{
	struct peer **at = &peer->control->peers;

	if (peer->bev != NULL || peer->calls > 0)
		return;
	while (*at != peer)
		at = &(*at)->next;
	*at = peer->next;
	free(peer);
}

/* Closes a peer's connection. */
static void
hang_up(struct peer *peer)
{
	if (peer->bev != NULL)
		bufferevent_free(peer->bev);
	peer->bev = NULL;
	forget(peer);
}

/* Sends one line of JSON and drops the object. */
static void
send_line(struct peer *peer, json_t *object)
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
	struct peer *peer = call->peer;

	put_when(peer->control->hub, answer);
	send_line(peer, answer);
	json_decref(call->request);
	free(call);
	peer->calls--;
	forget(peer);
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
	va_list args;

	va_start(args, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	end_call(call, json_pack("{s:b,s:s}", "good", 0, "error", text));
}

void
control_progress(struct control_call *call, const char *fmt, ...)
{
	char text[HUB_REPORT_LINE_MAX];
	va_list args;

	va_start(args, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	send_line(call->peer, json_pack("{s:s}", "progress", text));
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

/* Runs one request. */
static void
take_line(struct peer *peer, const char *line)
{
	struct control_call *call = calloc(1, sizeof(*call));
	json_error_t error;

	if (call == NULL) {
		hang_up(peer);
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

/* bufferevent: bytes have come. */
static void
on_read(struct bufferevent *bev, void *ctx)
{
	struct peer *peer = ctx;
	struct evbuffer *in = bufferevent_get_input(bev);
	char *line;

	while (peer->bev != NULL &&
	    (line = evbuffer_readln(in, NULL, EVBUFFER_EOL_LF)) != NULL) {
		peer->calls++; /* it stays while we read on */
		take_line(peer, line);
		free(line);
		peer->calls--;
	}
	if (peer->bev != NULL && evbuffer_get_length(in) > CONTROL_LINE_MAX)
		hang_up(peer);
	else
		forget(peer);
}

/* bufferevent: the other side has gone, or failed. */
static void
on_event(struct bufferevent *bev, short what, void *ctx)
{
	(void)bev;
	(void)what;
	hang_up(ctx);
}

/* Who is at the other end; false: nobody of ours. */
static bool
ours(int fd, uid_t *ret_user)
{
	struct ucred who;
	socklen_t len = sizeof(who);

	if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &who, &len) != 0)
		return false;
	*ret_user = who.uid;
	return who.uid == 0 || who.uid == geteuid();
}

/* evconnlistener: somebody connects. */
static void
on_accept(struct evconnlistener *listener, evutil_socket_t fd,
    struct sockaddr *from, int len, void *ctx)
{
	struct control *control = ctx;
	struct peer *peer = calloc(1, sizeof(*peer));

	(void)listener;
	(void)from;
	(void)len;
	if (peer == NULL || !ours(fd, &peer->user)) {
		log_warn("the control socket was asked by a stranger");
		free(peer);
		(void)close(fd);
		return;
	}
	peer->control = control;
	peer->bev = bufferevent_socket_new(loop_base(control->hub->loop), fd,
	    BEV_OPT_CLOSE_ON_FREE);
	peer->next = control->peers;
	control->peers = peer;
	if (peer->bev == NULL) {
		(void)close(fd);
		forget(peer);
		return;
	}
	bufferevent_setcb(peer->bev, on_read, NULL, on_event, peer);
	(void)bufferevent_enable(peer->bev, EV_READ | EV_WRITE);
}

/* Listens on a fresh socket that only its owner may use. */
static int
listen_on(const char *path)
{
	struct sockaddr_un where = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	mode_t mask = umask(0177);
	bool good;

	(void)snprintf(where.sun_path, sizeof(where.sun_path), "%s", path);
	/* The data directory is locked: no other hub lives on this socket. */
	(void)unlink(path);
	good = fd >= 0 &&
	    bind(fd, (const struct sockaddr *)&where, sizeof(where)) == 0 &&
	    listen(fd, CONTROL_BACKLOG) == 0;
	(void)umask(mask);
	if (good)
		return fd;
	if (fd >= 0)
		(void)close(fd);
	return -1;
}

/* Makes the socket and listens. */
enum hub_status
control_start(struct hub *hub, const char *path, struct control **ret,
    struct hub_error *err)
{
	struct control *control = calloc(1, sizeof(*control));
	int fd;

	if (control == NULL)
		return hub_fail(err, HUB_FAULT, "out of memory");
	if (strlen(path) >= sizeof(control->path)) {
		free(control);
		return hub_fail(err, HUB_MISCONFIGURED,
		    "control_socket: %s is longer than a socket's name may be "
		    "(%zu bytes)",
		    path, sizeof(control->path) - 1);
	}
	control->hub = hub;
	(void)snprintf(control->path, sizeof(control->path), "%s", path);
	fd = listen_on(path);
	if (fd >= 0)
		control->listener = evconnlistener_new(loop_base(hub->loop),
		    on_accept, control,
		    LEV_OPT_CLOSE_ON_FREE | LEV_OPT_CLOSE_ON_EXEC, 0, fd);
	if (control->listener == NULL) {
		free(control);
		return hub_fail(err, HUB_MISCONFIGURED,
		    "control_socket: cannot listen on %s: %s", path,
		    strerror(errno));
	}
	*ret = control;
	return HUB_OK;
}

void
control_stop(struct control *control)
{
	struct peer *next;

	if (control == NULL)
		return;
	evconnlistener_free(control->listener);
	(void)unlink(control->path);
	for (struct peer *p = control->peers; p != NULL; p = next) {
		next = p->next;
		if (p->bev != NULL)
			bufferevent_free(p->bev);
		free(p);
	}
	free(control);
}
