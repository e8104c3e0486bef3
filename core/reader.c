/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "reader.h"

#include <linux/limits.h> /* not <limits.h>: ours hides it */

#include "schema.h"

struct reader {
	struct reader_room room;
	struct job_thread thread;
};

/* Opens the database as a reader of the present version. */
static enum hub_status
open_database(const char *data_dir, struct db **ret_db, struct hub_error *err)
{
	char path[PATH_MAX];
	struct db *db = NULL;

	if (snprintf(path, sizeof(path), "%s/simpul.db", data_dir) >=
	    (int)sizeof(path))
		return hub_fail(err, HUB_MISCONFIGURED,
		    "the data directory's name is too long");
	if (db_open(path, DB_READ, &db, err) != DB_OK)
		return HUB_MISCONFIGURED;
	if (schema_check(db, err) != DB_OK) {
		db_close(db);
		return HUB_MISCONFIGURED;
	}
	*ret_db = db;
	return HUB_OK;
}

/* Opens the database and starts the thread. */
enum hub_status
reader_start(const char *data_dir, const struct content *content,
    struct job_home *home, struct reader **ret, struct hub_error *err)
{
	struct reader *reader = calloc(1, sizeof(*reader));
	enum hub_status status;

	if (reader == NULL)
		return hub_fail(err, HUB_FAULT, "out of memory");
	status = open_database(data_dir, &reader->room.db, err);
	if (status != HUB_OK) {
		free(reader);
		return status;
	}
	reader->room.content = content;
	if (job_thread_start(&reader->thread, "reader", home, &reader->room) ==
	    0) {
		*ret = reader;
		return HUB_OK;
	}
	db_close(reader->room.db);
	free(reader);
	return hub_fail(err, HUB_FAULT, "the reader's thread did not start");
}

/* Runs what is queued, then ends. */
void
reader_stop(struct reader *reader)
{
	if (reader == NULL)
		return;
	job_thread_stop(&reader->thread);
	db_close(reader->room.db);
	free(reader);
}

/* On the thread: one look, seen at one instant. */
static void
run(struct job *job, void *room)
{
	struct reader_job *mine = (struct reader_job *)job;
	struct reader_room *reader = room;

	mine->code = db_begin(reader->db);
	if (mine->code == DB_OK)
		mine->code = mine->run(mine, reader);
	db_rollback(reader->db);
}

/* Queues a look. */
void
reader_submit(struct reader *reader, struct reader_job *job)
{
	job->job.run = run;
	job_queue_push(&reader->thread.queue, &job->job);
}
