/* SPDX-License-Identifier: Apache-2.0 */
/*
 * http_range.h - which bytes of a file a GET asks for: "bytes=from-to" of one
 * range; anything else asks for the whole.
 */
#ifndef HTTP_RANGE_H
#define HTTP_RANGE_H

#include "hub_message.h"

#include <stdbool.h>
#include <stdint.h>

#define HTTP_RANGE_SIZE 80

struct http_range {
	bool given;
	uint64_t from, to; /* to is behind the last one; 0: the end */
};

/* What the headers of a request ask for. */
struct http_range http_range_read(const struct hub_headers *headers);
/* Sets what of a file of that size is answered, at most so many bytes of it;
 * false: there is no such range, or the whole is longer. */
bool http_range_settle(struct http_range *range, uint64_t size, uint64_t most);
/* The value of Content-Range. */
void http_range_text(const struct http_range *range, uint64_t size,
    char text[HTTP_RANGE_SIZE]);

#endif
