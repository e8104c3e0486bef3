/* SPDX-License-Identifier: Apache-2.0 */
/*
 * conf.h - simpul.conf and conf.d, read and checked as a whole.
 *
 * A conf is a value: it never changes once read, is shared by reference
 * between threads, and a reload makes a new one.  All texts are never NULL;
 * lists end with NULL.  File contents (secrets, option files) are read in
 * here, so that nothing is opened later; paths are absolute.
 */
#ifndef CONF_H
#define CONF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "conf_calendar.h"
#include "conf_hub.h"
#include "conf_institution.h"
#include "expiry.h"
#include "hub_error.h"

/* The first route that takes a case names its receiver.  An empty list takes
 * anything; otherwise one of its words must fit. */
struct conf_route {
	const char *name, *where;    /* where: "conf.d/50-routes.conf:3" */
	const char *const *kind;     /* words of enum hub_class */
	const char *const *category; /* as the source names it */
	const char *const *region;   /* "51.71", or "51*" for all below */
	const char *const *source;   /* institution ids */
	const char *const *priority_program;
	const char *to; /* institution id */
	const char *as; /* "copy", "escalate": there too, beside the taker */
};

struct conf {
	_Atomic unsigned references;
	uint64_t generation; /* 1, 2, 3... a process, see conf_follow */
	struct conf_hub hub;
	const char *coordinator; /* institution id */
	const char *const *deputies;
	const char *above;
	struct conf_institution *institutions; /* in order of their ids */
	size_t institution_count;
	struct conf_route *routes; /* in the order of the files */
	size_t route_count;
	struct conf_deadline *deadlines; /* by name, then by since */
	size_t deadline_count;
	struct conf_calendar *calendars; /* in order of their names */
	size_t calendar_count;
	struct conf_jurisdiction *jurisdictions; /* in order of the files */
	size_t jurisdiction_count;
	struct conf_escalation *escalations; /* in order of the files */
	size_t escalation_count;
	struct conf_mailbox *mailboxes;
	size_t mailbox_count;
	/* Of all rules, and of institutions in force; hex. */
	const char *rules_sha256;
	const char *warning; /* what is good but will not do for long, or "" */
	struct expiries expiries; /* of all certificates in it */
};

/* What was found wrong; texts are borrowed for the call. */
struct conf_complaint {
	const char *file;     /* as the operator knows it, "" for none */
	unsigned line;	      /* 0: of the whole file */
	const char *text;     /* what was found; what was expected */
	const char *sentence; /* "FILE:LINE: TEXT" */
};
typedef void conf_complaint_fn(void *ctx,
    const struct conf_complaint *complaint);

/* Reads and checks everything; says every mistake.  NULL after at least one.
 * Blocks, and only one thread may be in here at a time. */
struct conf *conf_read(const char *file, conf_complaint_fn *complain,
    void *ctx);
/* Only its hub can be relied on, whatever is wrong elsewhere; or NULL. */
struct conf *conf_read_hub(const char *file, conf_complaint_fn *complain,
    void *ctx);
struct conf *conf_hold(struct conf *conf);
void conf_release(struct conf *conf);

/* Before fresh is shared: numbers it behind old (NULL at the start), and lets
 * each institution whose worker need not change keep generation and key. */
void conf_follow(struct conf *fresh, const struct conf *old);
/* Whether a worker of one of them does for the other: plugin, options, keys
 * and certificates are the same. */
bool conf_same_worker(const struct conf_institution *one,
    const struct conf_institution *other);
/* The name behind a number, of one without a section too; or "". */
const char *conf_name(const struct conf *conf, int64_t key);

/* Whether a person enters there what is to be said (relay = "manual"). */
bool conf_is_manual(const struct conf_institution *inst);
/* Whether what it is to hear becomes deliveries: over a wire, or by a person's
 * hand; the others, who may only call the hub, read it there. */
bool conf_gets_deliveries(const struct conf_institution *inst);

/* By name, or by the number that it has in the database; or NULL. */
const struct conf_institution *conf_find(const struct conf *conf,
    const char *name);
const struct conf_institution *conf_by_key(const struct conf *conf,
    int64_t key);

#endif
