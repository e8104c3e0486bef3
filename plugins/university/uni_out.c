/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "uni_out.h"

#include <stdio.h>
#include <string.h>

#include "hub_time.h"

#define OUT_MAX (4u * 1024u * 1024u) /* what a reply holds */

/* Whether U+FFFE or U+FFFF is here, which are UTF-8 and nothing in XML. */
static bool
is_noncharacter(const char *text)
{
	return (unsigned char)text[0] == 0xef &&
	    (unsigned char)text[1] == 0xbf && (unsigned char)text[2] >= 0xbe;
}

/* Text of an element or attribute. */
static void
escape(struct hub_buf *buf, const char *text)
{
	for (; *text != '\0'; text++) {
		if (is_noncharacter(text))
			text += 2;
		else if (*text == '&')
			hub_buf_text(buf, "&amp;");
		else if (*text == '<')
			hub_buf_text(buf, "&lt;");
		else if (*text == '>')
			hub_buf_text(buf, "&gt;");
		else if ((unsigned char)*text >= 0x20 || *text == '\n' ||
		    *text == '\t')
			hub_buf_char(buf, *text);
	}
}

/* The key of a member: none at the root and inside an array. */
static const char *
key_of(const struct uni_out *out, const char *name)
{
	return out->depth == 0 || out->open[out->depth - 1].array ? NULL : name;
}

void
uni_out_begin(struct uni_out *out, bool xml)
{
	*out = (struct uni_out){ .xml = xml };
	hub_buf_init(&out->buf, OUT_MAX);
	hub_json_out_init(&out->json, &out->buf);
	if (xml)
		hub_buf_text(&out->buf,
		    "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
}

/* One level deeper. */
static void
enter(struct uni_out *out, const char *name, bool array)
{
	if (out->xml)
		hub_buf_fmt(&out->buf, "<%s>", name);
	else
		hub_json_open(&out->json, key_of(out, name), array ? '[' : '{');
	out->open[out->depth].name = name;
	out->open[out->depth].array = array;
	out->depth++;
}

void
uni_out_list(struct uni_out *out, const char *name)
{
	enter(out, name, true);
}

void
uni_out_record(struct uni_out *out, const char *name)
{
	enter(out, name, false);
}

void
uni_out_close(struct uni_out *out)
{
	out->depth--;
	if (out->xml)
		hub_buf_fmt(&out->buf, "</%s>", out->open[out->depth].name);
	else
		hub_json_close(&out->json,
		    out->open[out->depth].array ? ']' : '}');
}

void
uni_out_text(struct uni_out *out, const char *name, const char *text)
{
	if (!out->xml) {
		hub_json_put_text(&out->json, key_of(out, name), text);
		return;
	}
	if (text[0] == '\0') {
		hub_buf_fmt(&out->buf, "<%s/>", name);
		return;
	}
	hub_buf_fmt(&out->buf, "<%s>", name);
	escape(&out->buf, text);
	hub_buf_fmt(&out->buf, "</%s>", name);
}

void
uni_out_time(struct uni_out *out, const char *name, int64_t at)
{
	char text[HUB_TIME_SIZE] = "";

	if (at != 0)
		hub_time_text(at, text);
	uni_out_text(out, name, text);
}

void
uni_out_end(struct uni_out *out, int status, struct hub_reply *reply)
{
	while (out->depth > 0)
		uni_out_close(out);
	if (hub_buf_ok(&out->buf))
		hub_reply_set(reply, status,
		    out->xml ? "text/xml; charset=utf-8" : "application/json",
		    out->buf.data, out->buf.len);
	else
		uni_out_error(out->xml, 413,
		    "the answer does not fit: ask for fewer at a time", reply);
	hub_buf_release(&out->buf);
}

void
uni_out_error(bool xml, int status, const char *description,
    struct hub_reply *reply)
{
	struct uni_out out;
	char code[16];

	(void)snprintf(code, sizeof(code), "%d", status);
	uni_out_begin(&out, xml);
	uni_out_list(&out, "errors");
	uni_out_record(&out, "error");
	uni_out_text(&out, "code", code);
	uni_out_text(&out, "description", description);
	uni_out_end(&out, status, reply);
}
