/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bench-sink: an institution that takes everything at once, so that what is
 * measured is the hub.  It prints port=N when it listens; SIGTERM ends it.
 */
#include "config.h"

#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "sink_peer.h"
#include "tally.h"

enum { EVENTS = 256, PEERS_MAX = 4096 };

struct sink {
	int epoll, listener, signals;
	struct tally tally;
	struct sink_peer *peers[PEERS_MAX]; /* owned, by descriptor */
};

/* Watches a descriptor. */
static int
watch(const struct sink *s, int fd)
{
	struct epoll_event ev = { .events = EPOLLIN, .data.fd = fd };

	return epoll_ctl(s->epoll, EPOLL_CTL_ADD, fd, &ev);
}

/* A listening socket on the loopback address; port 0 = any free one. */
static int
listen_on(uint16_t port)
{
	struct sockaddr_in at = {
		.sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr = { htonl(INADDR_LOOPBACK) },
	};
	int on = 1;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	if (fd < 0 ||
	    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) < 0 ||
	    bind(fd, (struct sockaddr *)&at, sizeof at) < 0 ||
	    listen(fd, SOMAXCONN) < 0)
		err(1, "port %u", (unsigned)port);
	return fd;
}

/* Tells whoever started us where we are. */
static void
print_port(int listener)
{
	struct sockaddr_in at;
	socklen_t len = sizeof at;

	if (getsockname(listener, (struct sockaddr *)&at, &len) < 0)
		err(1, "getsockname");
	printf("port=%u\n", (unsigned)ntohs(at.sin_port));
	fflush(stdout);
}

/* A descriptor that can be read once we are asked to end. */
static int
end_signals(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigprocmask(SIG_BLOCK, &set, NULL);
	return signalfd(-1, &set, SFD_CLOEXEC);
}

/* Lets go of one peer, if there is one. */
static void
dismiss(struct sink *s, int fd)
{
	sink_peer_free(s->peers[fd]);
	s->peers[fd] = NULL;
}

/* Takes in everybody who is at the door. */
static void
admit(struct sink *s)
{
	int fd, on = 1;

	while ((fd = accept4(s->listener, NULL, NULL,
		    SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
		setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
		if (fd < PEERS_MAX)
			s->peers[fd] = sink_peer_new(fd, &s->tally);
		if (fd >= PEERS_MAX || s->peers[fd] == NULL)
			close(fd);
		else if (watch(s, fd) < 0)
			dismiss(s, fd);
	}
}

/* Handles one event; false when it is time to end. */
static bool
handle(struct sink *s, int fd)
{
	if (fd == s->signals)
		return false;
	if (fd == s->listener)
		admit(s);
	else if (sink_peer_serve(s->peers[fd]) < 0)
		dismiss(s, fd);
	return true;
}

/* Serves until it is asked to end. */
static void
serve(struct sink *s)
{
	struct epoll_event events[EVENTS];
	bool on = true;

	while (on) {
		int n = epoll_wait(s->epoll, events, EVENTS, -1);

		if (n < 0 && errno != EINTR)
			err(1, "epoll_wait");
		for (int i = 0; i < n && on; i++)
			on = handle(s, events[i].data.fd);
	}
}

/* The port on the command line; 0 if none is given. */
static uint16_t
port_of(int argc, char **argv)
{
	char *end = NULL;
	unsigned long n;

	if (argc < 2)
		return 0;
	n = strtoul(argv[1], &end, 10);
	if (argc > 2 || *end || end == argv[1] || n > 65535)
		errx(2, "usage: bench-sink [PORT]");
	return (uint16_t)n;
}

/* Gives everything back. */
static void
sink_release(struct sink *s)
{
	for (int fd = 0; fd < PEERS_MAX; fd++)
		dismiss(s, fd);
	tally_release(&s->tally);
	close(s->listener);
	close(s->signals);
	close(s->epoll);
}

/* Serves until SIGTERM or SIGINT. */
int
main(int argc, char **argv)
{
	static struct sink s;

	s.listener = listen_on(port_of(argc, argv));
	signal(SIGPIPE, SIG_IGN);
	s.epoll = epoll_create1(EPOLL_CLOEXEC);
	s.signals = end_signals();
	if (s.epoll < 0 || s.signals < 0 || watch(&s, s.listener) < 0 ||
	    watch(&s, s.signals) < 0 || tally_init(&s.tally) < 0)
		err(1, "cannot begin");
	print_port(s.listener);
	serve(&s);
	sink_release(&s);
	return 0;
}
