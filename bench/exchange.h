/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One kept HTTPS connection to the hub, with at most one request out at a
 * time.  It never waits: exchange_step goes as far as the socket lets it and
 * says how it stands.  The socket is registered edge-triggered with the
 * caller's epoll set, once, so stepping on until WAITING is a duty.
 */
#ifndef BENCH_EXCHANGE_H
#define BENCH_EXCHANGE_H

#include <stddef.h>
#include <stdint.h>

#include <openssl/ssl.h>

enum exchange_turn {
	EXCHANGE_WAITING,  /* for the hub: step again on its next event */
	EXCHANGE_READY,	   /* for the first or the next request */
	EXCHANGE_ANSWERED, /* status and time may be read; READY comes next */
	EXCHANGE_BROKEN,   /* the connection is gone, the request with it */
};

/* Where connections go and how they are watched; borrowed by each of them. */
struct exchange_road {
	SSL_CTX *tls;
	const char *host;
	uint16_t port;
	int epoll;
};

struct exchange;

/* A connection yet to be opened; NULL if there is no memory. */
struct exchange *exchange_new(const struct exchange_road *);

/* Closes and frees it; takes NULL. */
void exchange_free(struct exchange *);

/* Begins to connect anew, closing what was open; -1 says errno. */
int exchange_open(struct exchange *);

/* Closes the connection; it may be opened again. */
void exchange_close(struct exchange *);

/* Goes on as far as the socket lets it. */
enum exchange_turn exchange_step(struct exchange *);

/* The place for the next request's bytes, while READY. */
char *exchange_request(struct exchange *);

/* Sends what was written there, from the next step on. */
void exchange_send(struct exchange *, size_t len);

/* Is a request out that was not answered? */
int exchange_busy(const struct exchange *);

/* The last answer's status and the seconds it took. */
int exchange_status(const struct exchange *);
double exchange_seconds(const struct exchange *);

/* The last answer's bytes as far as kept, ended by a NUL; borrowed. */
const char *exchange_answer(const struct exchange *);

#endif
