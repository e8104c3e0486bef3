/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "ledger.h"

#include <signal.h>
#include <stdatomic.h>
#include <sysexits.h>
#include <unistd.h>

#include "crashpoint.h"
#include "ledger_base.h"
#include "log.h"

#define DAY_MS INT64_C(86400000)
/* After readers kept the log from being written back: more of it first. */
#define CHECKPOINT_AGAIN_BYTES (1u << 20)

struct ledger {
	struct ledger_base base;
	struct ledger_room room;
	struct job_queue queue;
	struct job_home *home; /* borrowed */
	struct {
		struct job *first, **end;
		void (*gather)(void *ctx);
		void *ctx;
	} turn; /* the loop's: what came in this one */
	pthread_t thread;
	int64_t day;		/* of the last turn of what was seen */
	uint64_t checkpoint_at; /* bytes written to the log by then */
	uint64_t first_entry;	/* size of the audit log at the start */
	bool failing;		/* the last group did, and was told of */
	struct {
		atomic_uint_fast64_t jobs, commits, statements, wal_bytes;
		atomic_uint_fast64_t audit_entries, failures;
	} counts;
};

/* A write-through that failed leaves nobody knowing what is on the disk; the
 * start after this one reads what really is. */
static void
die_if_unsafe(const struct ledger *ledger, enum db_code code)
{
	if (code != DB_UNSAFE)
		return;
	log_error("ledger: the disk did not keep a commit: %s; ending",
	    db_error(ledger->room.db));
	_exit(EX_SOFTWARE);
}

/* Whoever writes entries beside us makes every later one of ours impossible;
 * the start after this one goes on behind theirs. */
static void
die_if_taken(const struct ledger *ledger)
{
	const struct audit *audit = ledger->room.audit;

	if (!audit_taken(audit))
		return;
	log_error("ledger: the audit log holds an entry from number %llu on"
		  " that this hub did not write; nothing was kept beside it;"
		  " ending.  Find out who writes to the database, then start"
		  " again: audit complete tells which entry belongs to nothing",
	    (unsigned long long)audit_size(audit));
	_exit(EX_SOFTWARE);
}

/* Runs the jobs of a list up to the first that fails. */
static enum db_code
run_jobs(struct ledger *ledger, struct job *list)
{
	for (struct job *job = list; job != NULL; job = job->next) {
		struct ledger_job *mine = (struct ledger_job *)job;

		mine->code = mine->run(mine, &ledger->room);
		if (mine->code != DB_OK)
			return mine->code;
	}
	return audit_before_commit(ledger->room.audit, ledger->room.db);
}

/* Commits what the jobs did, or undoes it. */
static enum db_code
finish(struct ledger *ledger, enum db_code code)
{
	struct ledger_room *room = &ledger->room;

	crashpoint("ledger.in_group");
	if (code == DB_OK)
		code = db_commit(room->db);
	die_if_unsafe(ledger, code);
	if (code == DB_OK) {
		audit_committed(room->audit);
		seen_committed(room->seen);
		crashpoint("ledger.committed");
		ledger->counts.commits++;
		return DB_OK;
	}
	db_rollback(room->db);
	audit_rolled_back(room->audit);
	seen_rolled_back(room->seen);
	die_if_taken(ledger);
	return code;
}

/* Gives every job of a list the same end. */
static void
set_codes(struct job *list, enum db_code code)
{
	for (; list != NULL; list = list->next)
		((struct ledger_job *)list)->code = code;
}

/* One transaction of all jobs of a list; *ret_begun: it was not in vain to
 * try. */
static enum db_code
run_together(struct ledger *ledger, struct job *list, bool *ret_begun)
{
	enum db_code code = db_begin(ledger->room.db);

	*ret_begun = code == DB_OK;
	if (code == DB_OK)
		code = finish(ledger, run_jobs(ledger, list));
	die_if_unsafe(ledger, code);
	set_codes(list, code);
	return code;
}

