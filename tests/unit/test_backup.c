/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "backup.h"
#include "fsck.h"
#include "ledger_bed.h"

/* Nothing was ever signed. */
static const struct logbook_known nothing;

/* A hub with attachments, and what a test does with it. */
struct hub {
	struct ledger_bed bed;
	char backup[128], again[128];
};

/* Five lanes: each kind of delivery at its head, one behind it. */
static const char deliveries[] =
    "INSERT INTO institution (id, name) VALUES (1, 'prov'), (2, 'ksp');"
    "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n"
    " WHERE x < 6) INSERT INTO cases (id, source, tracking_id,"
    " state, holder, holder_since, hops, flags, class, category, region,"
    " content, next_at) SELECT x, 1, '', 3, 1, 0, 0, 0, 2, 'c',"
    " '51', 0, 9 FROM n;"
    "INSERT INTO handoff (id, case_id, parent, kind, sender, receiver, state,"
    " chan_seq, hop, due_at) SELECT 10 + id, id, 0, 1, 1, 2, 1, id, 1, 0"
    " FROM cases;"
    "INSERT INTO channel VALUES (1, 2, 6);"
    "INSERT INTO audit_entry (seq, case_id, case_seq, body)"
    " SELECT id, id, 1, x'7b7d' FROM cases;"
    "INSERT INTO delivery (id, case_id, handoff_id, institution, event,"
    " content, state, ready, due_at, deadline, lease) VALUES"
    " (11, 1, 11, 2, 1, 0, 1, 1, 0, 0, 0),"
    " (12, 2, 12, 2, 1, 0, 2, 1, 0, 0, 0),"
    " (13, 3, 13, 2, 1, 0, 3, 0, 0, 0, 77),"
    " (14, 4, 14, 2, 1, 0, 4, 1, 0, 0, 0),"
    " (15, 5, 15, 2, 1, 0, 7, 0, 0, 0, 0),"
    " (16, 6, 16, 2, 1, 0, 10, 0, 0, 0, 0),"
    " (21, 1, 11, 2, 1, 0, 1, 0, 0, 0, 0),"
    " (25, 5, 15, 2, 1, 0, 1, 0, 0, 0, 0);";

/* A job's: the rows above. */
static void
store_deliveries(struct bed_job *job, struct ledger_room *room)
{
	(void)job;
	if (db_script(room->db, deliveries) != DB_OK)
		fail_msg("%s", db_error(room->db));
}

/* A running hub. */
static void
begin(struct hub *hub, struct scratch *scratch)
{
	struct bed_job job = { .also = store_deliveries };

	ledger_bed_init(&hub->bed, scratch);
	ledger_bed_start(&hub->bed);
	ledger_bed_submit(&hub->bed, &job, "job");
	ledger_bed_wait(&hub->bed, &job);
	assert_int_equal(job.job.code, DB_OK);
	mkdir(scratch_path(scratch, "data/files"), 0700);
	mkdir(scratch_path(scratch, "data/files/3f"), 0700);
	scratch_write(scratch, "data/files/3f/3f00", "foto jalan rusak");
	scratch_write(scratch, "data/files/0a11", "");
	scratch_write(scratch, "data/files/.part", "half a piece");
	snprintf(hub->backup, sizeof(hub->backup), "%s",
	    scratch_path(scratch, "backup"));
	snprintf(hub->again, sizeof(hub->again), "%s",
	    scratch_path(scratch, "again"));
}

/* Makes a backup of the hub. */
static void
make(struct hub *hub)
{
	struct hub_error err = { "" };

	if (backup_make(hub->bed.data_dir, hub->backup, &err) != HUB_OK)
		fail_msg("backup: %s", err.text);
}

/* A restored folder takes the old one's place in the bed. */
static void
move_in(struct hub *hub)
{
	struct hub_error err = { "" };

	ledger_bed_stop(&hub->bed);
	if (backup_restore(hub->backup, hub->again, &nothing, &err) != HUB_OK)
		fail_msg("restore: %s", err.text);
	snprintf(hub->bed.data_dir, sizeof(hub->bed.data_dir), "%s",
	    hub->again);
}

