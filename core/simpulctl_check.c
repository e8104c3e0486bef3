/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <errno.h>
#include <unistd.h>

#include "conf.h"
#include "hub_json.h"
#include "limits.h"
#include "simpulctl.h"

/* What is told while the configuration is read. */
struct told {
	struct ctl *ctl;
	struct hub_buf text;
	struct hub_json_out json;
	unsigned count;
};

/* One mistake. */
static void
hear(void *ctx, const char *sentence)
{
	struct told *told = ctx;

	told->count++;
	if (told->ctl->json)
		hub_json_put_text(&told->json, NULL, sentence);
	else
		(void)fprintf(told->ctl->out, "%s\n", sentence);
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
print_text(struct told *told, const char *file, const struct conf *conf)
{
	if (conf == NULL) {
		(void)fprintf(told->ctl->out, "%s: %u %s\n", file, told->count,
		    told->count == 1 ? "mistake" : "mistakes");
		return;
	}
	if (conf->warning[0] != '\0')
		(void)fprintf(told->ctl->out, "warning: %s\n", conf->warning);
	(void)fprintf(told->ctl->out, "%s: good:", file);
	for (size_t i = 0; i < COUNTS; i++) {
		size_t count = count_of(conf, i);

		(void)fprintf(told->ctl->out, "%s %zu %s", i == 0 ? "" : ",",
		    count, count == 1 ? counts[i].one : counts[i].many);
	}
	(void)fprintf(told->ctl->out, "\n");
}

/* The result for programs. */
static void
print_json(struct told *told, const char *file, const struct conf *conf)
{
	hub_json_close(&told->json, ']');
	hub_json_put_text(&told->json, "file", file);
	hub_json_put_flag(&told->json, "good", conf != NULL);
	for (size_t i = 0; i < COUNTS && conf != NULL; i++)
		hub_json_put_int(&told->json, counts[i].many,
		    (int64_t)count_of(conf, i));
	if (conf != NULL) {
		hub_json_put_text(&told->json, "rules_sha256",
		    conf->rules_sha256);
		hub_json_put_text(&told->json, "warning", conf->warning);
	}
	hub_json_close(&told->json, '}');
	ctl_print(told->ctl, &told->text);
}

/* simpulctl check [FILE] */
int
ctl_check(struct ctl *ctl)
{
	struct told told = { .ctl = ctl };
	const char *file;
	struct conf *conf;

	if (!ctl_arguments(ctl, 0, 1))
		return CTL_FAILED;
	file = ctl->argc > 0 ? ctl->argv[0] : ctl->config;
	if (access(file, R_OK) != 0)
		return ctl_fail(ctl, "%s cannot be read: %s", file,
		    strerror(errno));
	hub_buf_init(&told.text, CTL_OUTPUT_MAX);
	hub_json_out_init(&told.json, &told.text);
	if (ctl->json) {
		hub_json_open(&told.json, NULL, '{');
		hub_json_open(&told.json, "mistakes", '[');
	}
	conf = conf_read(file, hear, &told);
	if (ctl->json)
		print_json(&told, file, conf);
	else
		print_text(&told, file, conf);
	conf_release(conf);
	return conf == NULL ? CTL_BAD : CTL_GOOD;
}
