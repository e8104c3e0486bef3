/* SPDX-License-Identifier: Apache-2.0 */
/*
 * poller_way.h - the way of one round of a poll, for the files that lead it:
 * poller asks and understands, poller_said keeps what was said.
 *
 * A round goes from question to question and ends in rest, whatever comes.
 */
#ifndef POLLER_WAY_H
#define POLLER_WAY_H

#include "attachment_file.h"
#include "link.h"
#include "poller.h"
#include "poller_keep.h"
#include "poller_news.h"
#include "poller_stuck.h"

/* The worker's call comes first: its callbacks lead back here. */
struct poller {
	struct worker_call call;
	struct poller_read read;
	struct poller_keep keep;
	struct attachment_store store; /* of the files in events */
	struct link *link;
	struct loop_timer *timer;
	bool busy;

	/* One round. */
	struct conf *conf; /* held */
	const struct conf_institution *inst;
	struct worker_plan plan;
	struct hub_request request;
	struct poller_question question;
	struct hub_events events;
	struct poller_news news;
	char cursor[HUB_CARRY_MAX + 1], carry[HUB_CARRY_MAX + 1];
	unsigned step;
	int64_t began_ms;
	bool groping;	 /* something is to be set aside, and nothing has been
			  * understood since */
	int64_t after_s; /* how long they asked to be left alone, then */

	/* Of the rounds so far. */
	int64_t next_ms, covered_ms;
	unsigned failures;
	struct poller_stuck stuck;
	char problem[160];
};

/* Whether the link goes on at all. */
bool poller_is_ending(const struct poller *p);
/* The end of every round; the next one not before next_ms. */
void poller_rest(struct poller *p, int64_t next_ms);
/* A round that came to nothing: said once, the pause before the next grows. */
void poller_fail(struct poller *p, const char *why, int64_t after_s);
/* On with what a step led to. */
void poller_go_on(struct poller *p);

/* Stores the files that came with what was said, has it applied, and goes
 * on. */
void poller_said(struct poller *p);

#endif
