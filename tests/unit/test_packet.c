/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "packet.h"
#include "sealed.h"

/* Two ends of a socket, and a packet at each. */
struct line {
	int near, far;
	struct packet_out out;
	struct packet_in in;
};

static int
line_setup(void **state)
{
	struct line *line = calloc(1, sizeof(*line));
	int pair[2];

	assert_int_equal(socketpair(AF_UNIX,
			     SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0,
			     pair),
	    0);
	line->near = pair[0];
	line->far = pair[1];
	packet_out_init(&line->out);
	assert_true(packet_in_init(&line->in));
	*state = line;
	return 0;
}

static int
line_teardown(void **state)
{
	struct line *line = *state;

	packet_out_release(&line->out);
	packet_in_release(&line->in);
	(void)close(line->near);
	(void)close(line->far);
	free(line);
	return 0;
}

/* Adds a frame whose payload is len times the letter. */
static enum packet_end
add(struct line *line, uint64_t number, char letter, size_t len)
{
	char *payload = malloc(len + 1);
	struct packet_frame frame = { .number = number,
		.verb = WORKER_COMPOSE,
		.payload = payload,
		.len = len };
	enum packet_end end;

	memset(payload, letter, len);
	end = packet_add(&line->out, &frame);
	free(payload);
	return end;
}

/* Expects that frame next. */
static void
expect(struct line *line, uint64_t number, char letter, size_t len)
{
	struct packet_frame frame;
	const char *payload;

	assert_int_equal(packet_next(&line->in, &frame), PACKET_OK);
	assert_int_equal(frame.number, number);
	assert_int_equal(frame.verb, WORKER_COMPOSE);
	assert_int_equal(frame.len, len);
	payload = frame.payload;
	for (size_t i = 0; i < len; i++)
		if (payload[i] != letter)
			fail_msg("byte %zu is %d, not %d", i, payload[i],
			    letter);
}

static enum packet_end
pass(struct line *line)
{
	enum packet_end end = packet_send(&line->out, line->near, 0);

	return end == PACKET_OK ? packet_recv(&line->in, line->far, 0) : end;
}

static void
one_packet_carries_several_frames_in_order(void **state)
{
	struct line *line = *state;
	struct packet_frame none;

	assert_int_equal(add(line, 1, 'a', 0), PACKET_OK);
	assert_int_equal(add(line, 2, 'b', 1), PACKET_OK);
	assert_int_equal(add(line, 3, 'c', PACKET_NEAR_MAX), PACKET_OK);
	assert_int_equal(pass(line), PACKET_OK);
	expect(line, 1, 'a', 0);
	expect(line, 2, 'b', 1);
	expect(line, 3, 'c', PACKET_NEAR_MAX);
	assert_int_equal(packet_next(&line->in, &none), PACKET_LATER);
}

static void
long_payloads_travel_beside_the_packet(void **state)
{
	struct line *line = *state;
	struct packet_frame none;

	assert_int_equal(add(line, 1, 'a', PACKET_NEAR_MAX + 1), PACKET_OK);
	assert_int_equal(add(line, 2, 'b', 7), PACKET_OK);
	assert_int_equal(add(line, 3, 'c', 5 * PACKET_NEAR_MAX), PACKET_OK);
	assert_int_equal(pass(line), PACKET_OK);
	expect(line, 1, 'a', PACKET_NEAR_MAX + 1);
	expect(line, 2, 'b', 7);
	expect(line, 3, 'c', 5 * PACKET_NEAR_MAX);
	assert_int_equal(packet_next(&line->in, &none), PACKET_LATER);
}

static void
a_full_packet_says_later(void **state)
{
	struct line *line = *state;

	assert_int_equal(add(line, 1, 'a', PACKET_NEAR_MAX), PACKET_OK);
	assert_int_equal(add(line, 2, 'b', PACKET_NEAR_MAX), PACKET_LATER);
	assert_int_equal(pass(line), PACKET_OK);
	assert_int_equal(add(line, 2, 'b', PACKET_NEAR_MAX), PACKET_OK);
}

static void
a_packet_holds_so_many_descriptors(void **state)
{
	struct line *line = *state;

	for (unsigned i = 0; i < PACKET_FDS; i++)
		assert_int_equal(add(line, i, 'a', PACKET_NEAR_MAX + 1),
		    PACKET_OK);
	assert_int_equal(add(line, 99, 'a', PACKET_NEAR_MAX + 1), PACKET_LATER);
}

static void
a_payload_over_the_limit_is_refused(void **state)
{
	struct line *line = *state;
	struct packet_frame frame = { .payload = "",
		.len = PACKET_FAR_MAX + 1 };
	struct packet_frame body = { .payload = "",
		.body = { .fd = 0, .len = PACKET_FAR_MAX + 1 } };

	assert_int_equal(packet_add(&line->out, &frame), PACKET_BROKEN);
	assert_int_equal(packet_add(&line->out, &body), PACKET_BROKEN);
}

