/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the ledger alone can do: complaints go through its three jobs (intake,
 * dispatching, conclusion) with the rows, the sealed content and the audit
 * entries of a handoff that goes well, and nothing before or behind them.
 */
#include "config.h"

#include <errno.h>
#include <getopt.h>
#include <poll.h>
#include <sys/stat.h>

#include "cases.h"
#include "digest.h"
#include "figures.h"
#include "latency.h"
#include "ledger.h"
#include "outbox.h"
#include "seen.h"
#include "stopwatch.h"

#define INTAKE_BYTES 2200
#define REQUEST_BYTES 3000
#define DAY_MS INT64_C(86400000)

static const char usage[] =
    "Usage: bench-ledger [-n complaints] [-w in flight] [-j] DIR\n"
    "Measures the ledger in DIR, which must be empty.  -j: as JSON.\n";

struct bench {
	struct ledger *ledger;
	struct job_home home;
	struct latency intake; /* ms from submitting to commit */
	uint64_t wanted, begun, ended, failed;
	char text[REQUEST_BYTES];
};

enum stage { INTAKE, DISPATCH, CONCLUDE, STAGES };

/* One complaint on its way. */
struct complaint {
	struct ledger_job job; /* first */
	struct bench *bench;
	enum stage stage;
	double since;
	uint64_t number;
	uint8_t key[CONTENT_KEY_SIZE], sha256[DIGEST_SIZE];
	struct delivery_row delivery;
};

/* What an entry of each stage says. */
static struct audit_note
note_of(const struct complaint *c, const char *type)
{
	struct audit_note note = audit_note_init(type);
	struct canon_entry *e = &note.entry;

	note.case_id = c->delivery.case_id;
	note.case_key = c->key;
	e->action = "deliver";
	e->initiator = "provinsi-bali";
	e->target = "kantor-staf-presiden";
	e->kind = "transfer";
	e->outcome = "success";
	e->hop = 1;
	e->chan_seq = c->number;
	e->route = "national-priority";
	return note;
}

/* The rows of a case and its first handoff. */
static enum db_code
add_rows(struct complaint *c, struct ledger_room *room, uint64_t chan_seq)
{
	struct delivery_row *d = &c->delivery;
	struct case_row row = { .id = d->case_id,
		.source = 1,
		.holder = 1,
		.holder_since = room->now_ms,
		.content = d->case_id,
		.state = CASE_FORWARDED,
		.classification = HUB_CLASS_COMPLAINT,
		.category = "electricity",
		.region = "51.71" };
	struct handoff_row handoff = { .id = d->id,
		.case_id = d->case_id,
		.sender = 1,
		.receiver = 2,
		.chan_seq = chan_seq,
		.hop = 1,
		.due_at = room->now_ms + 3 * DAY_MS,
		.kind = HUB_KIND_TRANSFER,
		.state = HANDOFF_OFFERED };
	enum db_code code;

	snprintf(row.tracking_id, sizeof(row.tracking_id), "LAPOR-%012llu",
	    (unsigned long long)c->number);
	code = cases_add(room->db, &row);
	if (code == DB_OK)
		code = handoffs_add(room->db, &handoff);
	if (code == DB_OK)
		code = outbox_add(room->db, d);
	return code;
}

/* Seals bytes of the case. */
static enum db_code
store(const struct complaint *c, struct ledger_room *room, int64_t id,
    enum content_kind kind, size_t len)
{
	const struct content_row row = { .id = id,
		.case_id = c->delivery.case_id,
		.kind = kind,
		.bytes = c->bench->text,
		.len = len };

	return content_put(room->db, room->clock, c->key, &row);
}

