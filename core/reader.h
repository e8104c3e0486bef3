/* SPDX-License-Identifier: Apache-2.0 */
/*
 * reader.h - the thread that reads the database, query-only, so that a look
 * never waits behind the ledger nor holds it up.  A query that takes over 2 s
 * ends with DB_BUSY.
 */
#ifndef READER_H
#define READER_H

#include "content.h"
#include "db.h"
#include "job.h"

struct reader_room {
	struct db *db;
	const struct content *content;
};

struct reader_job {
	struct job job; /* job.done runs on the loop; job.run is ours */
	enum db_code (*run)(struct reader_job *job, struct reader_room *room);
	enum db_code code;
};

struct reader;

enum hub_status reader_start(const char *data_dir,
    const struct content *content, struct job_home *home, struct reader **ret,
    struct hub_error *err);
void reader_stop(struct reader *reader);
void reader_submit(struct reader *reader, struct reader_job *job);

#endif
