/* SPDX-License-Identifier: Apache-2.0 */
/*
 * outbox.h - rows of deliveries: what is still to be said to whom.
 *
 * A lane is (case, institution): its deliveries go out in the order of their
 * ids, and only the head of a lane is ready.  Numbers of states stand in the
 * database: append only, open states below 10.
 */
#ifndef OUTBOX_H
#define OUTBOX_H

#include "db.h"
#include "hub_event.h"

enum delivery_state {
	DELIVERY_QUEUED = 1,   /* nothing composed for this step */
	DELIVERY_COMPOSED = 2, /* stored, never dispatched */
	DELIVERY_SENDING = 3,  /* its bytes may leave any moment */
	DELIVERY_WAITING = 4,  /* to be sent again, same bytes */
	DELIVERY_UNKNOWN = 5,  /* it may have arrived: ask first */
	DELIVERY_PARKED = 7,   /* waits for a person */
	DELIVERY_DELIVERED = 10,
	DELIVERY_REFUSED = 11,
	DELIVERY_CANCELLED = 12,
	DELIVERY_POSTED = 13, /* our own mail relay has it; nobody has said
			       * that it arrived */
};

/* Evidence: how far it is known to have come. */
enum delivery_rung {
	RUNG_NONE,
	RUNG_DISPATCHED, /* e1 */
	RUNG_EDGE,	 /* e2: taken at their edge */
	RUNG_SYSTEM,	 /* e3: in their system */
	RUNG_OPENED,	 /* e4 */
	RUNG_DECIDED,	 /* e5 */
};

#define OUTBOX_REF_MAX 128
#define OUTBOX_WHY_MAX 160

/* due_at: when it is tried again; once it is parked or has concluded: since
 * when. */
struct delivery_row {
	int64_t id, case_id, handoff_id, institution;
	enum hub_event_kind event;
	int64_t content; /* frame of the event, 0 for the handoff itself */
	enum delivery_state state;
	bool ready, followed, live;
	enum delivery_rung rung;
	unsigned step, attempt, malformed;
	int64_t due_at, deadline, lease, request;
	char composed_by[65];
	char remote_ref[OUTBOX_REF_MAX + 1];
	char why[OUTBOX_WHY_MAX + 1];
};

/* Adds the first delivery of a new lane, ready at once. */
enum db_code outbox_add(struct db *db, const struct delivery_row *row);
/* Adds behind what the lane still holds; ready only if that is nothing. */
enum db_code outbox_append(struct db *db, struct delivery_row *row);
enum db_code outbox_get(struct db *db, int64_t id, struct delivery_row *ret);
/* Writes all that changes, if the row still is in state `from`; DB_NONE: it
 * is not.  Sets row->followed from the database and *ret_case_seq to 0: the
 * audit log knows the case's last number itself. */
enum db_code outbox_set(struct db *db, struct delivery_row *row,
    enum delivery_state from, uint64_t *ret_case_seq);
/* What the plugin is given back at the delivery's next step; it is rare and
 * long, so it stands in no delivery_row. */
enum db_code outbox_set_carry(struct db *db, int64_t id, const char *carry);
/* What a delivery says besides what stands in rows; none without a wire. */
enum db_code outbox_set_content(struct db *db, int64_t id, int64_t content);
/* The next of the lane behind a concluded head becomes ready. */
enum db_code outbox_advance(struct db *db, const struct delivery_row *head);
/* The handoff has ended: its reference finds it no longer. */
enum db_code outbox_unlive(struct db *db, int64_t handoff_id);
/* The handoff is open again. */
enum db_code outbox_relive(struct db *db, int64_t handoff_id);
/* The open handoff that an institution knows under its own reference; 0 where
 * it calls several open cases so. */
enum db_code outbox_by_remote(struct db *db, int64_t institution,
    const char *remote_ref, int64_t *ret_handoff);
/* The first open reference of an institution behind another one, or "". */
enum db_code outbox_ref_behind(struct db *db, int64_t institution,
    const char *behind, char ret[OUTBOX_REF_MAX + 1]);
/* The latest reference that an institution gave for a handoff, or "". */
enum db_code outbox_remote_ref(struct db *db, int64_t handoff_id,
    char ret[OUTBOX_REF_MAX + 1]);
/* Whether an institution has still to hear such an event of a case. */
enum db_code outbox_is_open(struct db *db, int64_t case_id, int64_t institution,
    enum hub_event_kind event, bool *ret_open);
/* A delivery on its way since another life of the hub; DB_NONE: no more. */
enum db_code outbox_orphan(struct db *db, int64_t boot,
    struct delivery_row *ret);
/* When the institution's next delivery is due after now_ms; 0: none. */
enum db_code outbox_next_due(struct db *db, int64_t institution, int64_t now_ms,
    int64_t *ret_due);

void delivery_row_read(const struct db_row *row, struct delivery_row *ret);
const char *delivery_state_name(enum delivery_state state);
bool delivery_state_parse(const char *name, enum delivery_state *ret);
const char *delivery_rung_name(enum delivery_rung rung);

#endif
