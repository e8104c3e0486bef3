/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "conf.h"
#include "conf_doubts.h"
#include "hub_json.h"
#include "limits.h"
#include "route_shadow.h"
#include "simpulctl.h"

/* How some sentences begin. */
#define FOUND "found "

/* What is told of a configuration. */
struct told {
	struct ctl *ctl;
	const char *file;
	struct hub_buf text;
	struct hub_json_out json;
	unsigned count; /* mistakes */
};

/* Where a sentence comes to what was expected, or is to be done, and how many
 * bytes lead to it; its end if it does not.  What it quotes says nothing. */
static size_t
turn_of(const char *text, size_t *ret_skip)
{
	static const char *const turns[] = { ", expected ", "; expected ",
		"; " };
	bool quoted = false;
	size_t at = 0;

	for (; text[at] != '\0'; at++) {
		quoted ^= text[at] == '"';
		for (size_t i = 0;
		     !quoted && i < sizeof(turns) / sizeof(*turns); i++) {
			*ret_skip = strlen(turns[i]);
			if (strncmp(text + at, turns[i], *ret_skip) == 0)
				return at;
		}
	}
	*ret_skip = 0;
	return at;
}

/* What was found somewhere, and what was expected there. */
static void
put_finding(struct told *told, const struct conf_complaint *c)
{
	const char *text = c->text;
	struct hub_buf found;
	size_t len, skip;

	if (strncmp(text, FOUND, strlen(FOUND)) == 0)
		text += strlen(FOUND);
	len = turn_of(text, &skip);
	hub_buf_init(&found, CTL_OUTPUT_MAX);
	hub_buf_add(&found, text, len);
	hub_json_open(&told->json, NULL, '{');
	hub_json_put_given(&told->json, "file", c->file);
	if (c->line > 0)
		hub_json_put_int(&told->json, "line", c->line);
	hub_json_put_text(&told->json, "found", hub_buf_str(&found));
	hub_json_put_given(&told->json, "expected", text + len + skip);
	hub_json_close(&told->json, '}');
	hub_buf_release(&found);
}

/* One mistake. */
static void
hear(void *ctx, const struct conf_complaint *complaint)
{
	struct told *told = ctx;

	told->count++;
	if (told->ctl->json)
		put_finding(told, complaint);
	else
		(void)fprintf(told->ctl->out, "%s\n", complaint->sentence);
}

/* One thing that is good and will not do. */
static void
warn(struct told *told, const struct conf_complaint *c)
{
	if (told->ctl->json)
		put_finding(told, c);
	else
		(void)fprintf(told->ctl->out, "warning: %s\n", c->sentence);
}

/* conf_doubt_fn: something that stands at "file:line". */
static void
warn_at(void *ctx, const char *where, const char *text)
{
	const char *colon = strrchr(where, ':');
	struct hub_buf file, sentence;
	size_t place;

	hub_buf_init(&file, CONF_TEXT_MAX);
	hub_buf_init(&sentence, CTL_OUTPUT_MAX);
	hub_buf_add(&file, where, (size_t)(colon - where));
	hub_buf_fmt(&sentence, "%s: ", where);
	place = sentence.len;
	hub_buf_text(&sentence, text);
	warn(ctx,
	    &(struct conf_complaint){ hub_buf_str(&file),
		(unsigned)strtoul(colon + 1, NULL, 10),
		hub_buf_str(&sentence) + place, hub_buf_str(&sentence) });
	hub_buf_release(&sentence);
	hub_buf_release(&file);
}

/* route_shadow_fn: a rule that comes too late. */
static void
warn_route(void *ctx, const struct conf_route *route,
    const struct conf_route *by)
{
	struct hub_buf text;

	hub_buf_init(&text, CTL_OUTPUT_MAX);
	route_shadow_say(route, by, &text);
	warn_at(ctx, route->where, hub_buf_str(&text));
	hub_buf_release(&text);
}

/* A certificate that ends soon, or has. */
static void
warn_expiry(struct told *told, const struct expiry *expiry, int64_t now)
{
	struct hub_buf text;

	if (expiry_stage(expiry, now) == EXPIRY_FAR)
		return;
	hub_buf_init(&text, CTL_OUTPUT_MAX);
	expiry_say(expiry, now, &text);
	warn(told,
	    &(struct conf_complaint){ "", 0, hub_buf_str(&text),
		hub_buf_str(&text) });
	hub_buf_release(&text);
}

