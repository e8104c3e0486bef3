/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "bumn_jq_error.h"

#include <string.h>

#define BEGIN "jq: error: "
#define SAY_SHOWN 160
#define LINE ", line "
#define SAY_MAX 1024

/* Words of jq's sentences; every other token of one may be content. */
static const char *const words[] = { "Cannot", "Invalid", "Object", "a", "add",
	"added", "and", "array", "arrays", "as", "be", "been", "boolean", "by",
	"cannot", "check", "compared", "contained", "delete", "deleted",
	"depth", "divided", "each", "element", "field", "has", "have", "in",
	"index", "input", "is", "iterate", "its", "join", "key", "keys",
	"length", "literal", "match", "matched", "multiplied", "must", "no",
	"not", "null", "number", "numbers", "numeric", "object", "objects",
	"of", "only", "out", "over", "parsed", "range", "slice", "sorted",
	"string", "strings", "subtracted", "the", "to", "too", "update", "use",
	"valid", "with", "zero" };

static const enum hub_status refusals[] = { HUB_UNSAYABLE, HUB_MALFORMED,
	HUB_MISCONFIGURED, HUB_FAULT };

/* The compiler's sentence: "jq: error: WHAT at PLACE, line N:" and then the
 * line itself. */
enum hub_status
bumn_jq_error_compile(const char *said, struct hub_error *err)
{
	size_t end = strcspn(said, "\n"), what;
	const char *line = memmem(said, end, LINE, strlen(LINE)), *at;
	long number;

	if (strncmp(said, BEGIN, strlen(BEGIN)) == 0) {
		said += strlen(BEGIN);
		end -= strlen(BEGIN);
	}
	if (line == NULL)
		return hub_fail(err, HUB_MISCONFIGURED, "map: %.*s",
		    (int)(end < SAY_SHOWN ? end : SAY_SHOWN), said);
	number = strtol(line + strlen(LINE), NULL, 10);
	at = memmem(said, (size_t)(line - said), " at ", 4);
	what = (size_t)((at != NULL ? at : line) - said);
	return hub_fail(err, HUB_MISCONFIGURED, "map, line %ld: %.*s", number,
	    (int)(what < SAY_SHOWN ? what : SAY_SHOWN), said);
}

/* Whether a token is a word of jq's own. */
static bool
is_own(const char *token, size_t len)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		if (strlen(words[i]) == len &&
		    memcmp(words[i], token, len) == 0)
			return true;
	}
	return false;
}

/* jq's sentence with "..." for what is not its own. */
static void
own_words(const char *said, struct hub_buf *out)
{
	bool left_out = false;

	for (size_t len; *said != '\0'; said += len) {
		said += strspn(said, " \n\t");
		len = strcspn(said, " \n\t");
		if (len == 0)
			break;
		if (is_own(said, len) || !left_out)
			hub_buf_fmt(out, "%s%.*s", out->len > 0 ? " " : "",
			    is_own(said, len) ? (int)len : 3,
			    is_own(said, len) ? said : "...");
		left_out = !is_own(said, len);
	}
}

/* A text member of a refusal, "" when there is none; in buf. */
static const char *
member(jv object, const char *name, struct hub_buf *buf)
{
	jv v = jv_object_get(jv_copy(object), jv_string(name));

	if (jv_get_kind(v) == JV_KIND_STRING)
		hub_buf_text(buf, jv_string_value(v));
	jv_free(v);
	return hub_buf_str(buf);
}

/* The line that a refusal names, 0 for none. */
static int
line_of(jv object)
{
	jv v = jv_object_get(jv_copy(object), jv_string("line"));
	int line = jv_get_kind(v) == JV_KIND_NUMBER ? (int)jv_number_value(v)
						    : 0;

	jv_free(v);
	return line;
}

/* A refusal that the prelude made. */
static enum hub_status
refused(const struct bumn_run *run, jv message, struct hub_error *err)
{
	struct hub_buf word, say, path;
	enum hub_status status = run->otherwise;
	char line[24] = "";

	hub_buf_init(&word, SAY_MAX);
	hub_buf_init(&say, SAY_MAX);
	hub_buf_init(&path, SAY_MAX);
	for (size_t i = 0; i < sizeof(refusals) / sizeof(*refusals); i++) {
		hub_buf_clear(&word);
		if (strcmp(member(message, "simpul", &word),
			hub_status_name(refusals[i])) == 0)
			status = refusals[i];
	}
	if (line_of(message) > 0)
		(void)snprintf(line, sizeof(line), ", line %d",
		    line_of(message));
	(void)member(message, "path", &path);
	(void)hub_fail(err, status, "map%s, %s: %s%s%s", line, run->verb,
	    hub_buf_str(&path), path.len > 0 ? ": " : "",
	    member(message, "say", &say));
	hub_buf_release(&word);
	hub_buf_release(&say);
	hub_buf_release(&path);
	return status;
}

/* What a run was ended with. */
enum hub_status
bumn_jq_error_run(const struct bumn_run *run, jv message, struct hub_error *err)
{
	struct hub_buf said;
	enum hub_status status = run->otherwise;

	if (jv_get_kind(message) == JV_KIND_OBJECT &&
	    jv_object_has(jv_copy(message), jv_string("simpul"))) {
		status = refused(run, message, err);
		jv_free(message);
		return status;
	}
	hub_buf_init(&said, 1024);
	if (jv_get_kind(message) == JV_KIND_STRING)
		own_words(jv_string_value(message), &said);
	(void)hub_fail(err, status, "map, %s: jq: %s", run->verb,
	    said.len > 0 ? hub_buf_str(&said) : "an error");
	hub_buf_release(&said);
	jv_free(message);
	return status;
}