/* Tells an operator of the first failure of a row. */
static void
note_failure(struct ledger *ledger, enum db_code code)
{
	const char *why = audit_error(ledger->room.audit);

	if (code == DB_OK) {
		if (ledger->failing)
			log_note("ledger: works again");
		ledger->failing = false;
		return;
	}
	ledger->counts.failures++;
	if (ledger->failing || code == DB_NONE || code == DB_CONFLICT)
		return;
	ledger->failing = true;
	log_error("ledger: %s: %s%s%s", db_code_name(code),
	    db_error(ledger->room.db), why[0] == '\0' ? "" : "; ", why);
}

/* One transaction a job: a bad one fails alone. */
static void
run_apart(struct ledger *ledger, struct job *list)
{
	struct job *next;
	bool begun;

	for (; list != NULL; list = next) {
		next = list->next;
		list->next = NULL;
		note_failure(ledger, run_together(ledger, list, &begun));
		list->next = next;
	}
}

/* Empties the table of seen keys that the next day will use. */
static void
turn_day(struct ledger *ledger)
{
	struct ledger_room *room = &ledger->room;
	int64_t day = room->now_ms / DAY_MS;
	enum db_code code;

	if (day == ledger->day)
		return;
	code = db_begin(room->db);
	if (code == DB_OK)
		code = finish(ledger, seen_turn(room->seen, room->now_ms));
	die_if_unsafe(ledger, code);
	if (code == DB_OK)
		ledger->day = day;
	note_failure(ledger, code);
}

/* Writes the log back when it has grown enough; readers may hold it up. */
static void
maybe_checkpoint(struct ledger *ledger)
{
	uint64_t written = db_wal_bytes(ledger->room.db);
	enum db_code code;

	if (written < ledger->checkpoint_at)
		return;
	code = db_checkpoint(ledger->room.db, false);
	die_if_unsafe(ledger, code);
	ledger->checkpoint_at = written +
	    (code == DB_OK ? LEDGER_CHECKPOINT_BYTES : CHECKPOINT_AGAIN_BYTES);
	if (code != DB_OK && code != DB_BUSY)
		note_failure(ledger, code);
}

/* What other threads may know. */
static void
publish_counts(struct ledger *ledger)
{
	const struct ledger_room *room = &ledger->room;

	ledger->counts.statements = db_statements(room->db);
	ledger->counts.wal_bytes = db_wal_bytes(room->db);
	ledger->counts.audit_entries = audit_size(room->audit) -
	    ledger->first_entry;
}

/* Runs a group and sends it home. */
static void
run_group(struct ledger *ledger, struct job *list)
{
	enum db_code code;
	bool begun;

	ledger->room.now_ms = clock_now_ms(ledger->room.clock);
	turn_day(ledger);
	code = run_together(ledger, list, &begun);
	if (code != DB_OK && begun && list->next != NULL)
		run_apart(ledger, list);
	else
		note_failure(ledger, code);
	for (struct job *job = list; job != NULL; job = job->next)
		ledger->counts.jobs++;
	publish_counts(ledger);
	job_home_send(ledger->home, list);
	maybe_checkpoint(ledger);
}

/* Cuts the list behind as many jobs as a group may write; the rest. */
static struct job *
cut_group(struct job *list)
{
	size_t bytes = ((struct ledger_job *)list)->weight;
	struct job *last = list, *rest;

	for (; last->next != NULL; last = last->next) {
		bytes += ((struct ledger_job *)last->next)->weight;
		if (bytes > LEDGER_GROUP_BYTES)
			break;
	}
	rest = last->next;
	last->next = NULL;
	return rest;
}

/* The thread: groups until the queue is closed and empty. */
static void *
work(void *ctx)
{
	struct ledger *ledger = ctx;
	struct job *list, *rest;

	while ((list = job_queue_take(&ledger->queue, LEDGER_GROUP)) != NULL) {
		for (; list != NULL; list = rest) {
			rest = cut_group(list);
			run_group(ledger, list);
		}
	}
	return NULL;
}

/* Starts the thread with every signal blocked: signals are the loop's. */
static int
start_thread(struct ledger *ledger)
{
	sigset_t all, before;
	int rc;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	rc = pthread_create(&ledger->thread, NULL, work, ledger);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (rc == 0)
		(void)pthread_setname_np(ledger->thread, "ledger");
	return rc;
}

