/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "exchange.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "complaint.h"
#include "http_head.h"
#include "stopwatch.h"

enum { ANSWER_MAX = 16384 };

enum state { CLOSED, GREETING, READY, WRITING, READING };

struct exchange {
	const struct exchange_road *road; /* borrowed */
	int fd;
	SSL *tls;
	enum state state;
	double asked, took; /* when the request was given; how long it took */
	size_t len, written, got;
	int status;
	bool hang_up; /* the hub closes after this answer */
	char request[COMPLAINT_MAX];
	char answer[ANSWER_MAX + 1];
};

/* A connection yet to be opened; NULL if there is no memory. */
struct exchange *
exchange_new(const struct exchange_road *road)
{
	struct exchange *x = calloc(1, sizeof *x);

	if (x == NULL)
		return NULL;
	x->road = road;
	x->fd = -1;
	return x;
}

/* Closes and frees it; takes NULL. */
void
exchange_free(struct exchange *x)
{
	if (x == NULL)
		return;
	exchange_close(x);
	free(x);
}

/* Closes the connection; it may be opened again. */
void
exchange_close(struct exchange *x)
{
	SSL_free(x->tls);
	x->tls = NULL;
	if (x->fd >= 0)
		close(x->fd);
	x->fd = -1;
	x->state = CLOSED;
	x->hang_up = false;
}

/* A socket that is connecting to the loopback port; -1 says errno. */
static int
dial(uint16_t port)
{
	struct sockaddr_in to = {
		.sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr = { htonl(INADDR_LOOPBACK) },
	};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	int on = 1;

	if (fd < 0)
		return -1;
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	if (connect(fd, (struct sockaddr *)&to, sizeof to) == 0 ||
	    errno == EINPROGRESS)
		return fd;
	close(fd);
	return -1;
}

/* Puts TLS on the socket and the socket into the epoll set. */
static int
dress(struct exchange *x)
{
	struct epoll_event ev = {
		.events = EPOLLIN | EPOLLOUT | EPOLLET,
		.data.ptr = x,
	};

	x->tls = SSL_new(x->road->tls);
	if (x->tls == NULL || SSL_set_fd(x->tls, x->fd) != 1 ||
	    SSL_set_tlsext_host_name(x->tls, x->road->host) != 1 ||
	    SSL_set1_host(x->tls, x->road->host) != 1) {
		errno = ENOMEM;
		return -1;
	}
	SSL_set_connect_state(x->tls);
	return epoll_ctl(x->road->epoll, EPOLL_CTL_ADD, x->fd, &ev);
}

/* Begins to connect anew, closing what was open; -1 says errno. */
int
exchange_open(struct exchange *x)
{
	exchange_close(x);
	x->fd = dial(x->road->port);
	if (x->fd < 0)
		return -1;
	x->state = GREETING;
	return dress(x);
}

/* What a TLS call that did not succeed means for us. */
static enum exchange_turn
turn_of(struct exchange *x, int result)
{
	int why = SSL_get_error(x->tls, result);

	if (why == SSL_ERROR_WANT_READ || why == SSL_ERROR_WANT_WRITE)
		return EXCHANGE_WAITING;
	return EXCHANGE_BROKEN;
}

/* Goes on with the handshake. */
static enum exchange_turn
greet(struct exchange *x)
{
	int r = SSL_do_handshake(x->tls);

	if (r != 1)
		return turn_of(x, r);
	x->state = READY;
	return EXCHANGE_READY;
}

/* Goes on with the request; READY means that all of it is out. */
static enum exchange_turn
put(struct exchange *x)
{
	int r = SSL_write(x->tls, x->request + x->written,
	    (int)(x->len - x->written));

	if (r <= 0)
		return turn_of(x, r);
	x->written += (size_t)r;
	if (x->written == x->len)
		x->state = READING;
	return EXCHANGE_READY;
}

/* Is the answer whole?  Keeps what its head says; -1 = not an answer. */
static int
whole(struct exchange *x)
{
	struct http_head head;
	int found = http_head_read(x->answer, x->got, &head);

	if (found <= 0)
		return found;
	if (head.chunked || head.len + head.body > ANSWER_MAX)
		return -1;
	if (x->got < head.len + head.body)
		return 0;
	x->status = head.status;
	x->hang_up = head.close;
	x->took = stopwatch_now() - x->asked;
	return 1;
}

/* Goes on with the answer; READY means that there may be more to read. */
static enum exchange_turn
get(struct exchange *x)
{
	int done, r;

	r = SSL_read(x->tls, x->answer + x->got, (int)(ANSWER_MAX - x->got));
	if (r <= 0)
		return turn_of(x, r);
	x->got += (size_t)r;
	x->answer[x->got] = '\0';
	done = whole(x);
	if (done < 0)
		return EXCHANGE_BROKEN;
	if (done == 0)
		return EXCHANGE_READY;
	x->state = READY;
	return EXCHANGE_ANSWERED;
}

/* The next request's turn, on a new connection if the hub hung up. */
static enum exchange_turn
renew(struct exchange *x)
{
	if (!x->hang_up)
		return EXCHANGE_READY;
	return exchange_open(x) == 0 ? EXCHANGE_WAITING : EXCHANGE_BROKEN;
}

/* Goes on as far as the socket lets it. */
enum exchange_turn
exchange_step(struct exchange *x)
{
	enum exchange_turn turn = EXCHANGE_READY;

	switch (x->state) {
	case CLOSED:
		return EXCHANGE_WAITING;
	case GREETING:
		return greet(x);
	case READY:
		return renew(x);
	case WRITING:
	case READING:
		break;
	}
	while (turn == EXCHANGE_READY)
		turn = x->state == WRITING ? put(x) : get(x);
	return turn;
}

/* The place for the next request's bytes, while READY. */
char *
exchange_request(struct exchange *x)
{
	return x->request;
}

/* Sends what was written there, from the next step on. */
void
exchange_send(struct exchange *x, size_t len)
{
	x->len = len;
	x->written = 0;
	x->got = 0;
	x->asked = stopwatch_now();
	x->state = WRITING;
}

/* Is a request out that was not answered? */
int
exchange_busy(const struct exchange *x)
{
	return x->state == WRITING || x->state == READING;
}

/* The last answer's status. */
int
exchange_status(const struct exchange *x)
{
	return x->status;
}

/* The seconds that the last answer took. */
double
exchange_seconds(const struct exchange *x)
{
	return x->took;
}

/* The last answer's bytes as far as kept, ended by a NUL; borrowed. */
const char *
exchange_answer(const struct exchange *x)
{
	return x->answer;
}
