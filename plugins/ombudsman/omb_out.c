/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "omb_out.h"

#include <inttypes.h>
#include <string.h>

#include "hub_time.h"
#include "omb_contract.h"

/* What stands for a character, or NULL where it stands for itself. */
static const char *
reference_of(char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\r':
		return "&#13;";
	default:
		return NULL;
	}
}

void
omb_out_escape(struct hub_buf *out, const char *text)
{
	while (*text != '\0') {
		size_t len = strcspn(text, "&<>\"\r");

		hub_buf_add(out, text, len);
		text += len;
		if (*text != '\0')
			hub_buf_text(out, reference_of(*text++));
	}
}

void
omb_out_root(struct hub_buf *out, const char *name)
{
	hub_buf_fmt(out, "<%s xmlns=\"" OMB_NS "\">", name);
}

void
omb_out_open(struct hub_buf *out, const char *name)
{
	hub_buf_fmt(out, "<%s>", name);
}

void
omb_out_close(struct hub_buf *out, const char *name)
{
	hub_buf_fmt(out, "</%s>", name);
}

void
omb_out_text(struct hub_buf *out, const char *name, const char *text)
{
	if (text[0] == '\0')
		return;
	omb_out_open(out, name);
	omb_out_escape(out, text);
	omb_out_close(out, name);
}

void
omb_out_time(struct hub_buf *out, const char *name, int64_t at)
{
	char text[HUB_TIME_SIZE];

	if (at == 0)
		return;
	hub_time_text(at, text);
	omb_out_text(out, name, text);
}

void
omb_out_count(struct hub_buf *out, const char *name, uint64_t count)
{
	if (count != 0)
		hub_buf_fmt(out, "<%s>%" PRIu64 "</%s>", name, count, name);
}

void
omb_out_flag(struct hub_buf *out, const char *name, bool flag)
{
	omb_out_text(out, name, flag ? "true" : "false");
}
