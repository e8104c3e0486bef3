/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "packet.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

/* What a near frame takes beside its payload, at most. */
#define OVERHEAD 64u

/* Descriptors as ancillary data. */
union control {
	struct cmsghdr align;
	char room[CMSG_SPACE(PACKET_FDS * sizeof(int))];
};

/* An empty packet. */
void
packet_out_init(struct packet_out *out)
{
	hub_buf_init(&out->bytes, PACKET_MAX);
	out->fd_count = 0;
}

/* Closes what was not sent, but for the first few. */
static void
drop_fds(struct packet_out *out, size_t but)
{
	for (size_t i = but; i < out->fd_count; i++)
		(void)close(out->fds[i]);
	out->fd_count = but;
}

/* Frees a packet, sent or not. */
void
packet_out_release(struct packet_out *out)
{
	drop_fds(out, 0);
	hub_buf_release(&out->bytes);
}

/* Whether there is nothing to send. */
bool
packet_out_empty(const struct packet_out *out)
{
	return out->bytes.len == 0;
}

/* Appends the fields of a frame; far is the size of a payload in a memfd. */
static enum packet_end
put(struct packet_out *out, const struct packet_frame *frame, size_t far)
{
	frame_put_int(&out->bytes, (int64_t)frame->number);
	frame_put_int(&out->bytes, (int64_t)frame->verb);
	frame_put_int(&out->bytes, (int64_t)frame->status);
	frame_put_int(&out->bytes, (int64_t)far);
	frame_put_int(&out->bytes, (int64_t)frame->body.len);
	frame_put_bytes(&out->bytes, frame->payload, far > 0 ? 0 : frame->len);
	return hub_buf_ok(&out->bytes) ? PACKET_OK : PACKET_BROKEN;
}

/* Lets a descriptor travel with the packet; false: it is none. */
static bool
carry(struct packet_out *out, int fd)
{
	if (fd >= 0)
		out->fds[out->fd_count++] = fd;
	return fd >= 0;
}

/* Adds a frame if the packet has room for it. */
enum packet_end
packet_add(struct packet_out *out, const struct packet_frame *frame)
{
	const struct packet_body *body = &frame->body;
	size_t far = frame->len > PACKET_NEAR_MAX ? frame->len : 0;
	size_t needs = OVERHEAD + (far > 0 ? 0 : frame->len);
	size_t before = out->fd_count;
	size_t after = before + (far > 0) + (body->len > 0);

	if (far > PACKET_FAR_MAX || body->len > PACKET_FAR_MAX)
		return PACKET_BROKEN;
	if (out->bytes.len + needs > PACKET_MAX || after > PACKET_FDS)
		return PACKET_LATER;
	if ((far == 0 || carry(out, sealed_bytes(frame->payload, far))) &&
	    (body->len == 0 || carry(out, fcntl(body->fd, F_DUPFD_CLOEXEC, 0))))
		return put(out, frame, far);
	drop_fds(out, before);
	return PACKET_BROKEN;
}

/* Puts the descriptors into the message's ancillary data. */
static void
attach(struct msghdr *msg, union control *control, const struct packet_out *out)
{
	size_t size = out->fd_count * sizeof(int);
	struct cmsghdr *head;

	if (size == 0)
		return;
	memset(control, 0, sizeof(*control));
	msg->msg_control = control->room;
	msg->msg_controllen = CMSG_SPACE(size);
	head = CMSG_FIRSTHDR(msg);
	head->cmsg_level = SOL_SOCKET;
	head->cmsg_type = SCM_RIGHTS;
	head->cmsg_len = CMSG_LEN(size);
	memcpy(CMSG_DATA(head), out->fds, size);
}

/* What a failed call on the socket means. */
static enum packet_end
end_of(int error)
{
	if (error == EAGAIN || error == ENOBUFS)
		return PACKET_LATER;
	if (error == EPIPE || error == ECONNRESET)
		return PACKET_CLOSED;
	return PACKET_BROKEN;
}

/* Sends the packet whole, or not at all. */
enum packet_end
packet_send(struct packet_out *out, int fd, int flags)
{
	union control control;
	struct iovec bytes = { out->bytes.data, out->bytes.len };
	struct msghdr msg = { .msg_iov = &bytes, .msg_iovlen = 1 };
	enum packet_end end = PACKET_OK;
	ssize_t sent;

	attach(&msg, &control, out);
	do
		sent = sendmsg(fd, &msg, flags | MSG_NOSIGNAL);
	while (sent < 0 && errno == EINTR);
	if (sent < 0)
		end = end_of(errno);
	if (end == PACKET_LATER)
		return end;
	hub_buf_clear(&out->bytes);
	drop_fds(out, 0);
	return end;
}

/* A reader with room for one packet. */
bool
packet_in_init(struct packet_in *in)
{
	memset(in, 0, sizeof(*in));
	frame_in_init(&in->rest, "", 0);
	in->room = malloc(PACKET_MAX);
	return in->room != NULL;
}