/* What is good and will not do. */
static void
tell_warnings(struct told *told, const struct conf *conf)
{
	const struct conf_complaint calendar = { "", 0, conf->warning,
		conf->warning };

	if (conf->warning[0] != '\0')
		warn(told, &calendar);
	route_shadows(conf, warn_route, told);
	conf_doubts(conf, warn_at, told);
	for (size_t i = 0; i < conf->expiries.count; i++)
		warn_expiry(told, &conf->expiries.rows[i],
		    clock_now_ms(clock_system()) / 1000);
}

/* How much of each there is. */
static const struct {
	const char *one, *many;
	size_t offset;
} counts[] = {
	{ "institution", "institutions",
	    offsetof(struct conf, institution_count) },
	{ "route", "routes", offsetof(struct conf, route_count) },
	{ "deadline", "deadlines", offsetof(struct conf, deadline_count) },
	{ "calendar", "calendars", offsetof(struct conf, calendar_count) },
	{ "jurisdiction", "jurisdictions",
	    offsetof(struct conf, jurisdiction_count) },
	{ "mailbox", "mailboxes", offsetof(struct conf, mailbox_count) },
};
#define COUNTS (sizeof(counts) / sizeof(*counts))

/* The number that row i of counts is about. */
static size_t
count_of(const struct conf *conf, size_t i)
{
	return *(const size_t *)(const void *)((const char *)conf +
	    counts[i].offset);
}

/* The result for people. */
static void
print_text(struct told *told, const struct conf *conf)
{
	FILE *out = told->ctl->out;

	if (conf == NULL) {
		(void)fprintf(out, "%s: %u %s\n", told->file, told->count,
		    told->count == 1 ? "mistake" : "mistakes");
		return;
	}
	tell_warnings(told, conf);
	(void)fprintf(out, "%s: good:", told->file);
	for (size_t i = 0; i < COUNTS; i++) {
		size_t count = count_of(conf, i);

		(void)fprintf(out, "%s %zu %s", i == 0 ? "" : ",", count,
		    count == 1 ? counts[i].one : counts[i].many);
	}
	(void)fprintf(out, "\n");
}

/* The result for programs. */
static void
print_json(struct told *told, const struct conf *conf)
{
	hub_json_close(&told->json, ']');
	hub_json_open(&told->json, "warnings", '[');
	if (conf != NULL)
		tell_warnings(told, conf);
	hub_json_close(&told->json, ']');
	hub_json_put_text(&told->json, "file", told->file);
	hub_json_put_flag(&told->json, "good", conf != NULL);
	for (size_t i = 0; i < COUNTS && conf != NULL; i++)
		hub_json_put_int(&told->json, counts[i].many,
		    (int64_t)count_of(conf, i));
	if (conf != NULL)
		hub_json_put_text(&told->json, "rules_sha256",
		    conf->rules_sha256);
	hub_json_close(&told->json, '}');
	ctl_print(told->ctl, &told->text);
}

/* simpulctl check [FILE] */
int
ctl_check(struct ctl *ctl)
{
	struct told told = { .ctl = ctl };
	struct conf *conf;

	if (!ctl_arguments(ctl, 0, 1))
		return CTL_FAILED;
	told.file = ctl->argc > 0 ? ctl->argv[0] : ctl->config;
	if (access(told.file, R_OK) != 0)
		return ctl_fail(ctl, "%s cannot be read: %s", told.file,
		    strerror(errno));
	hub_buf_init(&told.text, CTL_OUTPUT_MAX);
	hub_json_out_init(&told.json, &told.text);
	if (ctl->json) {
		hub_json_open(&told.json, NULL, '{');
		hub_json_open(&told.json, "mistakes", '[');
	}
	conf = conf_read(told.file, hear, &told);
	if (ctl->json)
		print_json(&told, conf);
	else
		print_text(&told, conf);
	conf_release(conf);
	return conf == NULL ? CTL_BAD : CTL_GOOD;
}
