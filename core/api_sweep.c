/* SPDX-License-Identifier: Apache-2.0 */
/* Loose attachments go when their time is over: row and key, then the file.
 * Once in a hub's life files go that an earlier life left without a row. */
#include "config.h"

#include <stdlib.h>

#include "api_call.h"
#include "attachment_job.h"
#include "attachment_orphan.h"
#include "clock.h"
#include "files.h"
#include "limits.h"
#include "log.h"

/* One round: rows in the ledger, then files. */
struct sweep {
	struct attachment_sweep rows; /* first: its job comes home first */
	struct files_job files;
	struct api *api;
};

/* The round that a files job belongs to. */
static struct sweep *
of_files(struct files_job *job)
{
	return (struct sweep *)((char *)job - offsetof(struct sweep, files));
}

/* files run: their files. */
static void
remove_files(struct files_job *job, struct files_room *room)
{
	const struct sweep *s = of_files(job);

	for (size_t i = 0; i < s->rows.count; i++)
		files_remove(room->folder, s->rows.rows[i].file);
}

/* job done: the round is over; a full one is followed by another at once. */
static void
removed(struct job *job)
{
	struct sweep *s = of_files((struct files_job *)job);

	loop_timer_arm(s->api->sweep,
	    s->rows.count == ATTACHMENT_SWEEP ? 0 : ATTACHMENT_SWEEP_MS);
	free(s);
}

/* job done: their rows are gone. */
static void
dropped(struct job *job)
{
	struct sweep *s = (struct sweep *)job;

	if (s->rows.ledger.code == DB_OK && s->rows.count > 0) {
		log_note("%zu attachments that no case claimed are gone",
		    s->rows.count);
		s->files.run = remove_files;
		s->files.job.done = removed;
		files_submit(s->api->hub->files, &s->files);
		return;
	}
	loop_timer_arm(s->api->sweep, ATTACHMENT_SWEEP_MS);
	free(s);
}

/* job done: the look for orphans is over. */
static void
looked(struct job *job)
{
	struct attachment_orphans *o = (struct attachment_orphans *)job;

	if (o->code != DB_OK)
		log_error("files without a row were not looked for: %s",
		    db_code_name(o->code));
	if (o->removed > 0)
		log_note("%zu files that an earlier life of the hub left "
			 "without a row are gone",
		    o->removed);
	free(o);
}

/* Looks for orphans, once, when the start is long enough ago. */
static void
look_for_orphans(struct api *api)
{
	struct attachment_orphans *o;

	if (api->start_ms == 0 ||
	    clock_now_ms(api->hub->clock) - api->start_ms <
		ATTACHMENT_ORPHANS_MS)
		return;
	o = calloc(1, sizeof(*o));
	if (o == NULL)
		return;
	attachment_orphans_init(o, api->start_ms);
	o->files.job.done = looked;
	api->start_ms = 0;
	files_submit(api->hub->files, &o->files);
}

/* loop_fn: a round begins. */
static void
sweep(void *ctx)
{
	struct api *api = ctx;
	struct sweep *s = calloc(1, sizeof(*s));

	look_for_orphans(api);
	if (s == NULL) {
		loop_timer_arm(api->sweep, ATTACHMENT_SWEEP_MS);
		return;
	}
	attachment_sweep_init(&s->rows);
	s->rows.ledger.job.done = dropped;
	s->api = api;
	ledger_submit(api->hub->ledger, &s->rows.ledger);
}

void
api_sweep_start(struct api *api)
{
	api->start_ms = clock_now_ms(api->hub->clock);
	api->sweep = loop_timer_new(api->hub->loop, sweep, api);
	if (api->sweep != NULL)
		loop_timer_arm(api->sweep, ATTACHMENT_SWEEP_MS);
	else
		log_error("no memory to look after loose attachments");
}
