/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "control.h"

#include <errno.h>
#include <event2/buffer.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "control_peer.h"
#include "limits.h"
#include "log.h"

void
control_peer_rest(struct control_peer *peer)
{
	struct control_peer **at = &peer->control->peers;

	if (peer->calls > 0)
		return;
	if (peer->bev != NULL && peer->ended &&
	    evbuffer_get_length(bufferevent_get_output(peer->bev)) == 0) {
		bufferevent_free(peer->bev);
		peer->bev = NULL;
	}
	if (peer->bev != NULL)
		return;
	while (*at != peer)
		at = &(*at)->next;
	*at = peer->next;
	free(peer);
}

void
control_peer_close(struct control_peer *peer)
{
	if (peer->bev != NULL)
		bufferevent_free(peer->bev);
	peer->bev = NULL;
	control_peer_sent(peer);
	control_peer_rest(peer);
}

/* bufferevent: bytes have come. */
static void
on_read(struct bufferevent *bev, void *ctx)
{
	struct control_peer *peer = ctx;
	struct evbuffer *in = bufferevent_get_input(bev);
	char *line;

	while (peer->bev != NULL &&
	    (line = evbuffer_readln(in, NULL, EVBUFFER_EOL_LF)) != NULL) {
		peer->calls++; /* it stays while we read on */
		control_peer_take(peer, line);
		free(line);
		peer->calls--;
	}
	if (peer->bev != NULL && evbuffer_get_length(in) > CONTROL_LINE_MAX)
		control_peer_close(peer);
	else
		control_peer_rest(peer);
}

/* bufferevent: everything has been sent. */
static void
on_sent(struct bufferevent *bev, void *ctx)
{
	(void)bev;
	control_peer_sent(ctx);
	control_peer_rest(ctx);
}

/* bufferevent: the other side has said all, has gone, or failed. */
static void
on_event(struct bufferevent *bev, short what, void *ctx)
{
	struct control_peer *peer = ctx;

	if ((what & BEV_EVENT_EOF) == 0) {
		control_peer_close(peer);
		return;
	}
	(void)bufferevent_disable(bev, EV_READ);
	peer->ended = true;
	control_peer_rest(peer);
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
	struct control_peer *peer = calloc(1, sizeof(*peer));

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
		control_peer_rest(peer);
		return;
	}
	bufferevent_setcb(peer->bev, on_read, on_sent, on_event, peer);
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
	struct control_peer *next;

	if (control == NULL)
		return;
	evconnlistener_free(control->listener);
	(void)unlink(control->path);
	for (struct control_peer *p = control->peers; p != NULL; p = next) {
		next = p->next;
		if (p->bev != NULL)
			bufferevent_free(p->bev);
		p->bev = NULL;
		control_peer_sent(p);
		free(p);
	}
	free(control);
}