/* A complaint comes in. */
static enum db_code
intake(struct complaint *c, struct ledger_room *room)
{
	struct audit_note note;
	struct seen_entry seen = { .id = 0 }, before;
	struct delivery_row *d = &c->delivery;
	uint64_t chan_seq = 0;
	char key[32];
	enum db_code code;

	*d = (struct delivery_row){ .case_id = ident_new(&room->ident),
		.id = ident_new(&room->ident),
		.institution = 2,
		.event = HUB_EV_HANDOFF,
		.state = DELIVERY_QUEUED,
		.ready = true,
		.live = true,
		.due_at = room->now_ms,
		.deadline = room->now_ms + 5 * DAY_MS };
	d->handoff_id = d->id;
	seen.id = d->case_id;
	snprintf(key, sizeof(key), "%llu", (unsigned long long)c->number);
	seen_key("intake", "provinsi-bali", key, seen.key);
	code = seen_put(room->seen, room->now_ms, &seen, &before);
	if (code == DB_OK)
		code = content_key_new(room->content, room->db, room->clock,
		    d->case_id, c->key);
	if (code == DB_OK)
		code = store(c, room, d->case_id, CONTENT_CANONICAL,
		    INTAKE_BYTES);
	if (code == DB_OK)
		code = audit_channel_next(room->audit, room->db, 1, 2,
		    &chan_seq);
	if (code == DB_OK)
		code = add_rows(c, room, chan_seq);
	note = note_of(c, "simpul.handoff.received.v1");
	note.fresh = true;
	note.in = (struct audit_payload){ c->sha256, INTAKE_BYTES };
	return code == DB_OK
	    ? audit_append(room->audit, room->db, room->now_ms, &note)
	    : code;
}

/* Its request is about to leave. */
static enum db_code
dispatch(struct complaint *c, struct ledger_room *room)
{
	struct audit_note note = note_of(c, "simpul.handoff.dispatching.v1");
	struct delivery_row *d = &c->delivery;
	enum db_code code;

	d->state = DELIVERY_SENDING;
	d->ready = false;
	d->lease = 77;
	d->attempt = 1;
	d->request = ident_new(&room->ident);
	snprintf(d->composed_by, sizeof(d->composed_by),
	    "ksp 1.0.0 0011223344");
	code = outbox_set(room->db, d, DELIVERY_QUEUED, &note.case_seq);
	if (code == DB_OK)
		code = store(c, room, d->request, CONTENT_REQUEST,
		    REQUEST_BYTES);
	note.entry.map_id = "ksp";
	note.entry.map_version = "1.0.0";
	note.entry.attempt = 1;
	note.entry.disclosed = "name,contact";
	note.out = (struct audit_payload){ c->sha256, REQUEST_BYTES };
	return code == DB_OK
	    ? audit_append(room->audit, room->db, room->now_ms, &note)
	    : code;
}

/* It was taken. */
static enum db_code
conclude(struct complaint *c, struct ledger_room *room)
{
	struct audit_note note = note_of(c, "simpul.handoff.delivered.v1");
	struct delivery_row *d = &c->delivery;
	enum db_code code;

	d->state = DELIVERY_DELIVERED;
	d->lease = 0;
	d->rung = RUNG_SYSTEM;
	snprintf(d->remote_ref, sizeof(d->remote_ref), "KSP-2026-%07llu",
	    (unsigned long long)c->number);
	code = outbox_set(room->db, d, DELIVERY_SENDING, &note.case_seq);
	note.entry.evidence = "e3";
	note.entry.transport_http = 201;
	return code == DB_OK
	    ? audit_append(room->audit, room->db, room->now_ms, &note)
	    : code;
}

/* Runs the stage that the complaint is at. */
static enum db_code
run(struct ledger_job *job, struct ledger_room *room)
{
	static enum db_code (*const stages[STAGES])(struct complaint *,
	    struct ledger_room *) = { intake, dispatch, conclude };
	struct complaint *c = (struct complaint *)job;

	return stages[c->stage](c, room);
}

/* Sends a new complaint on its way, if one is still wanted. */
static void
begin(struct complaint *c)
{
	struct bench *bench = c->bench;

	if (bench->begun == bench->wanted)
		return;
	c->number = ++bench->begun;
	c->stage = INTAKE;
	c->since = stopwatch_now();
	ledger_submit(bench->ledger, &c->job);
}

/* Home again: the next stage, or the next complaint. */
static void
done(struct job *job)
{
	struct complaint *c = (struct complaint *)job;

	if (c->job.code != DB_OK)
		c->bench->failed++;
	if (c->stage == INTAKE)
		latency_add(&c->bench->intake,
		    (stopwatch_now() - c->since) * 1000);
	if (++c->stage < STAGES && c->job.code == DB_OK) {
		ledger_submit(c->bench->ledger, &c->job);
		return;
	}
	c->bench->ended++;
	begin(c);
}

