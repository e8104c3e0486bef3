/* SPDX-License-Identifier: Apache-2.0 */
/* What was said in a poll is kept: its files first, then all of it in one
 * transaction with the cursor. */
#include "config.h"

#include "poller_way.h"

#include <stdlib.h>
#include <string.h>

#include "log.h"

/* What was said is dealt with: kept, or not. */
static void
finish(struct poller *p)
{
	bool good = p->keep.apply.ledger.code == DB_OK;

	free(p->store.all);
	memset(&p->store, 0, sizeof(p->store));
	events_release(&p->events);
	if (poller_is_ending(p))
		poller_rest(p, p->began_ms);
	else if (good)
		poller_go_on(p);
	else
		poller_fail(p, "the hub cannot keep their news now", 0);
}

/* job done: files that no row names are gone. */
static void
on_cleared(struct job *job)
{
	finish((struct poller *)((char *)job - offsetof(struct poller, store)));
}

/* job done: what was said is on disk. */
static void
on_kept(struct job *job)
{
	struct poller *p = (struct poller *)((char *)job -
	    offsetof(struct poller, keep));
	struct apply *a = &p->keep.apply;
	struct relay *relay = p->link->relay;
	bool good = a->ledger.code == DB_OK;

	for (size_t i = 0; good && i < a->wake.count; i++)
		relay_wake(relay, a->wake.keys[i]);
	if (good && a->wake.all)
		relay_wake_all(relay);
	if (good && p->keep.notice[0] != '\0')
		log_note("%s: what it offers has changed: see simpulctl words",
		    p->inst->id);
	if (good)
		poller_news_watch(p->inst->id, &p->events, a->rows);
	apply_release(a);
	if (!attachment_store_left(&p->store)) {
		finish(p);
		return;
	}
	attachment_store_clear(&p->store);
	p->store.files.job.done = on_cleared;
	files_submit(relay->files, &p->store.files);
}

/* Hands what was said to the ledger, with the cursor if it is the end. */
static void
apply_news(struct poller *p)
{
	struct poller_keep *k = &p->keep;

	poller_keep_init(k, &p->news, &p->events);
	k->apply.conf = p->conf;
	k->apply.actor.institution = p->inst->key;
	k->apply.actor.coordinator = strcmp(p->inst->id,
					 p->conf->coordinator) == 0;
	k->apply.files = p->store.all;
	k->apply.file_count = p->store.count;
	k->apply.heard = &p->call.in;
	k->until_ms = poller_news_until_ms(&p->news, p->began_ms);
	k->apply.ledger.job.done = on_kept;
	ledger_submit(p->link->relay->ledger, &k->apply.ledger);
}

/* job done: the files that came with it are stored, or none is. */
static void
on_stored(struct job *job)
{
	struct poller *p = (struct poller *)((char *)job -
	    offsetof(struct poller, store));

	if (p->store.end == ATTACHMENT_DONE) {
		apply_news(p);
		return;
	}
	p->keep.apply.ledger.code = DB_FAILED;
	finish(p);
}

void
poller_said(struct poller *p)
{
	struct files *files = p->link->relay->files;

	if (p->events.file_count == 0 || files == NULL) {
		apply_news(p);
		return;
	}
	if (!attachment_store_of(&p->store, &p->events)) {
		p->keep.apply.ledger.code = DB_FAILED;
		finish(p);
		return;
	}
	p->store.files.job.done = on_stored;
	files_submit(files, &p->store.files);
}
