/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FOLDER "files"
#define PATH_ROOM 4096

struct files {
	struct job_thread thread;
	struct files_room room;
};

/* Opens the folder, made where it is missing. */
static enum hub_status
open_folder(struct files *files, const char *data_dir, struct hub_error *err)
{
	char path[PATH_ROOM];
	int len = snprintf(path, sizeof(path), "%s/" FOLDER, data_dir);

	if (len < 0 || (size_t)len >= sizeof(path))
		return hub_fail(err, HUB_MISCONFIGURED, "data_dir is too long");
	if (mkdir(path, 0700) != 0 && errno != EEXIST)
		return hub_fail(err, HUB_MISCONFIGURED, "%s: %s", path,
		    strerror(errno));
	files->room.folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (files->room.folder < 0)
		return hub_fail(err, HUB_MISCONFIGURED, "%s: %s", path,
		    strerror(errno));
	return HUB_OK;
}

/* Opens the connection for looking things up. */
static enum hub_status
open_db(struct files *files, const char *data_dir, struct hub_error *err)
{
	char path[PATH_ROOM];
	int len = snprintf(path, sizeof(path), "%s/simpul.db", data_dir);

	if (len < 0 || (size_t)len >= sizeof(path))
		return hub_fail(err, HUB_MISCONFIGURED, "data_dir is too long");
	if (db_open(path, DB_READ, &files->room.db, err) != DB_OK)
		return HUB_FAULT;
	return HUB_OK;
}

/* Gives everything but the thread back. */
static void
discard(struct files *files)
{
	if (files->room.folder >= 0)
		(void)close(files->room.folder);
	db_close(files->room.db);
	free(files);
}

enum hub_status
files_start(const struct files_conf *conf, struct files **ret,
    struct hub_error *err)
{
	struct files *files = calloc(1, sizeof(*files));
	enum hub_status status;

	if (files == NULL)
		return hub_fail(err, HUB_FAULT, "out of memory");
	files->room.folder = -1;
	files->room.content = conf->content;
	files->room.clock = conf->clock;
	status = open_folder(files, conf->data_dir, err);
	if (status == HUB_OK)
		status = open_db(files, conf->data_dir, err);
	if (status == HUB_OK &&
	    job_thread_start(&files->thread, "files", conf->home,
		&files->room) != 0)
		status = hub_fail(err, HUB_FAULT, "the files thread: %s",
		    strerror(errno));
	if (status != HUB_OK) {
		discard(files);
		return status;
	}
	*ret = files;
	return HUB_OK;
}

void
files_stop(struct files *files)
{
	if (files == NULL)
		return;
	job_thread_stop(&files->thread);
	discard(files);
}

/* job run: the job's own, with the room as what it is. */
static void
run(struct job *job, void *room)
{
	struct files_job *files_job = (struct files_job *)job;

	files_job->run(files_job, room);
}

void
files_submit(struct files *files, struct files_job *job)
{
	job->job.run = run;
	job_queue_push(&files->thread.queue, &job->job);
}
