/* SPDX-License-Identifier: Apache-2.0 */
/*
 * files.h - the thread that reads and writes files of the data directory:
 * every byte of an attachment, and every fsync of a file.
 *
 * It has a query-only connection of its own, so that a job can look up what
 * it works on.
 */
#ifndef FILES_H
#define FILES_H

#include "clock.h"
#include "content.h"
#include "db.h"
#include "job.h"

/* What a job works with. */
struct files_room {
	struct db *db; /* query-only */
	const struct content *content;
	const struct clock *clock;
	int folder; /* where the files are */
};

struct files_job {
	struct job job; /* job.done runs on the loop; job.run is ours */
	void (*run)(struct files_job *job, struct files_room *room);
};

struct files_conf {
	const char *data_dir; /* holds simpul.db and the folder */
	const struct content *content;
	const struct clock *clock;
	struct job_home *home;
};

struct files;

/* Makes the folder where there is none and starts the thread; the database
 * must be there. */
enum hub_status files_start(const struct files_conf *conf, struct files **ret,
    struct hub_error *err);
/* Runs what is queued, then ends. */
void files_stop(struct files *files);
void files_submit(struct files *files, struct files_job *job);

#endif
