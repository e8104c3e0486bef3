/* SPDX-License-Identifier: Apache-2.0 */
/*
 * simpulctl.h - the operator's command: one run of it, and the table of its
 * commands.
 *
 * A command takes its own options out of the arguments first, then asks
 * whether what is left is what it expects; it prints for people, or one JSON
 * document with --json, and returns an exit status.  A new command is a row in
 * simpulctl.c, a line here and a file simpulctl_NAME.c.
 */
#ifndef SIMPULCTL_H
#define SIMPULCTL_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "hub_buf.h"

/* Exit statuses. */
enum ctl_exit {
	CTL_GOOD = 0,
	CTL_BAD = 1,	/* it ran, and what it looked at is not well */
	CTL_FAILED = 2, /* it could not run, or was asked wrongly */
};

struct ctl {
	const struct ctl_command *command;
	const char *config; /* simpul.conf */
	const char *socket; /* the hub's, "" = the configuration's */
	int64_t wait_ms;    /* how long a hub may be silent */
	bool json;
	int argc; /* arguments that are left */
	char **argv;
	FILE *out, *err;
};

struct ctl_command {
	const char *name, *arguments, *help;
	int (*fn)(struct ctl *ctl);
};

/* Whether the option stands among the arguments; takes it out. */
bool ctl_flag(struct ctl *ctl, const char *name);
/* The value behind the option ("--since X" or "--since=X"), taken out with
 * it; fallback when it is not given. */
const char *ctl_value(struct ctl *ctl, const char *name, const char *fallback);
/* The same for a whole number, 0 or more; false after saying what is wrong. */
bool ctl_number(struct ctl *ctl, const char *name, int64_t fallback,
    int64_t *ret);
/* Whether so many arguments and no options are left; if not, says how the
 * command is used: return CTL_FAILED then. */
bool ctl_arguments(struct ctl *ctl, int least, int most);
/* "simpulctl: ..." for people; CTL_FAILED. */
int ctl_fail(struct ctl *ctl, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* Prints what was gathered and a newline, releases it. */
void ctl_print(struct ctl *ctl, struct hub_buf *text);
/* The English word for one of something, or for any other number of it. */
const char *ctl_plural(uint64_t count, const char *one, const char *many);
/* How the command is used, its options from its help. */
void ctl_usage(FILE *to, const struct ctl_command *command);

int ctl_arbitrate(struct ctl *ctl);
int ctl_audit(struct ctl *ctl);
int ctl_backup(struct ctl *ctl);
int ctl_case(struct ctl *ctl);
int ctl_check(struct ctl *ctl);
int ctl_disputes(struct ctl *ctl);
int ctl_fsck(struct ctl *ctl);
int ctl_handoff(struct ctl *ctl);
int ctl_import(struct ctl *ctl);
int ctl_institutions(struct ctl *ctl);
int ctl_keygen(struct ctl *ctl);
int ctl_options(struct ctl *ctl);
int ctl_outage(struct ctl *ctl);
int ctl_outages(struct ctl *ctl);
int ctl_map(struct ctl *ctl);
int ctl_park(struct ctl *ctl);
int ctl_parked(struct ctl *ctl);
int ctl_probe(struct ctl *ctl);
int ctl_queue(struct ctl *ctl);
int ctl_recompose(struct ctl *ctl);
int ctl_relate(struct ctl *ctl);
int ctl_reload(struct ctl *ctl);
int ctl_report(struct ctl *ctl);
int ctl_restore(struct ctl *ctl);
int ctl_retry(struct ctl *ctl);
int ctl_route(struct ctl *ctl);
int ctl_settings(struct ctl *ctl);
int ctl_states(struct ctl *ctl);
int ctl_status(struct ctl *ctl);
int ctl_links(struct ctl *ctl);
int ctl_steer(struct ctl *ctl); /* verify, archive... */
int ctl_succeed(struct ctl *ctl);
int ctl_todo(struct ctl *ctl);
int ctl_token(struct ctl *ctl);
int ctl_tray(struct ctl *ctl);
int ctl_words(struct ctl *ctl);

#endif
