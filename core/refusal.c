/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "refusal.h"

#include <stdio.h>
#include <string.h>

#include "hub_plugin.h"
#include "limits.h"
#include "problem.h"
#include "problem_title.h"
#include "request.h"

/* One character as a text of JSON or of XML needs it. */
static void
put_char(struct hub_buf *out, const char *type, char c)
{
	bool control = (unsigned char)c < ' ';

	if (strstr(type, "json") != NULL) {
		if (control || c == '"' || c == '\\')
			hub_buf_fmt(out, "\\u%04x", (unsigned char)c);
		else
			hub_buf_char(out, c);
	} else if (strstr(type, "xml") != NULL && strchr("<>&\"'", c) != NULL) {
		hub_buf_fmt(out, "&#%d;", c);
	} else {
		hub_buf_char(out, control ? ' ' : c);
	}
}

/* Puts what a mark stands for; the mark's length, 0 when it is none. */
static size_t
put_mark(struct hub_buf *out, const char *type, const char *at,
    const struct refusal *r)
{
	char number[16];
	const struct {
		const char *mark, *value;
	} marks[] = {
		{ "{status}", number },
		{ "{title}", problem_title(r->status).en },
		{ "{detail}", r->detail },
	};

	(void)snprintf(number, sizeof(number), "%d", r->status);
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		size_t len = strlen(marks[i].mark);

		if (strncmp(at, marks[i].mark, len) != 0)
			continue;
		for (const char *c = marks[i].value; *c != '\0'; c++)
			put_char(out, type, *c);
		return len;
	}
	return 0;
}

/* Whether a row is for such a refusal. */
static bool
fits(const struct hub_refusal *row, const struct refusal *r)
{
	size_t len = strlen(r->path), end = strlen(row->path);

	return len >= end && strcmp(r->path + len - end, row->path) == 0 &&
	    (row->asked[0] == '\0' ||
		strcasestr(r->asked, row->asked) != NULL) &&
	    r->status >= row->least;
}

const char *
refusal_word(const struct hub_refusal *rows, const struct refusal *refusal,
    struct hub_buf *out)
{
	const struct hub_refusal *row = rows;

	while (row != NULL && row->type != NULL && !fits(row, refusal))
		row++;
	if (row == NULL || row->type == NULL)
		return NULL;
	for (const char *at = row->body; *at != '\0';) {
		size_t len = *at == '{' ? put_mark(out, row->type, at, refusal)
					: 0;

		if (len == 0)
			hub_buf_char(out, *at);
		at += len > 0 ? len : 1;
	}
	return row->type;
}

void
refusal_reply(const struct conf_institution *institution,
    struct http_call *call, int status, const char *detail)
{
	const struct refusal refusal = {
		.path = http_call_path(call),
		.asked = hub_header(http_call_headers(call), "Content-Type"),
		.status = status,
		.detail = detail,
	};
	struct hub_headers headers = { .count = 0 };
	struct hub_buf body;
	const char *type;

	hub_buf_init(&body, PROBLEM_MAX);
	type = refusal_word(institution->refusals, &refusal, &body);
	if (type == NULL || !hub_buf_ok(&body)) {
		problem_reply(call, status, detail);
	} else {
		problem_headers(status, &headers);
		http_call_reply(call,
		    &(struct http_answer){ .status = status,
			.headers = &headers,
			.type = type,
			.body = hub_buf_str(&body),
			.len = body.len });
	}
	hub_buf_release(&body);
}

void
refusal_ledger(const struct conf_institution *institution,
    struct http_call *call, enum db_code code)
{
	int status;
	const char *detail = problem_of_ledger(code, &status);

	refusal_reply(institution, call, status, detail);
}
