/* SPDX-License-Identifier: Apache-2.0 */
/*
 * simpulctl_import.h - one run of `simpulctl import`: all rows of a file are
 * looked at first, then sent to the hub batch by batch, then told of.
 */
#ifndef SIMPULCTL_IMPORT_H
#define SIMPULCTL_IMPORT_H

#include "import_case.h"
#include "simpulctl_ask.h"

struct import_run {
	struct ctl *ctl;
	const char *name, *by;
	struct import_map map;
	struct import_input input;
	struct import_aim aim;
	bool check, skip_bad; /* as asked */
	bool on_terminal;     /* progress is shown */

	/* What came of it. */
	uint64_t rows, good, fresh, there;
	size_t unused; /* columns that the map passes over */
	json_t *bad;   /* owned; lines of bad rows */
	json_t *told;  /* owned; line, column and problem of the first ones */
};

/* Goes through the file and keeps what is wrong; CTL_FAILED after saying why
 * it cannot. */
int import_run_look(struct import_run *run);
/* Sends the good rows; what ctl_ask returns. */
int import_run_send(struct import_run *run);
/* Tells what came of it. */
void import_run_tell(const struct import_run *run);

/* One more bad row. */
void import_run_blame(struct import_run *run,
    const struct import_record *record);
/* How far it has come, on a terminal. */
void import_run_show(const struct import_run *run, uint64_t done);

#endif
