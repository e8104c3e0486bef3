/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "seal_key.h"

#include <errno.h>
#include <sys/socket.h>
#include <sys/uio.h>

/* Sends a question whole. */
static bool
send_ask(int fd, const struct key_ask *ask)
{
	struct hub_buf buf;
	struct iovec bytes;
	struct msghdr msg = { .msg_iov = &bytes, .msg_iovlen = 1 };
	ssize_t sent = -1;

	hub_buf_init(&buf, KEY_MESSAGE_MAX);
	key_ask_put(&buf, ask);
	bytes = (struct iovec){ buf.data, buf.len };
	while (hub_buf_ok(&buf) &&
	    (sent = sendmsg(fd, &msg, MSG_NOSIGNAL)) < 0 && errno == EINTR)
		;
	hub_buf_release(&buf);
	return sent > 0;
}

/* Waits for the answer; the bytes of it, or -1. */
static ssize_t
wait_answer(int fd, char room[KEY_MESSAGE_MAX])
{
	struct iovec bytes = { room, KEY_MESSAGE_MAX };
	struct msghdr msg = { .msg_iov = &bytes, .msg_iovlen = 1 };
	ssize_t got;

	while ((got = recvmsg(fd, &msg, 0)) < 0 && errno == EINTR)
		;
	return (msg.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) != 0 ? -1 : got;
}

/* Asks and waits. */
static enum hub_status
ask(const struct seal_key *key, const struct key_ask *what,
    struct key_result *ret, struct hub_error *err)
{
	char room[KEY_MESSAGE_MAX];
	struct key_answer answer;
	struct frame_in in;
	ssize_t got = -1;

	if (what->len > KEY_ASK_MAX)
		return hub_fail(err, HUB_FAULT,
		    "more is asked about the key than it can do");
	if (send_ask(key->fd, what))
		got = wait_answer(key->fd, room);
	frame_in_init(&in, room, got > 0 ? (size_t)got : 0);
	if (got <= 0 || !key_answer_get(&in, &answer))
		return hub_fail(err, HUB_FAULT,
		    "the hub did not answer for its key");
	if (answer.status != HUB_OK)
		return hub_fail(err, (enum hub_status)answer.status, "%.*s",
		    (int)answer.len, (const char *)answer.bytes);
	memcpy(ret->bytes, answer.bytes, answer.len);
	ret->len = answer.len;
	return HUB_OK;
}

enum hub_status
seal_key_sign(const struct seal_key *key, const uint8_t digest[DIGEST_SIZE],
    struct key_result *ret, struct hub_error *err)
{
	struct key_ask what = { KEY_SIGN, digest, DIGEST_SIZE, 0 };

	return ask(key, &what, ret, err);
}

enum hub_status
seal_key_open(const struct seal_key *key, const struct key_ask *what,
    struct key_result *ret, struct hub_error *err)
{
	return ask(key, what, ret, err);
}
