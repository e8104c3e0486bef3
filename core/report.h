/* SPDX-License-Identifier: Apache-2.0 */
/*
 * report.h - the indicators on their way to somebody who asked for them: turn
 * by turn of the reader they are counted, then written as JSON.
 *
 * After each turn the maker is called on the loop and says go on, or ends it.
 * A value that is not listed is 0 of 0; the total lists all.
 */
#ifndef REPORT_H
#define REPORT_H

#include "hub.h"
#include "hub_json.h"
#include "indicators.h"

/* What is asked for; texts as they came, "" = not given. */
struct report_asked {
	const char *from, *to, *region, *by, *rounding;
	int64_t institution; /* 0: all */
	int64_t digits, pad; /* -1: each indicator's own */
};

struct report;
typedef void report_turn_fn(struct report *report);

struct report {
	struct reader_job reader;
	struct hub *hub;
	struct indicators *of;
	int64_t rounding, digits, pad; /* -1: each indicator's own */
	/* In the reader, once all is counted: writes to out, and says in
	 * `more` whether it has to be called again. */
	report_turn_fn *write;
	report_turn_fn *turn; /* on the loop, behind each turn */
	void *ctx;
	bool wrote, more;
	size_t next; /* group to be written */
	struct hub_buf text;
	struct hub_json_out out;
};

/* NULL, and in *why what is wrong; the caller sets write, turn and ctx. */
struct report *report_new(struct hub *hub, struct conf *conf,
    const struct report_asked *asked, const char **why);
/* The next turn of the reader; its text is empty then. */
void report_go_on(struct report *report);
void report_free(struct report *report);

/* Members that say what was counted: period, zone, group, indicators. */
void report_put_head(struct report *report);
/* A group as an object: the total, or one of `of->tally.groups`. */
void report_put_total(struct report *report, const char *key);
void report_put_group(struct report *report, size_t place);

#endif
