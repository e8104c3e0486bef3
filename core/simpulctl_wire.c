/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "simpulctl_wire.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "clock.h"
#include "limits.h"

/* Why no hub can be asked at a path, by errno. */
static const struct {
	int number;
	const char *why;
} reasons[] = {
	{ ENOENT,
	    "it is not there; expected a running simpuld with this "
	    "configuration: start it, or use --socket" },
	{ ECONNREFUSED,
	    "nobody listens; simpuld has ended: see its log, start it" },
	{ EACCES, "you may not use it; be the hub's user, or root" },
	{ ENOTSOCK, "it is no socket; name the hub's with --socket" },
	{ ENOTDIR, "no such folder; name the hub's socket with --socket" },
};

/* The sentence for what connect() found. */
static enum hub_status
no_hub(struct hub_error *err, const char *path, int number)
{
	const char *why = strerror(number);

	for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++)
		if (reasons[i].number == number)
			why = reasons[i].why;
	return hub_fail(err, HUB_MISCONFIGURED, "no hub at %s: %s", path, why);
}

enum hub_status
ctl_wire_open(struct ctl_wire *wire, const char *path, struct hub_error *err)
{
	struct sockaddr_un where = { .sun_family = AF_UNIX };
	int number;

	hub_buf_init(&wire->in, CTL_OUTPUT_MAX);
	wire->taken = 0;
	wire->fd = -1;
	if (strlen(path) >= sizeof(where.sun_path))
		return hub_fail(err, HUB_MISCONFIGURED,
		    "the control socket's path has %zu bytes, expected at "
		    "most %zu",
		    strlen(path), sizeof(where.sun_path) - 1);
	memcpy(where.sun_path, path, strlen(path) + 1);
	wire->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (wire->fd >= 0 &&
	    connect(wire->fd, (const struct sockaddr *)&where, sizeof(where)) ==
		0)
		return HUB_OK;
	number = errno;
	ctl_wire_close(wire);
	return no_hub(err, path, number);
}

void
ctl_wire_close(struct ctl_wire *wire)
{
	if (wire->fd >= 0)
		(void)close(wire->fd);
	wire->fd = -1;
	hub_buf_release(&wire->in);
}

/* Waits until the socket can be read or written. */
static enum hub_status
wait_for(struct ctl_wire *wire, short events, struct hub_error *err)
{
	const struct clock *clock = clock_system();
	int64_t end = clock_steady_ms(clock) + wire->limit_ms, left;
	struct pollfd one = { .fd = wire->fd, .events = events };

	while ((left = end - clock_steady_ms(clock)) > 0)
		if (poll(&one, 1, (int)left) > 0)
			return HUB_OK;
	return hub_fail(err, HUB_FAULT,
	    "no answer within %lld s; the hub may be busy, and may still do "
	    "what it was asked (see --timeout)",
	    (long long)(wire->limit_ms / 1000));
}

enum hub_status
ctl_wire_send(struct ctl_wire *wire, const char *text, struct hub_error *err)
{
	size_t len = strlen(text), sent = 0;
	enum hub_status status;

	while (sent < len) {
		ssize_t put;

		status = wait_for(wire, POLLOUT, err);
		if (status != HUB_OK)
			return status;
		put = send(wire->fd, text + sent, len - sent,
		    MSG_NOSIGNAL | MSG_DONTWAIT);
		if (put < 0 && errno != EAGAIN && errno != EINTR)
			return hub_fail(err, HUB_FAULT,
			    "the hub closed the connection: %s",
			    strerror(errno));
		sent += put > 0 ? (size_t)put : 0;
	}
	return HUB_OK;
}

/* Reads what has come; *ret_end: there is no more. */
static enum hub_status
read_some(struct ctl_wire *wire, bool *ret_end, struct hub_error *err)
{
	enum hub_status status = wait_for(wire, POLLIN, err);
	char bytes[8192];
	ssize_t got;

	if (status != HUB_OK)
		return status;
	got = recv(wire->fd, bytes, sizeof(bytes), MSG_DONTWAIT);
	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return HUB_OK;
	*ret_end = got <= 0;
	if (got > 0)
		hub_buf_add(&wire->in, bytes, (size_t)got);
	if (hub_buf_ok(&wire->in))
		return HUB_OK;
	return hub_fail(err, HUB_FAULT, "the answer is over %u bytes",
	    CTL_OUTPUT_MAX);
}

enum hub_status
ctl_wire_line(struct ctl_wire *wire, const char **ret_line,
    struct hub_error *err)
{
	struct hub_buf *in = &wire->in;
	enum hub_status status;
	bool ended = false;
	char *newline;

	in->len -= wire->taken;
	if (wire->taken > 0)
		memmove(in->data, in->data + wire->taken, in->len);
	wire->taken = 0;
	while (in->len == 0 ||
	    (newline = memchr(in->data, '\n', in->len)) == NULL) {
		if (ended)
			return hub_fail(err, HUB_FAULT,
			    "the hub closed the connection without an "
			    "answer; see its log");
		status = read_some(wire, &ended, err);
		if (status != HUB_OK)
			return status;
	}
	*newline = '\0';
	wire->taken = (size_t)(newline - in->data) + 1;
	*ret_line = in->data;
	return HUB_OK;
}
