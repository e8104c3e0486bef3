/* SPDX-License-Identifier: Apache-2.0 */
/* The published audit log, file by file (C2SP tlog-tiles). */
#include "config.h"

#include "api_audit.h"

#include <linux/limits.h> /* not <limits.h>: ours hides it */
#include <stdlib.h>
#include <string.h>

#include "files.h"
#include "hub_publish.h"
#include "logbook.h"
#include "problem.h"
#include "request.h"

#define PREFIX "/audit/" /* what follows names the file */

/* A look at a tile or bundle, on the files thread. */
struct look {
	struct files_job files; /* first: its job is what comes home */
	struct api_call call;
	struct tlog_tile tile;
	struct hub_buf bytes;
	struct hub_error err;
	enum hub_status status;
};

enum hub_status
api_audit_open(const struct api_call *call, struct logbook *book,
    struct hub_error *err)
{
	char path[PATH_MAX];

	logbook_init(book);
	if (snprintf(path, sizeof(path), "%s/" PUBLISHER_FOLDER,
		call->conf->hub.data_dir) >= (int)sizeof(path))
		return hub_fail(err, HUB_FAULT, "data_dir is too long");
	return logbook_open(book, path, err);
}

/* files run: reads the file. */
static void
run(struct files_job *job, struct files_room *room)
{
	struct look *l = (struct look *)job;
	char path[TLOG_TILE_PATH_SIZE];
	struct logbook book;

	(void)room;
	tlog_tile_path(&l->tile, path);
	l->status = api_audit_open(&l->call, &book, &l->err);
	if (l->status == HUB_OK)
		l->status = logbook_file(&book, path, LOGBOOK_BUNDLE_MAX,
		    &l->bytes, &l->err);
	logbook_close(&book);
}

/* job done: sends it; a tile never changes. */
static void
looked(struct job *job)
{
	struct look *l = (struct look *)job;
	struct hub_headers headers = { .count = 0 };

	hub_headers_put(&headers, "Cache-Control",
	    "private, max-age=31536000, immutable");
	hub_headers_put(&headers, "X-Content-Type-Options", "nosniff");
	if (l->status == HUB_OK)
		http_call_reply(l->call.http,
		    &(struct http_answer){ .status = 200,
			.headers = &headers,
			.type = "application/octet-stream",
			.body = l->bytes.data,
			.len = l->bytes.len });
	else if (l->status == HUB_UNSAYABLE)
		problem_reply(l->call.http, 404,
		    "no such tile; a partial one goes when the full one is"
		    " there");
	else
		problem_reply(l->call.http, 500, l->err.text);
	api_call_release(&l->call);
	hub_buf_release(&l->bytes);
	free(l);
}

/* One tile or bundle. */
void
api_audit_tile(const struct api_call *call)
{
	const char *path = http_call_path(call->http) + strlen(PREFIX);
	struct tlog_tile tile;
	struct look *l;

	if (!tlog_tile_parse(path, &tile)) {
		problem_reply(call->http, 404,
		    "no tile has such a path; expected one of C2SP tlog-tiles,"
		    " as tile/0/x001/067");
		return;
	}
	l = calloc(1, sizeof(*l));
	if (l == NULL) {
		problem_reply(call->http, 503, "no memory; try again later");
		return;
	}
	api_call_keep(&l->call, call);
	l->tile = tile;
	hub_buf_init(&l->bytes, LOGBOOK_BUNDLE_MAX);
	l->files.run = run;
	l->files.job.done = looked;
	files_submit(call->api->hub->files, &l->files);
}

/* The last signed checkpoint. */
void
api_audit_checkpoint(const struct api_call *call)
{
	struct hub_published log = hub_publish_look(call->api->hub->publish);
	struct hub_headers headers = { .count = 0 };

	if (log.note[0] == '\0') {
		problem_reply(call->http, 404,
		    "the audit log is not published, or not yet");
		return;
	}
	hub_headers_put(&headers, "Cache-Control", "no-cache");
	hub_headers_put(&headers, "X-Content-Type-Options", "nosniff");
	http_call_reply(call->http,
	    &(struct http_answer){ .status = 200,
		.headers = &headers,
		.type = "text/plain; charset=utf-8",
		.body = log.note,
		.len = strlen(log.note) });
}