/* Undoes the mappings of the frame at hand. */
static void
unmap(struct packet_in *in)
{
	sealed_view_close(&in->payload);
	sealed_view_close(&in->body);
}

/* Forgets the payload without undoing it. */
struct sealed_view
packet_keep(struct packet_in *in)
{
	struct sealed_view kept = in->payload;

	in->payload = (struct sealed_view){ NULL, 0 };
	return kept;
}

/* Forgets the packet at hand. */
static void
clear(struct packet_in *in)
{
	unmap(in);
	for (size_t i = in->fd_next; i < in->fd_count; i++)
		(void)close(in->fds[i]);
	in->fd_count = 0;
	in->fd_next = 0;
	frame_in_init(&in->rest, "", 0);
}

/* Frees a reader and what it holds. */
void
packet_in_release(struct packet_in *in)
{
	clear(in);
	free(in->room);
	in->room = NULL;
}

/* Takes the descriptors that came along; false when there is anything else. */
static bool
detach(struct packet_in *in, struct msghdr *msg)
{
	struct cmsghdr *head = CMSG_FIRSTHDR(msg);

	if (head == NULL)
		return true;
	if (head->cmsg_level != SOL_SOCKET || head->cmsg_type != SCM_RIGHTS)
		return false;
	in->fd_count = (head->cmsg_len - CMSG_LEN(0)) / sizeof(int);
	memcpy(in->fds, CMSG_DATA(head), in->fd_count * sizeof(int));
	return CMSG_NXTHDR(msg, head) == NULL;
}

/* Reads the next packet; the one before is forgotten. */
enum packet_end
packet_recv(struct packet_in *in, int fd, int flags)
{
	union control control;
	struct iovec bytes = { in->room, PACKET_MAX };
	struct msghdr msg = { .msg_iov = &bytes,
		.msg_iovlen = 1,
		.msg_control = control.room,
		.msg_controllen = sizeof(control.room) };
	ssize_t got;

	clear(in);
	do
		got = recvmsg(fd, &msg, flags | MSG_CMSG_CLOEXEC);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		return end_of(errno);
	if (!detach(in, &msg) || (msg.msg_flags & (MSG_TRUNC | MSG_CTRUNC)))
		return PACKET_BROKEN;
	if (got == 0)
		return PACKET_CLOSED;
	frame_in_init(&in->rest, in->room, (size_t)got);
	return PACKET_OK;
}

/* Maps the next memfd that came along, which must have so many bytes. */
static bool
map_next(struct packet_in *in, int64_t len, struct sealed_view *view)
{
	bool good;
	int fd;

	if (len <= 0 || len > (int64_t)PACKET_FAR_MAX + 1 ||
	    in->fd_next == in->fd_count)
		return false;
	fd = in->fds[in->fd_next++];
	good = sealed_view_open(view, fd, (size_t)len);
	(void)close(fd);
	return good;
}

/* The payload that came in a memfd. */
static bool
map_far(struct packet_in *in, int64_t far, struct packet_frame *frame)
{
	if (frame->len > 0 || far > (int64_t)PACKET_FAR_MAX ||
	    !map_next(in, far, &in->payload))
		return false;
	frame->payload = in->payload.at;
	frame->len = in->payload.len;
	return true;
}

/* The body that came in one, with its NUL. */
static bool
map_body(struct packet_in *in, int64_t len, struct packet_frame *frame)
{
	if (len < 0 || len > (int64_t)PACKET_FAR_MAX ||
	    !map_next(in, len + 1, &in->body) || in->body.at[len] != '\0')
		return false;
	frame->body.at = in->body.at;
	frame->body.len = (size_t)len;
	return true;
}

/* Reads one frame of the packet at hand. */
enum packet_end
packet_next(struct packet_in *in, struct packet_frame *ret)
{
	struct packet_frame frame = { .body = { -1, "", 0 } };
	int64_t verb, status, far, body;

	unmap(in);
	if (frame_done(&in->rest))
		return in->fd_next == in->fd_count ? PACKET_LATER
						   : PACKET_BROKEN;
	frame.number = (uint64_t)frame_int(&in->rest);
	verb = frame_int(&in->rest);
	status = frame_int(&in->rest);
	far = frame_int(&in->rest);
	body = frame_int(&in->rest);
	frame.payload = frame_bytes(&in->rest, &frame.len);
	frame.verb = (unsigned)verb;
	frame.status = (unsigned)status;
	if (!frame_ok(&in->rest) || verb < 0 || verb > UINT8_MAX ||
	    status < 0 || status > UINT8_MAX)
		return PACKET_BROKEN;
	if (far != 0 && !map_far(in, far, &frame))
		return PACKET_BROKEN;
	if (body != 0 && !map_body(in, body, &frame))
		return PACKET_BROKEN;
	*ret = frame;
	return PACKET_OK;
}
