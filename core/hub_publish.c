/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "hub_publish.h"

#include <linux/limits.h> /* not <limits.h>: ours hides it */
#include <stdlib.h>
#include <string.h>

#include "files.h"
#include "limits.h"
#include "log.h"

/* A checkpoint without extension lines, and its base64. */
#define NOTE_ROOM 1024
#define HEADER_ROOM (4 * NOTE_ROOM / 3 + 8)

struct hub_publish {
	struct files_job files; /* first: its job is what comes home */
	struct ledger_job beat; /* a heartbeat */
	struct hub *hub;
	struct publisher *publisher;
	struct loop_timer *timer;
	bool busy, beating, ended;
	bool broken;   /* the log must not go on */
	bool failing;  /* the last round did, and was told of */
	uint64_t seen; /* entries there were at the last round */
	int64_t beat_at, signed_ms;
	/* Of a round, then of the last one that was good. */
	enum hub_status status;
	struct hub_error err;
	bool more;
	uint64_t size;
	struct tlog_hash root;
	char note[NOTE_ROOM];
	char header[HEADER_ROOM]; /* the note in base64 */
};

/* What was signed, for all who ask and for every message that leaves. */
static void
take_note(struct hub_publish *p)
{
	const struct hub_buf *last = &p->publisher->last;

	if (last->len >= sizeof(p->note))
		return;
	memcpy(p->note, hub_buf_str(last), last->len + 1);
	digest_base64(last->data, last->len, p->header);
	p->size = p->publisher->head.size;
	p->root = p->publisher->head.root;
}

/* What became of a round. */
static void
judge(struct hub_publish *p)
{
	if (p->status == HUB_OK) {
		if (p->failing)
			log_note("audit log: is published again");
		p->failing = false;
		return;
	}
	p->broken = p->status != HUB_FAULT;
	if (!p->failing || p->broken)
		log_error("ALERT %s%s", p->err.text,
		    p->broken ? "; no more of the audit log is published" : "");
	p->failing = true;
}

/* job done: some was published. */
static void
on_round(struct job *job)
{
	struct hub_publish *p = (struct hub_publish *)job;

	p->busy = false;
	judge(p);
	if (p->publisher->shown && p->publisher->head.size != p->size) {
		take_note(p);
		p->signed_ms = clock_now_ms(p->hub->clock);
	}
	if (!p->ended)
		loop_timer_arm(p->timer,
		    p->status == HUB_OK && p->more ? PUBLISH_MORE_MS
						   : PUBLISH_MS);
}

/* files run: a round. */
static void
run(struct files_job *job, struct files_room *room)
{
	struct hub_publish *p = (struct hub_publish *)job;

	p->status = publisher_round(p->publisher, room->db,
	    clock_now_ms(room->clock), &p->more, &p->err);
}

/* ledger run: one more entry, which says that the hub lives. */
static enum db_code
beat(struct ledger_job *job, struct ledger_room *room)
{
	struct audit_note note = audit_note_init("simpul.log.heartbeat.v1");

	(void)job;
	note.entry.action = "open";
	note.entry.outcome = "success";
	return audit_append(room->audit, room->db, room->now_ms, &note);
}

/* job done: it is written, or the next one will be. */
static void
on_beat(struct job *job)
{
	struct hub_publish *p = (struct hub_publish *)((char *)job -
	    offsetof(struct hub_publish, beat));

	p->beating = false;
}

/* Writes a heartbeat when one is due. */
static void
maybe_beat(struct hub_publish *p)
{
	int64_t now = clock_steady_ms(p->hub->clock);

	if (p->beating || now < p->beat_at)
		return;
	p->beating = true;
	p->beat_at = now + PUBLISH_BEAT_MS;
	ledger_submit(p->hub->ledger, &p->beat);
}

