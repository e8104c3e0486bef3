/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "hub_buf.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_ROOM 256u

/* Empty, with its cap. */
void
hub_buf_init(struct hub_buf *buf, size_t max)
{
	*buf = (struct hub_buf){ .max = max };
}

/* Give the memory back; only the cap stays. */
void
hub_buf_release(struct hub_buf *buf)
{
	free(buf->data);
	hub_buf_init(buf, buf->max);
}

/* Empty, keeping the memory. */
void
hub_buf_clear(struct hub_buf *buf)
{
	buf->len = 0;
	buf->failed = false;
	if (buf->data != NULL)
		buf->data[0] = '\0';
}

/* Room for `more` bytes and a NUL, or a sticky failure. */
static bool
reserve(struct hub_buf *buf, size_t more)
{
	size_t need, room;
	char *data;

	if (buf->failed)
		return false;
	if (more > buf->max - buf->len || buf->max == SIZE_MAX) {
		buf->failed = true;
		return false;
	}
	need = buf->len + more + 1;
	if (need <= buf->room)
		return true;
	room = buf->room > 0 ? buf->room : FIRST_ROOM;
	while (room < need)
		room = room > SIZE_MAX / 2 ? need : room * 2;
	if (room > buf->max + 1)
		room = buf->max + 1;
	data = realloc(buf->data, room);
	if (data == NULL) {
		buf->failed = true;
		return false;
	}
	buf->data = data;
	buf->room = room;
	return true;
}

/* Append bytes, all or none. */
void
hub_buf_add(struct hub_buf *buf, const void *data, size_t len)
{
	if (!reserve(buf, len))
		return;
	if (len > 0)
		memcpy(buf->data + buf->len, data, len);
	buf->len += len;
	buf->data[buf->len] = '\0';
}

/* Append bytes that the caller writes. */
char *
hub_buf_more(struct hub_buf *buf, size_t len)
{
	char *to;

	if (!reserve(buf, len))
		return NULL;
	to = buf->data + buf->len;
	buf->len += len;
	buf->data[buf->len] = '\0';
	return to;
}

/* Append a text without its NUL. */
void
hub_buf_text(struct hub_buf *buf, const char *text)
{
	hub_buf_add(buf, text, strlen(text));
}

/* Append one byte. */
void
hub_buf_char(struct hub_buf *buf, char c)
{
	hub_buf_add(buf, &c, 1);
}

/* Append what printf would write. */
void
hub_buf_fmt(struct hub_buf *buf, const char *fmt, ...)
{
	va_list ap;
	int len;

	va_start(ap, fmt);
	len = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (len < 0) {
		buf->failed = true;
		return;
	}
	if (!reserve(buf, (size_t)len))
		return;
	va_start(ap, fmt);
	vsnprintf(buf->data + buf->len, (size_t)len + 1, fmt, ap);
	va_end(ap);
	buf->len += (size_t)len;
}

/* Did every append succeed? */
bool
hub_buf_ok(const struct hub_buf *buf)
{
	return !buf->failed;
}

/* The bytes, or "" after a failure. */
const char *
hub_buf_str(const struct hub_buf *buf)
{
	return buf->failed || buf->data == NULL ? "" : buf->data;
}