/* A body of so many times the letter, sealed with a NUL behind. */
static struct packet_body
body_of(char letter, size_t len)
{
	struct packet_body body = { sealed_begin(), NULL, len };

	for (size_t i = 0; i < len; i++)
		assert_true(sealed_add(body.fd, &letter, 1));
	assert_true(sealed_add(body.fd, "", 1));
	body.fd = sealed_end(body.fd);
	return body;
}

static void
a_body_travels_beside_its_frame_as_often_as_it_is_sent(void **state)
{
	struct line *line = *state;
	struct packet_body body = body_of('x', 1000);
	struct packet_frame frame = { .payload = "head",
		.len = 4,
		.body = body };
	struct packet_frame got;

	for (int i = 0; i < 2; i++) {
		assert_int_equal(packet_add(&line->out, &frame), PACKET_OK);
		assert_int_equal(pass(line), PACKET_OK);
		assert_int_equal(packet_next(&line->in, &got), PACKET_OK);
		assert_memory_equal(got.payload, "head", 4);
		assert_int_equal(got.body.len, 1000);
		assert_int_equal(got.body.at[999], 'x');
		assert_int_equal(got.body.at[1000], '\0');
		assert_int_equal(packet_next(&line->in, &got), PACKET_LATER);
	}
	(void)close(body.fd);
}

static void
a_body_that_is_not_what_it_says_is_refused(void **state)
{
	struct line *line = *state;
	struct packet_body body = body_of('x', 1000);
	struct packet_frame frame = { .payload = "", .body = body };
	struct packet_frame got;

	for (size_t len = 998; len < 1003; len++) {
		frame.body.len = len;
		assert_int_equal(packet_add(&line->out, &frame), PACKET_OK);
		assert_int_equal(pass(line), PACKET_OK);
		assert_int_equal(packet_next(&line->in, &got),
		    len == 1000 ? PACKET_OK : PACKET_BROKEN);
	}
	(void)close(body.fd);
	frame.body.fd = -1;
	assert_int_equal(packet_add(&line->out, &frame), PACKET_BROKEN);
	assert_true(packet_out_empty(&line->out));
	assert_int_equal(line->out.fd_count, 0);
}

static void
a_payload_that_is_kept_outlives_its_packet(void **state)
{
	struct line *line = *state;
	struct packet_frame none;
	struct sealed_view kept;

	assert_int_equal(add(line, 1, 'a', PACKET_NEAR_MAX + 1), PACKET_OK);
	assert_int_equal(add(line, 2, 'b', 7), PACKET_OK);
	assert_int_equal(pass(line), PACKET_OK);
	expect(line, 1, 'a', PACKET_NEAR_MAX + 1);
	kept = packet_keep(&line->in);
	expect(line, 2, 'b', 7);
	assert_int_equal(packet_keep(&line->in).len, 0);
	assert_int_equal(packet_next(&line->in, &none), PACKET_LATER);
	assert_int_equal(kept.len, PACKET_NEAR_MAX + 1);
	assert_int_equal(kept.at[PACKET_NEAR_MAX], 'a');
	sealed_view_close(&kept);
	assert_int_equal(kept.len, 0);
}

static void
a_full_socket_says_later_and_keeps_the_packet(void **state)
{
	struct line *line = *state;
	enum packet_end end = PACKET_OK;

	for (int i = 0; i < 1000 && end == PACKET_OK; i++) {
		(void)add(line, 1, 'a', PACKET_NEAR_MAX);
		end = packet_send(&line->out, line->near, 0);
	}
	assert_int_equal(end, PACKET_LATER);
	assert_false(packet_out_empty(&line->out));
	assert_int_equal(packet_recv(&line->in, line->far, 0), PACKET_OK);
	assert_int_equal(packet_send(&line->out, line->near, 0), PACKET_OK);
}

static void
an_empty_socket_says_later_and_a_closed_one_closed(void **state)
{
	struct line *line = *state;

	assert_int_equal(packet_recv(&line->in, line->far, 0), PACKET_LATER);
	(void)shutdown(line->near, SHUT_RDWR);
	assert_int_equal(packet_recv(&line->in, line->far, 0), PACKET_CLOSED);
}

/* Every prefix and every changed length of a good packet is refused, or read
 * without passing its end. */
static void
cut_and_changed_packets_are_refused(void **state)
{
	struct line *line = *state;
	struct packet_frame frame;
	char good[256];
	size_t len;

	(void)add(line, 1, 'a', 20);
	len = line->out.bytes.len;
	assert_in_range(len, 1, sizeof(good));
	memcpy(good, line->out.bytes.data, len);
	for (size_t cut = 1; cut < len; cut++) {
		assert_int_equal(write(line->near, good, cut), cut);
		assert_int_equal(packet_recv(&line->in, line->far, 0),
		    PACKET_OK);
		assert_int_equal(packet_next(&line->in, &frame), PACKET_BROKEN);
	}
	for (size_t at = 8; at < len - 21; at++) {
		char bad[sizeof(good)];

		memcpy(bad, good, len);
		bad[at] = (char)0xff;
		assert_int_equal(write(line->near, bad, len), len);
		assert_int_equal(packet_recv(&line->in, line->far, 0),
		    PACKET_OK);
		if (packet_next(&line->in, &frame) == PACKET_OK)
			assert_in_range(at, 8, 24);
	}
}

