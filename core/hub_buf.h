/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hub_buf.h - bytes that grow up to a cap.
 *
 * Append without checking, ask hub_buf_ok() once: the first failure (over the
 * cap, out of memory) sticks, and later appends do nothing.  The bytes are
 * followed by a NUL that does not count.
 */
#ifndef HUB_BUF_H
#define HUB_BUF_H

#include <stdbool.h>
#include <stddef.h>

struct hub_buf {
	char *data;  /* owned; NULL while nothing was added */
	size_t len;  /* bytes in use, the NUL not among them */
	size_t room; /* bytes allocated */
	size_t max;  /* the cap on len */
	bool failed; /* sticky */
};

/* An empty buffer that never holds more than max bytes. */
void hub_buf_init(struct hub_buf *buf, size_t max);

/* Frees the bytes; the buffer is empty and usable again. */
void hub_buf_release(struct hub_buf *buf);

/* Forgets bytes and failure, keeps the memory. */
void hub_buf_clear(struct hub_buf *buf);

void hub_buf_add(struct hub_buf *buf, const void *data, size_t len);
void hub_buf_text(struct hub_buf *buf, const char *text);
void hub_buf_char(struct hub_buf *buf, char c);
/* Room for len more bytes, which the caller writes at once; NULL after a
 * failure. */
char *hub_buf_more(struct hub_buf *buf, size_t len);
void hub_buf_fmt(struct hub_buf *buf, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Whether every append so far succeeded. */
bool hub_buf_ok(const struct hub_buf *buf);

/* The bytes as text; "" when empty or failed.  Borrowed until the next
 * change. */
const char *hub_buf_str(const struct hub_buf *buf);

#endif
