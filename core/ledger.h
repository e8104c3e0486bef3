/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ledger.h - the only writer of the database.
 *
 * Jobs queue up; the thread takes all there are (at most LEDGER_GROUP jobs or
 * LEDGER_GROUP_BYTES), runs them in one transaction and one fsync, then sends
 * them home.  When a group fails it is rolled back and run again one job a
 * transaction, so a bad job fails alone: run() must be repeatable and may
 * change nothing but its own job and the room.  A failed fsync ends the
 * process (exit 70).
 */
#ifndef LEDGER_H
#define LEDGER_H

#include "audit.h"
#include "clock.h"
#include "content.h"
#include "db.h"
#include "ident.h"
#include "job.h"
#include "seen.h"

#define LEDGER_GROUP 256
#define LEDGER_GROUP_BYTES (4u << 20)
#define LEDGER_CHECKPOINT_BYTES (6u << 20)

/* What a job works with; one a ledger. */
struct ledger_room {
	struct db *db;
	struct audit *audit;
	struct seen *seen;
	const struct content *content;
	const struct clock *clock;
	struct ident ident;
	int64_t now_ms; /* the same for the whole group */
	int64_t boot;	/* id of this life of the hub: owner of leases */
};

struct ledger_job {
	struct job job; /* job.done runs on the loop; job.run is ours */
	enum db_code (*run)(struct ledger_job *job, struct ledger_room *room);
	size_t weight;	   /* bytes it will write, about */
	enum db_code code; /* DB_OK: committed; else nothing of it was kept */
};

struct ledger_conf {
	const char *data_dir; /* holds simpul.db */
	const char *key_file; /* key-encryption key, outside data_dir */
	const char *source;   /* urn of the installation */
	const char *observer; /* node name */
	uint8_t node;
	const struct clock *clock;
	struct job_home *home;
	/* Told of the first job of a turn of the loop: ledger_go() is due at
	 * the turn's end.  NULL: each job is queued as it comes. */
	void (*gather)(void *ctx);
	void *gather_ctx;
};

struct ledger;

/* Opens or creates the database under the lock of the data directory and
 * starts the thread. */
enum hub_status ledger_start(const struct ledger_conf *conf,
    struct ledger **ret, struct hub_error *err);
/* Runs what is queued, writes the WAL back, ends. */
void ledger_stop(struct ledger *ledger);

void ledger_submit(struct ledger *ledger, struct ledger_job *job);
/* Queues the jobs of this turn of the loop, where they are gathered. */
void ledger_go(struct ledger *ledger);
size_t ledger_waiting(struct ledger *ledger);
const struct content *ledger_content(const struct ledger *ledger);

/* Counters since the start, for /metrics; from any thread. */
struct ledger_counts {
	uint64_t jobs, commits, statements, wal_bytes, audit_entries, failures;
	uint64_t audit_size; /* entries in all */
};
struct ledger_counts ledger_counts(const struct ledger *ledger);

#endif
