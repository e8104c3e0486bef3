/* SPDX-License-Identifier: Apache-2.0 */
/*
 * conf.h - simpul.conf and conf.d, read and checked as a whole.
 *
 * A conf is a value: it never changes once read, is shared by reference
 * between threads, and a reload makes a new one.  All texts are never NULL;
 * lists end with NULL.  File contents (secrets, option files) are read in
 * here, so that nothing is opened later.
 */
#ifndef CONF_H
#define CONF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "conf_institution.h"
#include "hub_error.h"

struct conf_route {
	const char *name;
	const char *const *kind,
	    *const *category, *const *region, *const *source,
						  *const *priority_program;
	const char *to;
};

struct conf_deadline {
	const char *name; /* accept, verify, first_follow_up... */
	unsigned days, hours;
	const char *since; /* ISO date */
};

struct conf_mailbox {
	const char *name, *address, *imap_url, *smtp_url, *user;
	const char *password, *ca, *folder_done;
	int64_t poll_ms;
};

struct conf_hub {
	const char *name;   /* node: observer in the audit log */
	const char *source; /* urn of the installation */
	unsigned node;
	const char *data_dir, *key_file, *control_socket, *plugin_dir,
	    *worker_program;
	const char *listen_address;
	uint16_t listen_port;
	const char *tls_cert, *tls_key, *client_ca, *public_url;
	unsigned connections, idle_seconds;
	size_t budget;
	const char *timezone, *calendar;
	const char *log_level;
};

struct conf {
	_Atomic unsigned references;
	uint64_t generation; /* 1, 2, 3... a process */
	struct conf_hub hub;
	const char *coordinator; /* institution id */
	const char *const *deputies;
	const char *above;
	struct conf_institution *institutions;
	size_t institution_count;
	struct conf_route *routes;
	size_t route_count;
	struct conf_deadline *deadlines;
	size_t deadline_count;
	struct conf_mailbox *mailboxes;
	size_t mailbox_count;
	const char *rules_sha256; /* of routes, deadlines, calendars, and
				   * institutions in force, hex */
};

/* What was found wrong: one sentence with file:line, found and expected. */
typedef void conf_complaint_fn(void *ctx, const char *sentence);

/* Reads and checks everything; says every mistake, not only the first.
 * NULL after at least one complaint. */
struct conf *conf_read(const char *file, conf_complaint_fn *complain,
    void *ctx);
struct conf *conf_hold(struct conf *conf);
void conf_release(struct conf *conf);

/* NULL when there is none of that name. */
const struct conf_institution *conf_find(const struct conf *conf,
    const char *name);
/* By the number that it has in the database. */
const struct conf_institution *conf_by_key(const struct conf *conf,
    int64_t key);

#endif
