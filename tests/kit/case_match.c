/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "case_said.h"

#include <jansson.h>

/* Bytes of a body that a difference shows. */
#define SHOWN 2000

/* JSON with sorted members and no white space, or NULL. */
static char *
normal_json(const char *bytes, size_t len)
{
	json_t *json = json_loadb(bytes, len,
	    JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, NULL);
	char *text = json == NULL
	    ? NULL
	    : json_dumps(json, JSON_SORT_KEYS | JSON_COMPACT | JSON_ENCODE_ANY);

	json_decref(json);
	return text;
}

/* Whether two bodies mean the same JSON; shows both when they do not. */
static bool
same_json(const struct said_group *got, const struct said_group *want,
    struct hub_buf *out)
{
	char *a = normal_json(got->body, got->body_len);
	char *b = normal_json(want->body, want->body_len);
	bool same = a != NULL && b != NULL && strcmp(a, b) == 0;

	if (!same)
		hub_buf_fmt(out, "# body got:  %.2000s\n# body want: %.2000s\n",
		    a != NULL ? a : "(no JSON)", b != NULL ? b : "(no JSON)");
	free(a);
	free(b);
	return same;
}

/* Shows bytes on one line. */
static void
show(struct hub_buf *out, const char *title, const char *bytes, size_t len)
{
	hub_buf_text(out, title);
	for (size_t i = 0; i < len && i < SHOWN; i++)
		if ((unsigned char)bytes[i] < ' ' || bytes[i] == 0x7f)
			hub_buf_fmt(out, "\\x%02x", (unsigned char)bytes[i]);
		else
			hub_buf_char(out, bytes[i]);
	hub_buf_fmt(out, " (%zu bytes)\n", len);
}

/* Whether two bodies are the same. */
static bool
same_body(const struct said_group *got, const struct said_group *want,
    struct hub_buf *out)
{
	if (!want->exact && strstr(got->type, "json") != NULL)
		return same_json(got, want, out);
	if (got->body_len == want->body_len &&
	    memcmp(got->body, want->body, got->body_len) == 0)
		return true;
	show(out, "# body got:  ", got->body, got->body_len);
	show(out, "# body want: ", want->body, want->body_len);
	return false;
}

/* Whether a line is what is wanted: "key = *" is any value. */
static bool
same_line(const char *got, const char *want)
{
	size_t len = strlen(want);

	if (strcmp(got, want) == 0)
		return true;
	return len > 4 && strcmp(want + len - 4, " = *") == 0 &&
	    strncmp(got, want, len - 1) == 0;
}

/* Takes from `got` the line that is wanted. */
static bool
take_line(const char **got, size_t count, const char *want)
{
	for (size_t i = 0; i < count; i++)
		if (got[i] != NULL && same_line(got[i], want)) {
			got[i] = NULL;
			return true;
		}
	return false;
}

/* Whether two groups have the same lines, in any order. */
static bool
same_lines(const struct said_group *got, const struct said_group *want,
    struct hub_buf *out)
{
	const char *left[SAID_LINES];
	bool same = true;

	memcpy(left, got->lines, sizeof(left));
	for (size_t i = 0; i < want->count; i++)
		if (!take_line(left, got->count, want->lines[i])) {
			hub_buf_fmt(out, "# missing: %s\n", want->lines[i]);
			same = false;
		}
	for (size_t i = 0; i < got->count; i++)
		if (left[i] != NULL) {
			hub_buf_fmt(out, "# not expected: %s\n", left[i]);
			same = false;
		}
	return same;
}

bool
case_said_match(const struct case_said *got, const struct case_said *want,
    struct hub_buf *out)
{
	const struct said_group *g = got->groups, *w = want->groups;
	size_t n = 1;

	if (*want->error != '\0' || *got->error != '\0') {
		if (*want->error != '\0' &&
		    strncmp(got->error, want->error, strlen(want->error)) == 0)
			return true;
		hub_buf_fmt(out, "# error got:  %s\n# error want: %s\n",
		    *got->error != '\0' ? got->error : "(none)",
		    *want->error != '\0' ? want->error : "(none)");
		return false;
	}
	for (; g != NULL && w != NULL; g = g->next, w = w->next, n++) {
		bool lines = same_lines(g, w, out);

		if (!same_body(g, w, out) || !lines) {
			hub_buf_fmt(out, "# in number %zu of this section\n",
			    n);
			return false;
		}
	}
	for (; g != NULL; g = g->next)
		hub_buf_fmt(out, "# one more than expected: %s\n",
		    g->count > 0 ? g->lines[0] : "");
	for (; w != NULL; w = w->next)
		hub_buf_fmt(out, "# one less than expected: %s\n",
		    w->count > 0 ? w->lines[0] : "");
	return got->groups == NULL ? want->groups == NULL : out->len == 0;
}
