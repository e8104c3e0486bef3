/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The head of one HTTP/1.1 message, read just far enough to find where the
 * message ends.  It borrows the bytes it was read from.  It is for loopback
 * measurements between programs that we know, not for strangers.
 */
#ifndef BENCH_HTTP_HEAD_H
#define BENCH_HTTP_HEAD_H

#include <stdbool.h>
#include <stddef.h>

struct http_head {
	size_t len;	 /* bytes of the head, its empty line included */
	int status;	 /* of an answer; 0 in a request */
	size_t body;	 /* Content-Length; 0 = none */
	bool chunked;	 /* the body's end stands in the body */
	bool close;	 /* the sender hangs up after this message */
	bool expects;	 /* it waits for 100 Continue */
	const char *key; /* Idempotency-Key, borrowed; "" = not given */
	size_t key_len;
};

/* 1: read; 0: the empty line has not come yet; -1: this is not HTTP/1.1. */
int http_head_read(const char *bytes, size_t len, struct http_head *ret_head);

#endif