/* A number from a fixed series. */
static unsigned
chance(unsigned *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

/* Good packets with any bytes changed: read to some end, never past it. */
static void
twenty_thousand_damaged_packets_come_to_an_end(void **state)
{
	struct line *line = *state;
	struct packet_frame frame;
	unsigned seed = 1;

	for (int round = 0; round < 20000; round++) {
		enum packet_end end;

		for (unsigned i = chance(&seed) % 4; i < 4; i++)
			(void)add(line, i, 'a', chance(&seed) % 100);
		for (unsigned i = chance(&seed) % 8; i > 0; i--)
			line->out.bytes.data[chance(&seed) %
			    line->out.bytes.len] = (char)chance(&seed);
		assert_int_equal(pass(line), PACKET_OK);
		do
			end = packet_next(&line->in, &frame);
		while (end == PACKET_OK);
		assert_true(end == PACKET_LATER || end == PACKET_BROKEN);
	}
}

/* Sends one frame that says its payload is beside, with that descriptor. */
static void
send_far(struct line *line, int fd, size_t len)
{
	frame_put_int(&line->out.bytes, 1);
	frame_put_int(&line->out.bytes, WORKER_COMPOSE);
	frame_put_int(&line->out.bytes, 0);
	frame_put_int(&line->out.bytes, (int64_t)len);
	frame_put_int(&line->out.bytes, 0);
	frame_put_bytes(&line->out.bytes, "", 0);
	if (fd >= 0)
		line->out.fds[line->out.fd_count++] = fd;
	assert_int_equal(pass(line), PACKET_OK);
}

static void
memory_that_could_change_is_refused(void **state)
{
	struct line *line = *state;
	struct packet_frame frame;
	int open_fd = memfd_create("open", MFD_CLOEXEC | MFD_ALLOW_SEALING);

	assert_int_equal(ftruncate(open_fd, 100000), 0);
	send_far(line, open_fd, 100000);
	assert_int_equal(packet_next(&line->in, &frame), PACKET_BROKEN);
	send_far(line, sealed_room(100000), 100000);
	assert_int_equal(packet_next(&line->in, &frame), PACKET_BROKEN);
	send_far(line, open("/dev/null", O_RDONLY | O_CLOEXEC), 100000);
	assert_int_equal(packet_next(&line->in, &frame), PACKET_BROKEN);
	send_far(line, sealed_bytes("short", 5), 100000);
	assert_int_equal(packet_next(&line->in, &frame), PACKET_BROKEN);
	send_far(line, -1, 100000);
	assert_int_equal(packet_next(&line->in, &frame), PACKET_BROKEN);
}

static void
a_descriptor_nobody_names_is_refused_and_closed(void **state)
{
	struct line *line = *state;
	struct packet_frame frame;
	int spare = open("/dev/null", O_RDONLY | O_CLOEXEC), next;

	(void)add(line, 1, 'a', 1);
	line->out.fds[line->out.fd_count++] = spare;
	assert_int_equal(pass(line), PACKET_OK);
	assert_int_equal(packet_next(&line->in, &frame), PACKET_OK);
	assert_int_equal(packet_next(&line->in, &frame), PACKET_BROKEN);
	assert_int_equal(packet_recv(&line->in, line->far, 0), PACKET_LATER);
	next = open("/dev/null", O_RDONLY | O_CLOEXEC);
	assert_int_equal(next, spare);
	(void)close(next);
}

static void
a_shared_room_never_changes_its_size(void **state)
{
	int fd = sealed_room(4096);
	char *map = sealed_room_map(fd, 4096);

	(void)state;
	assert_non_null(map);
	assert_int_equal(ftruncate(fd, 0), -1);
	assert_int_equal(ftruncate(fd, 8192), -1);
	map[4095] = 1;
	assert_null(sealed_room_map(fd, 8192));
	sealed_unmap(map, 4096);
	(void)close(fd);
}

#define ON_LINE(test) \
	cmocka_unit_test_setup_teardown(test, line_setup, line_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ON_LINE(one_packet_carries_several_frames_in_order),
		ON_LINE(long_payloads_travel_beside_the_packet),
		ON_LINE(a_full_packet_says_later),
		ON_LINE(a_packet_holds_so_many_descriptors),
		ON_LINE(a_payload_over_the_limit_is_refused),
		ON_LINE(a_body_travels_beside_its_frame_as_often_as_it_is_sent),
		ON_LINE(a_body_that_is_not_what_it_says_is_refused),
		ON_LINE(a_payload_that_is_kept_outlives_its_packet),
		ON_LINE(a_full_socket_says_later_and_keeps_the_packet),
		ON_LINE(an_empty_socket_says_later_and_a_closed_one_closed),
		ON_LINE(cut_and_changed_packets_are_refused),
		ON_LINE(twenty_thousand_damaged_packets_come_to_an_end),
		ON_LINE(memory_that_could_change_is_refused),
		ON_LINE(a_descriptor_nobody_names_is_refused_and_closed),
		cmocka_unit_test(a_shared_room_never_changes_its_size),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