/* fsck_say_fn: fails the test. */
static void
not_sound(void *ctx, const char *sentence)
{
	(void)ctx;
	fail_msg("fsck: %s", sentence);
}

/* What was stored before the backup is there after it; what came behind is
 * not; and the hub works on. */
static void
what_was_there_then_is_there_again(void **state)
{
	struct bed_job late = { .runs = 0 }, next = { .runs = 0 };
	struct hub hub;
	struct fsck fsck = { .key_file = hub.bed.key_file, .say = not_sound };
	struct hub_error err = { "" };

	begin(&hub, *state);
	make(&hub);
	ledger_bed_submit(&hub.bed, &late, "late");
	ledger_bed_wait(&hub.bed, &late);
	move_in(&hub);
	ledger_bed_start(&hub.bed);
	ledger_bed_submit(&hub.bed, &next, "next");
	ledger_bed_wait(&hub.bed, &next);
	assert_int_equal(next.job.code, DB_OK);
	ledger_bed_stop(&hub.bed);
	assert_int_equal(ledger_bed_stored(&hub.bed, "job"), 1);
	assert_int_equal(ledger_bed_stored(&hub.bed, "late"), 0);
	assert_int_equal(scratch_size(*state, "again/files/3f/3f00"), 16);
	assert_int_equal(scratch_size(*state, "again/files/0a11"), 0);
	assert_int_equal(scratch_size(*state, "again/files/.part"), -1);
	assert_int_equal(scratch_size(*state, "backup/key"), -1);
	fsck.data_dir = hub.again;
	assert_int_equal(fsck_run(&fsck, &err), HUB_OK);
	assert_int_equal(fsck.found, 0);
	ledger_bed_release(&hub.bed);
}

/* Deliveries that may have left since are unknown, one a lane at its head;
 * parked and concluded ones are as they were. */
static void
what_may_have_left_is_unknown(void **state)
{
	static const struct {
		int id, state, ready;
	} table[] = { { 11, 5, 1 }, { 12, 5, 1 }, { 13, 5, 1 }, { 14, 5, 1 },
		{ 15, 7, 0 }, { 16, 10, 0 }, { 21, 5, 0 }, { 25, 5, 0 } };
	struct hub hub;

	begin(&hub, *state);
	make(&hub);
	move_in(&hub);
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		char sql[128];

		snprintf(sql, sizeof(sql),
		    "SELECT state * 10 + ready + lease * 1000 FROM delivery"
		    " WHERE id = %d",
		    table[i].id);
		if (ledger_bed_number(&hub.bed, sql) !=
		    table[i].state * 10 + table[i].ready)
			fail_msg("delivery %d", table[i].id);
	}
	ledger_bed_release(&hub.bed);
}

/* The log goes on in a new epoch that says how much was known. */
static void
the_log_begins_a_new_epoch(void **state)
{
	struct hub hub;

	begin(&hub, *state);
	make(&hub);
	move_in(&hub);
	assert_int_equal(
	    ledger_bed_number(&hub.bed,
		"SELECT seq = 7 AND instr(body, 'simpul.log.recovered.v1') > 0"
		" AND instr(body, '\"log\":{\"epoch\":2,\"size\":7}') > 0"
		" AND instr(body, '\"observer\":\"node-1\"') > 0"
		" AND instr(body, '\"source\":\"urn:simpul:bali\"') > 0"
		" FROM audit_entry ORDER BY seq DESC LIMIT 1"),
	    1);
	ledger_bed_release(&hub.bed);
}

/* A stopped hub is backed up as well. */
static void
a_stopped_hub_is_backed_up_too(void **state)
{
	struct hub hub;

	begin(&hub, *state);
	ledger_bed_stop(&hub.bed);
	make(&hub);
	move_in(&hub);
	assert_int_equal(ledger_bed_stored(&hub.bed, "job"), 1);
	ledger_bed_release(&hub.bed);
}

/* Refused, with this in the sentence, and nothing left behind. */
static void
refused(struct hub *hub, const char *says)
{
	struct hub_error err = { "" };

	assert_int_equal(backup_restore(hub->backup, hub->again, &nothing,
			     &err),
	    HUB_MISCONFIGURED);
	if (strstr(err.text, says) == NULL)
		fail_msg("got \"%s\", want \"%s\"", err.text, says);
	assert_int_equal(scratch_size(hub->bed.scratch, "again/simpul.db"), -1);
	assert_int_equal(scratch_size(hub->bed.scratch,
			     "again/simpul.db.restoring"),
	    -1);
	assert_int_equal(scratch_size(hub->bed.scratch, "again/files"), -1);
}

