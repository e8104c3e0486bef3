/* SPDX-License-Identifier: Apache-2.0 */
/*
 * http_head.h - the head of a request, read more strictly than evhttp does.
 *
 * What two programs could understand differently (two lengths, a length and a
 * transfer coding, white space before a colon, folded lines, bare line ends)
 * is refused, so that no request hides inside another.  Bytes in, a struct
 * out; nothing is kept.
 */
#ifndef HTTP_HEAD_H
#define HTTP_HEAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct http_head {
	const char *method; /* one of a closed list, never freed */
	const char *target; /* path and query, borrowed, without NUL */
	size_t target_len;
	uint64_t length; /* of the body as they say; 0 when not said */
	bool chunked;
};

struct http_refusal {
	int status; /* 0: not refused */
	const char *why;
};

/* How many bytes of text the head has, its empty line among them; 0 when its
 * end is not there.  Bytes before `from` were searched earlier. */
size_t http_head_end(const char *text, size_t len, size_t from);

/* What is wrong already with the lines of a head that has no end yet: evhttp
 * reads each line as it comes. */
struct http_refusal http_head_begun(const char *text, size_t len);

/* Reads a whole head of that length. */
struct http_refusal http_head_read(const char *text, size_t len,
    struct http_head *ret);

#endif
