/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "quarantine.h"

#include <stdlib.h>
#include <string.h>

#include "limits.h"
#include "log.h"

#define DAY_MS INT64_C(86400000)

struct quarantine {
	struct ledger *ledger;
	const struct clock *clock;
	struct inbox_row rows[QUARANTINE_MAX]; /* a ring */
	size_t count, next;
};

/* Remembers one; the oldest goes when there are too many. */
static void
remember(struct quarantine *q, const struct inbox_row *row)
{
	q->rows[q->next] = *row;
	q->rows[q->next].bytes = NULL;
	q->next = (q->next + 1) % QUARANTINE_MAX;
	if (q->count < QUARANTINE_MAX)
		q->count++;
}

/* Those of an earlier life. */
struct reading {
	struct reader_job reader;
	struct quarantine *q;
	int64_t now_ms;
	struct inbox_row rows[QUARANTINE_MAX];
	size_t count;
};

/* db_row_fn: one more. */
static bool
take_row(void *ctx, const struct db_row *row)
{
	struct reading *r = ctx;

	inbox_row_read(row, &r->rows[r->count++]);
	return r->count < QUARANTINE_MAX;
}

/* reader run: all that are in force. */
static enum db_code
read_rows(struct reader_job *job, struct reader_room *room)
{
	struct reading *r = (struct reading *)job;

	return inbox_each(room->db, r->now_ms, take_row, r);
}

/* job done: they are here. */
static void
on_read(struct job *job)
{
	struct reading *r = (struct reading *)job;

	for (size_t i = 0; i < r->count; i++)
		remember(r->q, &r->rows[i]);
	free(r);
}

struct quarantine *
quarantine_new(struct ledger *ledger, struct reader *reader,
    const struct clock *clock)
{
	struct quarantine *q = calloc(1, sizeof(*q));
	struct reading *r = calloc(1, sizeof(*r));

	if (q == NULL || r == NULL) {
		free(q);
		free(r);
		return NULL;
	}
	q->ledger = ledger;
	q->clock = clock;
	r->q = q;
	r->now_ms = clock_now_ms(clock);
	r->reader.run = read_rows;
	r->reader.job.done = on_read;
	reader_submit(reader, &r->reader);
	return q;
}

void
quarantine_free(struct quarantine *q)
{
	free(q);
}

bool
quarantine_holds(const struct quarantine *q, int64_t institution,
    const uint8_t digest[DIGEST_SIZE])
{
	int64_t now = clock_now_ms(q->clock);

	for (size_t i = 0; i < q->count; i++)
		if (q->rows[i].institution == institution &&
		    q->rows[i].until > now &&
		    memcmp(q->rows[i].digest, digest, DIGEST_SIZE) == 0)
			return true;
	return false;
}

/* One message on its way into the ledger. */
struct putting {
	struct ledger_job ledger;
	struct quarantine *q;
	struct inbox_row row;
	quarantine_fn *fn;
	void *ctx;
};

/* ledger run: stores it. */
static enum db_code
put_row(struct ledger_job *job, struct ledger_room *room)
{
	struct putting *p = (struct putting *)job;

	p->row.id = ident_new(&room->ident);
	p->row.until = room->now_ms + DAY_MS;
	return inbox_add(room->db, room->content, room->clock, &room->ident,
	    &p->row);
}

/* job done: it is kept, or could not be. */
static void
on_put(struct job *job)
{
	struct putting *p = (struct putting *)job;

	if (p->ledger.code == DB_OK)
		remember(p->q, &p->row);
	else
		log_error("a message could not be kept aside: %s",
		    db_code_name(p->ledger.code));
	p->fn(p->ctx, p->ledger.code);
	free(p);
}

bool
quarantine_put(struct quarantine *q, const struct inbox_row *message,
    quarantine_fn *fn, void *ctx)
{
	struct putting *p = calloc(1, sizeof(*p));

	if (p == NULL)
		return false;
	p->q = q;
	p->row = *message;
	p->row.state = INBOX_QUARANTINED;
	p->fn = fn;
	p->ctx = ctx;
	p->ledger.run = put_row;
	p->ledger.weight = message->len;
	p->ledger.job.done = on_put;
	ledger_submit(q->ledger, &p->ledger);
	return true;
}
