/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Measures what is done with a large audit log, and makes one to measure.
 *
 *	bench-log make FROM TO KEY ORIGIN COUNT
 *	bench-log hash LOG	    SHA-256 of the same bytes, nothing else
 *	bench-log prove LOG COUNT   proofs of random entries
 *	bench-log search INDEX	    searches, each as a question comes
 *
 * Hashing is told in seconds that a processor was at it.
 */
#include "config.h"

#include <math.h>
#include <stdlib.h>

#include "audit_index.h"
#include "checkpoint.h"
#include "clock.h"
#include "figures.h"
#include "latency.h"
#include "log_copies.h"
#include "logbook.h"
#include "stopwatch.h"
#include "tlog_receipt.h"

#define LIMIT 200 /* entries of an answer */
#define RUNS 3	  /* the best counts: others use the machine, too */

static const char usage[] = "Usage: bench-log make FROM TO KEY ORIGIN COUNT\n"
			    "       bench-log hash LOG\n"
			    "       bench-log prove LOG COUNT\n"
			    "       bench-log search INDEX\n"
			    "What it finds is one JSON object.\n";

/* An open log with its checkpoint. */
struct log {
	struct logbook book;
	struct hub_buf note;
	uint64_t size;
	struct hub_error err;
};

/* Tells figures. */
static int
tell(const struct figure *figures, size_t count)
{
	figures_print(stdout, figures, count, true);
	return 0;
}

/* Tells what went wrong. */
static int
fail(const char *why)
{
	fprintf(stderr, "bench-log: %s\n", why);
	return 2;
}

/* Opens a log; its checkpoint is believed. */
static bool
open_log(struct log *log, const char *dir)
{
	struct checkpoint found;
	struct note note;
	bool good;

	logbook_init(&log->book);
	hub_buf_init(&log->note, NOTE_MAX);
	good = logbook_open(&log->book, dir, &log->err) == HUB_OK &&
	    logbook_checkpoint(&log->book, &log->note, &log->err) == HUB_OK &&
	    note_parse((struct note_span){ log->note.data, log->note.len },
		&note, &log->err) == HUB_OK &&
	    checkpoint_parse(note.text, &found, &log->err) == HUB_OK;
	if (good)
		log->size = found.head.size;
	return good;
}

/* Closes it. */
static void
close_log(struct log *log)
{
	logbook_close(&log->book);
	hub_buf_release(&log->note);
}

/* bench-log make */
static int
make(char **args)
{
	const struct log_copies copies = { .from = args[0],
		.to = args[1],
		.key_file = args[2],
		.origin = args[3],
		.count = strtoull(args[4], NULL, 10) };
	struct hub_error err = { "" };
	double since = stopwatch_now();
	uint64_t bytes;

	if (log_copies_make(&copies, &bytes, &err) != HUB_OK)
		return fail(err.text);
	const struct figure figures[] = {
		{ "entries", (double)copies.count, 0 },
		{ "bytes", (double)bytes, 0 },
		{ "seconds", stopwatch_now() - since, 1 },
	};
	return tell(figures, 3);
}

/* What digesting took so far. */
struct hashing {
	struct digest *stream;
	uint64_t bytes;
	double stream_s, leaves_s;
};

/* The entries of one bundle as a stream, and each for itself; reading them is
 * not counted. */
static void
hash_bundle(struct hashing *h, const struct note_span *entries, unsigned count)
{
	double since = stopwatch_cpu(), between;
	struct tlog_hash leaf;

	for (unsigned i = 0; i < count; i++)
		digest_add(h->stream, entries[i].at, entries[i].len);
	between = stopwatch_cpu();
	for (unsigned i = 0; i < count; i++) {
		tlog_leaf(entries[i].at, entries[i].len, &leaf);
		h->bytes += entries[i].len;
	}
	h->stream_s += between - since;
	h->leaves_s += stopwatch_cpu() - between;
}

/* bench-log hash */
static int
hash(struct log *log)
{
	struct hashing h = { .stream = digest_new() };
	struct tlog_tile tile = { .bundle = true };
	uint8_t sha256[DIGEST_SIZE];
	const struct note_span *entries;
	double n = (double)log->size;

	for (; (tile.width = tlog_tile_width(0, tile.number, log->size)) > 0;
	     tile.number++) {
		entries = logbook_bundle(&log->book, &tile);
		if (entries == NULL)
			return fail(log->book.error.text);
		hash_bundle(&h, entries, tile.width);
	}
	digest_final(h.stream, sha256);
	digest_free(h.stream);
	const struct figure figures[] = {
		{ "entries", n, 0 },
		{ "bytes", (double)h.bytes, 0 },
		{ "bytes_per_s", (double)h.bytes / h.stream_s, 0 },
		{ "entries_per_s", n / h.stream_s, 0 },
		{ "leaves_per_s", n / h.leaves_s, 0 },
	};
	return tell(figures, 5);
}

/* The proof of one entry, from files, as text. */
static bool
prove_one(struct log *log, uint64_t index, struct tlog_tiles *tiles,
    struct hub_buf *out)
{
	const struct tlog_source source = { tlog_tiles_get, tiles };
	struct tlog_receipt receipt = { .index = index,
		.checkpoint = { log->note.data, log->note.len } };
	struct note_span entry;