/* Fills in what jobs work with. */
static void
furnish(struct ledger *ledger, const struct ledger_conf *conf)
{
	struct ledger_room *room = &ledger->room;

	room->db = ledger->base.db;
	room->audit = ledger->base.audit;
	room->seen = ledger->base.seen;
	room->content = ledger->base.content;
	room->clock = &ledger->base.clock.clock;
	ident_init(&room->ident, conf->clock, conf->node);
	ident_floor(&room->ident, ledger->base.last_id);
	room->boot = ident_new(&room->ident);
	room->now_ms = clock_now_ms(conf->clock);
	ledger->home = conf->home;
	ledger->turn.gather = conf->gather;
	ledger->turn.ctx = conf->gather_ctx;
	ledger->day = room->now_ms / DAY_MS;
	ledger->checkpoint_at = db_wal_bytes(room->db) +
	    LEDGER_CHECKPOINT_BYTES;
	ledger->first_entry = audit_size(room->audit);
}

/* Opens the database and starts. */
enum hub_status
ledger_start(const struct ledger_conf *conf, struct ledger **ret,
    struct hub_error *err)
{
	struct ledger *ledger = calloc(1, sizeof(*ledger));
	enum hub_status status;

	if (ledger == NULL)
		return hub_fail(err, HUB_FAULT, "out of memory");
	status = ledger_base_open(conf, &ledger->base, err);
	if (status != HUB_OK) {
		free(ledger);
		return status;
	}
	furnish(ledger, conf);
	job_queue_init(&ledger->queue);
	if (start_thread(ledger) == 0) {
		*ret = ledger;
		return HUB_OK;
	}
	job_queue_release(&ledger->queue);
	ledger_base_close(&ledger->base);
	free(ledger);
	return hub_fail(err, HUB_FAULT, "the ledger's thread did not start");
}

/* Runs what is queued, then ends. */
void
ledger_stop(struct ledger *ledger)
{
	if (ledger == NULL)
		return;
	ledger_go(ledger);
	job_queue_close(&ledger->queue);
	(void)pthread_join(ledger->thread, NULL);
	(void)db_checkpoint(ledger->room.db, true);
	job_queue_release(&ledger->queue);
	ledger_base_close(&ledger->base);
	free(ledger);
}

/* A first job alone would hold the others of its turn up by a write-through of
 * its own, so they go together. */
void
ledger_submit(struct ledger *ledger, struct ledger_job *job)
{
	job->job.next = NULL;
	if (ledger->turn.gather == NULL) {
		job_queue_push(&ledger->queue, &job->job);
		return;
	}
	if (ledger->turn.first == NULL) {
		ledger->turn.end = &ledger->turn.first;
		ledger->turn.gather(ledger->turn.ctx);
	}
	*ledger->turn.end = &job->job;
	ledger->turn.end = &job->job.next;
}

/* Queues what came in this turn. */
void
ledger_go(struct ledger *ledger)
{
	struct job *list = ledger->turn.first;

	ledger->turn.first = NULL;
	if (list != NULL)
		job_queue_push_list(&ledger->queue, list);
}

/* How many jobs wait. */
size_t
ledger_waiting(struct ledger *ledger)
{
	size_t length;

	pthread_mutex_lock(&ledger->queue.lock);
	length = ledger->queue.length;
	pthread_mutex_unlock(&ledger->queue.lock);
	return length;
}

/* The key-encryption key, for those who only read. */
const struct content *
ledger_content(const struct ledger *ledger)
{
	return ledger->base.content;
}

/* The counters as of the last group. */
struct ledger_counts
ledger_counts(const struct ledger *ledger)
{
	return (struct ledger_counts){
		.jobs = ledger->counts.jobs,
		.commits = ledger->counts.commits,
		.statements = ledger->counts.statements,
		.wal_bytes = ledger->counts.wal_bytes,
		.audit_entries = ledger->counts.audit_entries,
		.failures = ledger->counts.failures,
		.audit_size = ledger->first_entry +
		    ledger->counts.audit_entries,
	};
}