/* All complaints, so many at a time; the seconds it took. */
static double
go(struct bench *bench, struct complaint *complaints, size_t in_flight)
{
	struct pollfd ready = { .fd = bench->home.fd, .events = POLLIN };
	double since = stopwatch_now();

	for (size_t i = 0; i < in_flight; i++) {
		complaints[i].bench = bench;
		complaints[i].job.run = run;
		complaints[i].job.job.done = done;
		complaints[i].job.weight = INTAKE_BYTES * 2;
		digest_sha256(&i, sizeof(i), complaints[i].sha256);
		begin(&complaints[i]);
	}
	while (bench->ended < bench->wanted)
		if (poll(&ready, 1, -1) > 0)
			job_home_run(&bench->home);
	return stopwatch_now() - since;
}

/* Processor time of all threads so far, in microseconds. */
static double
cpu_us(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ts);
	return (double)ts.tv_sec * 1e6 + (double)ts.tv_nsec / 1e3;
}

/* Tells what was found. */
static void
report(struct bench *bench, double seconds, bool json)
{
	struct ledger_counts counts = ledger_counts(bench->ledger);
	double n = (double)bench->wanted;

	latency_sort(&bench->intake);
	const struct figure figures[] = {
		{ "complaints_per_s", n / seconds, 0 },
		{ "intake_p50_ms", latency_at(&bench->intake, 0.5), 1 },
		{ "intake_p99_ms", latency_at(&bench->intake, 0.99), 1 },
		{ "cpu_us", cpu_us() / n, 1 },
		{ "statements", (double)counts.statements / n, 2 },
		{ "wal_bytes", (double)counts.wal_bytes / n, 0 },
		{ "audit_entries", (double)counts.audit_entries / n, 2 },
		{ "jobs_per_commit",
		    (double)counts.jobs / (double)counts.commits, 1 },
		{ "failed", (double)bench->failed, 0 },
	};

	figures_print(stdout, figures, sizeof(figures) / sizeof(figures[0]),
	    json);
}

/* Starts a ledger in dir. */
static enum hub_status
open_ledger(struct bench *bench, const char *dir, struct hub_error *err)
{
	char data_dir[512], key_file[512];
	struct ledger_conf conf = { .data_dir = data_dir,
		.key_file = key_file,
		.source = "urn:simpul:bench",
		.observer = "bench",
		.node = 1,
		.clock = clock_system(),
		.home = &bench->home };

	snprintf(data_dir, sizeof(data_dir), "%s/data", dir);
	snprintf(key_file, sizeof(key_file), "%s/key", dir);
	if (mkdir(data_dir, 0700) != 0)
		return hub_fail(err, HUB_MISCONFIGURED, "%s: %s", data_dir,
		    strerror(errno));
	if (content_keygen(key_file, clock_system(), err) != HUB_OK)
		return HUB_MISCONFIGURED;
	return ledger_start(&conf, &bench->ledger, err);
}

/* Measures in dir. */
static int
measure(const char *dir, uint64_t wanted, size_t in_flight, bool json)
{
	struct bench bench = { .wanted = wanted };
	struct complaint *complaints = calloc(in_flight, sizeof(*complaints));
	struct hub_error err = { "" };

	memset(bench.text, 'a', sizeof(bench.text));
	if (complaints == NULL || job_home_init(&bench.home) != 0 ||
	    latency_init(&bench.intake, wanted) != 0)
		return 2;
	if (open_ledger(&bench, dir, &err) != HUB_OK) {
		fprintf(stderr, "bench-ledger: %s\n", err.text);
		return 2;
	}
	report(&bench, go(&bench, complaints, in_flight), json);
	ledger_stop(bench.ledger);
	job_home_release(&bench.home);
	latency_release(&bench.intake);
	free(complaints);
	return bench.failed == 0 ? 0 : 1;
}

/* Reads the options. */
int
main(int argc, char **argv)
{
	unsigned long wanted = 50000, in_flight = 256;
	bool json = false;
	int option;

	while ((option = getopt(argc, argv, "n:w:j")) != -1) {
		if (option == 'n')
			wanted = strtoul(optarg, NULL, 10);
		else if (option == 'w')
			in_flight = strtoul(optarg, NULL, 10);
		else if (option == 'j')
			json = true;
		else
			wanted = 0;
	}
	if (optind + 1 != argc || wanted == 0 || in_flight == 0) {
		fputs(usage, stderr);
		return 2;
	}
	return measure(argv[optind], wanted, in_flight, json);
}