	hub_buf_clear(out);
	tlog_tiles_init(tiles, log->size, logbook_tile, &log->book);
	return logbook_entry(&log->book, index, log->size, &entry) &&
	    tlog_prove_entry(&source, index, log->size, &receipt.proof) &&
	    tlog_receipt_write(out, &receipt, &log->err) == HUB_OK;
}

/* Times proofs of random entries. */
static bool
prove_some(struct log *log, struct latency *times, size_t count)
{
	struct tlog_tiles *tiles = malloc(sizeof(*tiles));
	struct hub_buf out;
	bool good = tiles != NULL;

	hub_buf_init(&out, NOTE_MAX);
	for (size_t i = 0; i < count && good; i++) {
		double best = 1e9, since;
		uint64_t random;

		clock_random(clock_system(), &random, sizeof(random));
		for (int run = 0; run < RUNS && good; run++) {
			since = stopwatch_now();
			good = prove_one(log, random % log->size, tiles, &out);
			best = fmin(best, stopwatch_now() - since);
		}
		latency_add(times, best * 1000);
	}
	hub_buf_release(&out);
	free(tiles);
	return good;
}

/* bench-log prove */
static int
prove(struct log *log, size_t count)
{
	struct latency times;

	if (count == 0 || latency_init(&times, count) != 0)
		return fail("how many proofs?");
	if (!prove_some(log, &times, count)) {
		latency_release(&times);
		return fail(log->book.error.text);
	}
	latency_sort(&times);
	const struct figure figures[] = {
		{ "proofs", (double)count, 0 },
		{ "p50_ms", latency_at(&times, 0.5), 3 },
		{ "p99_ms", latency_at(&times, 0.99), 3 },
		{ "max_ms", latency_at(&times, 1), 3 },
	};
	latency_release(&times);
	return tell(figures, 4);
}

/* db_row_fn: counts. */
static bool
count_row(void *ctx, const struct db_row *row)
{
	++*(uint64_t *)ctx;
	return db_row_int(row, 0) >= 0;
}

/* Every kind of question; those that find nothing look at most rows. */
static const struct question {
	const char *name;
	struct audit_wanted wanted;
} questions[] = {
	{ "all_ms", { .kind = "", .outcome = "", .institution = "" } },
	{ "case_ms",
	    { .case_id = 1, .kind = "", .outcome = "", .institution = "" } },
	{ "institution_ms",
	    { .kind = "", .outcome = "", .institution = "ksp" } },
	{ "kind_ms",
	    { .kind = "simpul.handoff.received.v1",
		.outcome = "",
		.institution = "" } },
	{ "rare_kind_ms",
	    { .kind = "simpul.log.opened.v1",
		.outcome = "",
		.institution = "" } },
	{ "outcome_ms",
	    { .kind = "", .outcome = "success", .institution = "" } },
	{ "first_second_ms",
	    { .kind = "", .outcome = "", .institution = "", .to_ms = 1 } },
	{ "all_at_once_ms",
	    { .kind = "simpul.log.opened.v1",
		.outcome = "success",
		.institution = "ksp",
		.from_ms = 1,
		.to_ms = INT64_MAX } },
};
#define QUESTIONS (sizeof(questions) / sizeof(questions[0]))

/* Puts a question. */
static bool
ask(struct audit_index *index, const struct audit_wanted *question,
    uint64_t *ret_found)
{
	struct audit_wanted wanted = *question;

	wanted.limit = LIMIT;
	return audit_index_search(index, &wanted, count_row, ret_found) ==
	    DB_OK;
}

/* bench-log search */
static int
search(const char *path)
{
	struct figure figures[QUESTIONS + 2] = { { .decimals = 0 } };
	struct audit_index *index;
	struct hub_error err = { "" };
	uint64_t found, total = 0;

	if (audit_index_open(path, &index, &err) != HUB_OK)
		return fail(err.text);
	for (size_t i = 0; i < QUESTIONS; i++) {
		double best = 1e9, since;

		found = 0;
		for (int run = 0; run < RUNS; run++) {
			since = stopwatch_now();
			if (!ask(index, &questions[i].wanted, &found))
				return fail("a search failed");
			best = fmin(best, stopwatch_now() - since);
		}
		total += found / RUNS;
		figures[i] = (struct figure){ questions[i].name, best * 1000,
			2 };
	}
	figures[QUESTIONS] = (struct figure){ "entries",
		(double)audit_index_size(index), 0 };
	figures[QUESTIONS + 1] = (struct figure){ "found", (double)total, 0 };
	audit_index_free(index);
	return tell(figures, QUESTIONS + 2);
}

int
main(int argc, char **argv)
{
	struct log log = { .size = 0 };
	int status;

	if (argc == 7 && strcmp(argv[1], "make") == 0)
		return make(argv + 2);
	if (argc == 3 && strcmp(argv[1], "search") == 0)
		return search(argv[2]);
	if (!(argc == 3 && strcmp(argv[1], "hash") == 0) &&
	    !(argc == 4 && strcmp(argv[1], "prove") == 0))
		return fail(usage);
	if (!open_log(&log, argv[2]))
		status = fail(log.err.text);
	else if (argc == 3)
		status = hash(&log);
	else
		status = prove(&log, strtoul(argv[3], NULL, 10));
	close_log(&log);
	return status;
}
