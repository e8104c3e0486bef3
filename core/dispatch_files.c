/* SPDX-License-Identifier: Apache-2.0 */
/* Files that go with a request, opened before it is sent. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "dispatch_way.h"

/* A loan, and what follows it. */
struct dispatch_files {
	struct attachment_loan loan; /* first: its job is what comes home */
	struct dispatch *way;
	void (*go_on)(struct dispatch *d);
};

/* How long one of the case's files is. */
static uint64_t
size_of(const struct hub_handoff *h, const char *id)
{
	for (size_t i = 0; i < h->attachment_count; i++)
		if (strcmp(h->attachments[i].id, id) == 0)
			return h->attachments[i].size;
	return 0;
}

/* Whether the request names any file. */
static bool
names_files(const struct hub_request *r)
{
	for (size_t i = 0; i < r->part_count; i++)
		if (r->parts[i].attachment[0] != '\0')
			return true;
	return false;
}

/* Adds every file that the request names; false: one is none. */
static bool
add_all(struct attachment_loan *loan, const struct parcel *p)
{
	const struct hub_request *r = p->request;

	for (size_t i = 0; i < r->part_count; i++) {
		const char *id = r->parts[i].attachment;

		if (id[0] != '\0' &&
		    !attachment_loan_add(loan, id,
			size_of(&p->what.handoff, id)))
			return false;
	}
	return true;
}

void
dispatch_unsent(struct dispatch *d, enum verdict verdict, const char *why)
{
	d->parcel->link->on_wire -= d->parcel->stage == PARCEL_ON_WIRE;
	dispatch_return_files(d);
	dispatch_conclude(d, verdict, why);
}

/* job done: they are open, or not. */
static void
on_borrowed(struct job *job)
{
	struct dispatch_files *f = (struct dispatch_files *)job;

	switch (f->loan.end) {
	case ATTACHMENT_DONE:
		f->go_on(f->way);
		return;
	case ATTACHMENT_BUSY:
	case ATTACHMENT_FULL:
		dispatch_unsent(f->way, VERDICT_RETRY,
		    "no room to open an attachment just now");
		return;
	default:
		dispatch_unsent(f->way, VERDICT_FAULT,
		    "an attachment of the case cannot be read");
		return;
	}
}

/* Opens what goes with the request. */
void
dispatch_borrow_files(struct dispatch *d, void (*go_on)(struct dispatch *d))
{
	struct relay *relay = d->parcel->link->relay;
	struct dispatch_files *f;

	if (!names_files(d->parcel->request)) {
		go_on(d);
		return;
	}
	f = relay->files == NULL ? NULL : malloc(sizeof(*f));
	if (f == NULL) {
		dispatch_unsent(d, VERDICT_RETRY, "out of memory");
		return;
	}
	attachment_loan_init(&f->loan, d->parcel->row.case_id);
	f->loan.files.job.done = on_borrowed;
	f->way = d;
	f->go_on = go_on;
	d->files = f;
	if (add_all(&f->loan, d->parcel))
		attachment_loan_start(&relay->lender, &f->loan);
	else
		dispatch_unsent(d, VERDICT_FAULT,
		    "the request names a file that is none of the hub's");
}

int
dispatch_open_file(void *ctx, const char *id, uint64_t *ret_size)
{
	struct dispatch *d = ctx;

	return d->files == NULL
	    ? -1
	    : attachment_loan_take(&d->files->loan, id, ret_size);
}

/* What was not sent is closed. */
void
dispatch_return_files(struct dispatch *d)
{
	if (d->files == NULL)
		return;
	attachment_loan_end(&d->files->loan);
	free(d->files);
	d->files = NULL;
}