/* loop_fn: has the log grown? */
static void
on_timer(void *ctx)
{
	struct hub_publish *p = ctx;
	uint64_t size = ledger_counts(p->hub->ledger).audit_size;

	if (p->ended)
		return;
	maybe_beat(p);
	if (p->busy || p->broken ||
	    (size == p->seen && !p->more && !p->failing)) {
		loop_timer_arm(p->timer, PUBLISH_MS);
		return;
	}
	p->seen = size;
	p->busy = true;
	files_submit(p->hub->files, &p->files);
}

/* Opens the database for as long as the caller needs it. */
static enum hub_status
open_db(const struct hub *hub, struct db **ret, struct hub_error *err)
{
	char path[PATH_MAX];

	if (snprintf(path, sizeof(path), "%s/simpul.db",
		hub->relay.conf->hub.data_dir) >= (int)sizeof(path))
		return hub_fail(err, HUB_MISCONFIGURED, "data_dir is too long");
	return db_open(path, DB_SCAN, ret, err) == DB_OK ? HUB_OK : HUB_FAULT;
}

/* Checks what there is. */
static enum hub_status
open_publisher(const struct hub *hub, struct publisher **ret,
    struct hub_error *err)
{
	const struct conf_hub *c = &hub->relay.conf->hub;
	const struct publisher_conf conf = { .data_dir = c->data_dir,
		.origin = c->audit_origin,
		.key_file = c->audit_key,
		.last_file = c->audit_last };
	struct db *db = NULL;
	enum hub_status status = open_db(hub, &db, err);

	if (status == HUB_OK)
		status = publisher_open(&conf, db, ret, err);
	db_close(db);
	return status;
}

enum hub_status
hub_publish_start(struct hub *hub, struct hub_error *err)
{
	struct hub_publish *p;
	enum hub_status status;

	if (hub->relay.conf->hub.audit_key[0] == '\0') {
		log_note("the audit log is kept and not published: hub has no "
			 "audit { ... }");
		return HUB_OK;
	}
	p = calloc(1, sizeof(*p));
	if (p == NULL)
		return hub_fail(err, HUB_FAULT, "out of memory");
	p->hub = hub;
	p->files.run = run;
	p->files.job.done = on_round;
	p->beat.run = beat;
	p->beat.job.done = on_beat;
	p->beat_at = clock_steady_ms(hub->clock) + PUBLISH_BEAT_MS;
	p->timer = loop_timer_new(hub->loop, on_timer, p);
	status = p->timer == NULL ? hub_fail(err, HUB_FAULT, "out of memory")
				  : open_publisher(hub, &p->publisher, err);
	if (status != HUB_OK) {
		loop_timer_free(p->timer);
		free(p);
		return status;
	}
	take_note(p);
	hub->publish = p;
	hub->relay.checkpoint = p->header;
	loop_timer_arm(p->timer, 0);
	return HUB_OK;
}

void
hub_publish_drain(struct hub_publish *publish)
{
	if (publish == NULL)
		return;
	publish->ended = true;
	loop_timer_cancel(publish->timer);
}

void
hub_publish_stop(struct hub_publish *publish)
{
	struct hub_publish *p = publish;
	struct db *db = NULL;

	if (p == NULL)
		return;
	if (!p->broken && open_db(p->hub, &db, NULL) == HUB_OK)
		do
			p->status = publisher_round(p->publisher, db,
			    clock_now_ms(p->hub->clock), &p->more, &p->err);
		while (p->status == HUB_OK && p->more);
	if (!p->broken)
		judge(p);
	db_close(db);
	loop_timer_free(p->timer);
	publisher_free(p->publisher);
	free(p);
}

struct hub_published
hub_publish_look(const struct hub_publish *publish)
{
	if (publish == NULL)
		return (struct hub_published){ "", 0, 0, "", "", { { 0 } } };
	return (struct hub_published){
		.origin = publish->publisher->signer.key.name,
		.size = publish->size,
		.signed_ms = publish->signed_ms,
		.why = publish->failing ? publish->err.text : "",
		.note = publish->note,
		.root = publish->root,
	};
}