/* A file that was changed, cut or lost since is found by its digest. */
static void
a_backup_that_was_changed_is_refused(void **state)
{
	static const struct {
		const char *name, *text, *says;
	} table[] = {
		{ "backup/files/3f/3f00", "foto jalan bagus",
		    "digest differs" },
		{ "backup/files/3f/3f00", "foto", "digest differs" },
		{ "backup/simpul.db", "bukan basis data", "digest differs" },
		{ "backup/files/3f/3f00", NULL, "3f00 is missing" },
		{ "backup/manifest.json", NULL, "never finished" },
		{ "backup/manifest.json", "{", "manifest.json:1:" },
		{ "backup/manifest.json", "{}", "no manifest of format 1" },
		{ "backup/manifest.json", "{\"format\":1,\"files\":[]}",
		    "names no simpul.db" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct scratch *scratch = NULL;
		struct hub hub;

		assert_int_equal(scratch_setup((void **)&scratch), 0);
		begin(&hub, scratch);
		make(&hub);
		if (table[i].text == NULL)
			unlink(scratch_path(scratch, table[i].name));
		else
			scratch_write(scratch, table[i].name, table[i].text);
		refused(&hub, table[i].says);
		ledger_bed_release(&hub.bed);
		scratch_teardown((void **)&scratch);
	}
}

/* A manifest cannot name what lies outside its folder. */
static void
a_manifest_stays_within_its_folder(void **state)
{
	static const char *const names[] = { "/etc/passwd", "../key",
		"files/../../key", "files/..", "files//a", "files/",
		"files/.hidden", "simpul.db/x", "lock", "" };
	struct scratch *scratch = *state;
	struct hub hub;

	begin(&hub, scratch);
	make(&hub);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		char text[400];

		snprintf(text, sizeof(text),
		    "{\"format\":1,\"files\":[{\"name\":\"%s\",\"size\":0,"
		    "\"sha256\":\"%064d\"}]}",
		    names[i], 0);
		scratch_write(scratch, "backup/manifest.json", text);
		refused(&hub, "file 1 is not one of a backup");
	}
	ledger_bed_release(&hub.bed);
}

/* Neither a backup nor a restore writes over what is there, and a running
 * hub's folder is locked. */
static void
nothing_is_written_over(void **state)
{
	struct scratch *scratch = *state;
	struct hub_error err = { "" };
	struct hub hub;

	begin(&hub, scratch);
	make(&hub);
	assert_int_equal(backup_make(hub.bed.data_dir, hub.backup, &err),
	    HUB_MISCONFIGURED);
	assert_non_null(strstr(err.text, "backup is not empty"));
	assert_int_equal(backup_restore(hub.backup, hub.bed.data_dir, &nothing,
			     &err),
	    HUB_MISCONFIGURED);
	assert_non_null(strstr(err.text, "in use by another process"));
	ledger_bed_stop(&hub.bed);
	assert_int_equal(backup_restore(hub.backup, hub.bed.data_dir, &nothing,
			     &err),
	    HUB_MISCONFIGURED);
	assert_non_null(strstr(err.text, "data is not empty"));
	assert_int_equal(ledger_bed_stored(&hub.bed, "job"), 1);
	ledger_bed_release(&hub.bed);
}

#define IN_SCRATCH(test) \
	cmocka_unit_test_setup_teardown(test, scratch_setup, scratch_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_SCRATCH(what_was_there_then_is_there_again),
		IN_SCRATCH(what_may_have_left_is_unknown),
		IN_SCRATCH(the_log_begins_a_new_epoch),
		IN_SCRATCH(a_stopped_hub_is_backed_up_too),
		IN_SCRATCH(a_backup_that_was_changed_is_refused),
		IN_SCRATCH(a_manifest_stays_within_its_folder),
		IN_SCRATCH(nothing_is_written_over),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
