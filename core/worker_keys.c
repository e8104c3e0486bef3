/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "worker_keys.h"

#include <errno.h>
#include <event2/event.h>
#include <openssl/crypto.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include "limits.h"
#include "log.h"

struct worker_keys {
	struct worker_keys_side side;
	struct event *readable, *pause;
	int64_t second;
	unsigned asked; /* within that second */
};

/* Sends an answer; a worker that is gone does not wait for it. */
static bool
send_answer(const struct worker_keys *k, const struct key_answer *answer)
{
	struct hub_buf buf;
	struct iovec bytes;
	struct msghdr msg = { .msg_iov = &bytes, .msg_iovlen = 1 };
	ssize_t sent = -1;

	hub_buf_init(&buf, KEY_MESSAGE_MAX);
	key_answer_put(&buf, answer);
	bytes = (struct iovec){ buf.data, buf.len };
	if (hub_buf_ok(&buf))
		sent = sendmsg(k->side.fd, &msg, MSG_DONTWAIT | MSG_NOSIGNAL);
	if (buf.data != NULL)
		OPENSSL_cleanse(buf.data, buf.len);
	hub_buf_release(&buf);
	return sent > 0 || errno == EPIPE || errno == ECONNRESET;
}

/* Does what is asked and answers. */
static bool
serve(struct worker_keys *k, const struct key_ask *ask)
{
	struct key_result made = { .len = 0 };
	struct hub_error err = { "" };
	struct key_answer answer = { .bytes = made.bytes };
	bool good;

	answer.status = signer_do(k->side.signer, ask, &made, &err);
	answer.len = made.len;
	if (answer.status != HUB_OK) {
		answer.bytes = err.text;
		answer.len = strlen(err.text);
		log_warn("worker of %s asked for its key: %s",
		    k->side.institution, err.text);
	} else {
		log_debug("worker of %s had its key %s", k->side.institution,
		    ask->verb == KEY_SIGN ? "sign" : "open a session key");
	}
	good = send_answer(k, &answer);
	OPENSSL_cleanse(&made, sizeof(made));
	return good;
}

/* Whether it may ask once more within this second; else it waits. */
static bool
admit(struct worker_keys *k)
{
	int64_t now = clock_steady_ms(clock_system());
	struct timeval wait = { 0, 0 };

	if (now / 1000 != k->second) {
		k->second = now / 1000;
		k->asked = 0;
	}
	if (k->asked++ < KEY_ASKS_MAX)
		return true;
	log_warn("worker of %s asks for its key more than %u times a second; "
		 "it waits",
	    k->side.institution, KEY_ASKS_MAX);
	wait.tv_usec = (suseconds_t)(1000 - now % 1000) * 1000;
	if (wait.tv_usec >= 1000000)
		wait = (struct timeval){ 1, 0 };
	(void)event_del(k->readable);
	(void)event_add(k->pause, &wait);
	return false;
}

/* Takes a question, if there is one. */
static void
on_readable(evutil_socket_t fd, short what, void *ctx)
{
	struct worker_keys *k = ctx;
	char room[KEY_MESSAGE_MAX];
	struct key_ask ask;
	struct frame_in in;
	ssize_t got;

	(void)what;
	if (!admit(k))
		return;
	got = recv(fd, room, sizeof(room), MSG_DONTWAIT | MSG_TRUNC);
	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (got <= 0) {
		(void)event_del(k->readable);
		return;
	}
	frame_in_init(&in, room, got > (ssize_t)sizeof(room) ? 0 : (size_t)got);
	if (!key_ask_get(&in, &ask) || !serve(k, &ask)) {
		(void)event_del(k->readable);
		k->side.broke(k->side.ctx);
	}
}

/* The second is over. */
static void
on_pause_over(evutil_socket_t fd, short what, void *ctx)
{
	struct worker_keys *k = ctx;

	(void)fd;
	(void)what;
	(void)event_add(k->readable, NULL);
}

/* Begins to listen. */
struct worker_keys *
worker_keys_new(struct loop *loop, const struct worker_keys_side *side)
{
	struct worker_keys *k = calloc(1, sizeof(*k));
	struct event_base *base = loop_base(loop);

	if (k == NULL)
		return NULL;
	k->side = *side;
	k->readable = event_new(base, side->fd, EV_READ | EV_PERSIST,
	    on_readable, k);
	k->pause = evtimer_new(base, on_pause_over, k);
	if (k->readable != NULL && k->pause != NULL &&
	    event_add(k->readable, NULL) == 0)
		return k;
	worker_keys_free(k);
	return NULL;
}

/* Listens no more; the socket stays open. */
void
worker_keys_free(struct worker_keys *keys)
{
	if (keys == NULL)
		return;
	if (keys->readable != NULL)
		event_free(keys->readable);
	if (keys->pause != NULL)
		event_free(keys->pause);
	free(keys);
}
