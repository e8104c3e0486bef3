/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <unistd.h>

#include <cmocka.h>

#include "fsck.h"
#include "ledger_bed.h"

/* What a good hub has stored: a case with two handoffs, each with its
 * delivery, their contents and entries. */
static const char sound[] =
    "INSERT INTO institution (id, name) VALUES (1, 'prov'), (2, 'ksp');"
    "INSERT INTO cases (id, source, tracking_id,"
    " state, holder, holder_since, hops, flags, class, category, region,"
    " content, next_at)"
    " VALUES (100, 1, 't', 3, 1, 0, 0, 0, 2, 'c', '51', 0, 9);"
    "INSERT INTO handoff (id, case_id, parent, kind, sender, receiver, state,"
    " chan_seq, hop, due_at) VALUES (101, 100, 0, 1, 1, 2, 1, 1, 1, 0),"
    " (102, 100, 101, 1, 1, 2, 1, 2, 2, 0);"
    "INSERT INTO channel VALUES (1, 2, 2);"
    "INSERT INTO delivery (id, case_id, handoff_id, institution, event,"
    " content, state, ready, due_at, deadline) VALUES"
    " (101, 100, 101, 2, 1, 0, 1, 1, 0, 0),"
    " (102, 100, 102, 2, 1, 0, 1, 0, 0, 0);"
    "INSERT INTO audit_entry (seq, case_id, case_seq, body)"
    " SELECT max(seq) + 1, 100, 1, x'7b7d'"
    " FROM audit_entry;"
    "INSERT INTO audit_entry (seq, case_id, case_seq, body)"
    " SELECT max(seq) + 1, 100, 2, x'7b7d'"
    " FROM audit_entry;";

/* Everything that was said. */
struct told {
	char text[8000];
};

/* fsck_say_fn: keeps the sentence. */
static void
keep(void *ctx, const char *sentence)
{
	struct told *told = ctx;
	size_t len = strlen(told->text);

	snprintf(told->text + len, sizeof(told->text) - len, "%s\n", sentence);
}

/* Runs SQL on the database while no ledger has it. */
static void
change(struct ledger_bed *bed, const char *sql)
{
	char path[200];
	struct db *db = NULL;

	snprintf(path, sizeof(path), "%s/simpul.db", bed->data_dir);
	assert_int_equal(db_open(path, DB_WRITE, &db, NULL), DB_OK);
	if (db_script(db, sql) != DB_OK)
		fail_msg("%s", db_error(db));
	db_close(db);
}

/* A job's: a case key and content under it. */
static void
store_content(struct bed_job *job, struct ledger_room *room)
{
	uint8_t key[CONTENT_KEY_SIZE];
	struct content_row row = { 500, 100, CONTENT_CANONICAL, "isi", 3 };

	(void)job;
	assert_int_equal(content_key_new(room->content, room->db, room->clock,
			     100, key),
	    DB_OK);
	assert_int_equal(content_put(room->db, room->clock, key, &row), DB_OK);
}

/* A hub that was sound, stopped. */
static void
begin(struct ledger_bed *bed, struct scratch *scratch)
{
	struct bed_job job = { .also = store_content };

	ledger_bed_init(bed, scratch);
	ledger_bed_start(bed);
	ledger_bed_submit(bed, &job, "job");
	ledger_bed_wait(bed, &job);
	ledger_bed_stop(bed);
	change(bed, sound);
}

/* What fsck finds; its sentences in told. */
static uint64_t
look(struct ledger_bed *bed, struct told *told)
{
	struct fsck fsck = { bed->data_dir, bed->key_file, keep, told, 0 };
	struct hub_error err = { "" };

	told->text[0] = '\0';
	if (fsck_run(&fsck, &err) != HUB_OK)
		fail_msg("fsck: %s", err.text);
	return fsck.found;
}

/* A sound hub has no findings, at rest or at work. */
static void
a_sound_hub_has_no_findings(void **state)
{
	struct ledger_bed bed;
	struct told told;

	begin(&bed, *state);
	if (look(&bed, &told) != 0)
		fail_msg("found: %s", told.text);
	ledger_bed_start(&bed);
	assert_int_equal(look(&bed, &told), 0);
	ledger_bed_release(&bed);
}

/* A damage, and what is said of it. */
static const struct {
	const char *sql, *says;
} damages[] = {
	{ "INSERT INTO audit_entry (seq, case_id, case_seq, body)"
	  " VALUES (7, 0, 0, x'7b7d')",
	    "audit log: entry 6 is missing before entry 7" },
	{ "INSERT INTO audit_entry (seq, case_id, case_seq, body)"
	  " VALUES (3, 100, 4, x'7b7d')",
	    "0034: 3 audit entries are numbered up to 4" },
	{ "INSERT INTO audit_entry (seq, case_id, case_seq, body)"
	  " VALUES (3, 100, 2, x'7b7d')",
	    "0034: 3 audit entries are numbered up to 2" },
	{ "INSERT INTO cases (id, source, tracking_id, state,"
	  " holder, holder_since, hops, flags, class, category,"
	  " region, content) VALUES (200, 1, 'u', 3, 1, 0, 0, 0, 2,"
	  " 'c', '51', 0)",
	    "case 0000000000068: no audit entry tells of it" },
	{ "UPDATE handoff SET chan_seq = 3 WHERE id = 102",
	    "from institution 1 to 2 are not numbered without gaps" },
	{ "UPDATE channel SET seq = 1", "from institution 1 to 2 is behind" },
	{ "UPDATE cases SET holder = 0",
	    "case 0000000000034: is open and nobody holds it" },
	{ "UPDATE handoff SET state = 2",
	    "case 0000000000034: 2 transfers hold it" },
	{ "UPDATE handoff SET state = 2 WHERE id = 101",
	    "0034: institution 2 took it, but institution 1 holds it" },
	{ "UPDATE handoff SET state = 11",
	    "handoff 0000000000036: ended (state 11) without a" },
	{ "UPDATE cases SET state = 9",
	    "case 0000000000034: is disputed, and nobody is asked" },
	{ "UPDATE cases SET next_at = 0",
	    "handoff 0000000000035: awaits a decision, and its" },
	{ "DELETE FROM cases", "handoff 0000000000035: its case is" },
	{ "DELETE FROM handoff WHERE id = 102",
	    "delivery 0000000000036: its handoff is missing" },
	{ "UPDATE delivery SET ready = 1",
	    "0034: its lane to institution 2 has 2 heads" },
	{ "UPDATE delivery SET ready = 0",
	    "its lane to institution 2 holds 2 deliveries and no" },
	{ "UPDATE delivery SET ready = 1 - ready",
	    "delivery 0000000000036: is at work (state 1) before one" },
	{ "UPDATE cases SET content = 9",
	    "case 0000000000034: its content is missing" },
	{ "UPDATE delivery SET request = 9 WHERE id = 101",
	    "delivery 0000000000035: its stored request is missing" },
	{ "UPDATE content SET sealed = zeroblob(31)",
	    "00000000000fm does not open under its case's key" },
	{ "UPDATE case_key SET wrapped = zeroblob(60)",
	    "00000000000fm does not open under its case's key" },
};

/* Each kind of damage is told of in its own sentence. */
static void
each_damage_has_its_sentence(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(damages) / sizeof(damages[0]); i++) {
		struct scratch *scratch = NULL;
		struct ledger_bed bed;
		struct told told;

		assert_int_equal(scratch_setup((void **)&scratch), 0);
		begin(&bed, scratch);
		change(&bed, damages[i].sql);
		if (look(&bed, &told) == 0)
			fail_msg("nothing found after: %s", damages[i].sql);
		if (strstr(told.text, damages[i].says) == NULL)
			fail_msg("want \"%s\", got \"%s\"", damages[i].says,
			    told.text);
		ledger_bed_release(&bed);
		scratch_teardown((void **)&scratch);
	}
}

/* The content of an erased case stays shut, and that is no finding. */
static void
an_erased_case_is_no_finding(void **state)
{
	struct ledger_bed bed;
	struct told told;

	begin(&bed, *state);
	change(&bed, "DELETE FROM case_key");
	assert_int_equal(look(&bed, &told), 0);
	ledger_bed_release(&bed);
}

/* Of many findings of one kind the first are told, all are counted. */
static void
of_many_findings_the_first_are_told(void **state)
{
	struct ledger_bed bed;
	struct told told;
	size_t lines = 0;

	begin(&bed, *state);
	change(&bed,
	    "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n"
	    " WHERE x < 100) INSERT INTO audit_entry"
	    " (seq, case_id, case_seq, body)"
	    " SELECT 10 + 2 * x, 0, 0, x'7b7d' FROM n");
	assert_int_equal(look(&bed, &told), 100);
	for (const char *at = told.text; *at != '\0'; at++)
		lines += *at == '\n';
	assert_int_equal(lines, FSCK_SAID + 1);
	assert_non_null(strstr(told.text, "and more of this kind"));
	ledger_bed_release(&bed);
}

/* A page that somebody wrote over is told of, and ends nothing. */
static void
a_damaged_page_is_told_of(void **state)
{
	static const char junk[4096] = { 'x' };
	struct ledger_bed bed;
	struct told told;
	char path[200];
	int fd;

	begin(&bed, *state);
	snprintf(path, sizeof(path), "%s/simpul.db", bed.data_dir);
	fd = open(path, O_WRONLY);
	assert_int_equal(pwrite(fd, junk, sizeof(junk), 5 * 8192),
	    sizeof(junk));
	close(fd);
	assert_true(look(&bed, &told) > 0);
	assert_non_null(strstr(told.text, "damaged"));
	ledger_bed_release(&bed);
}

/* Another key, and no database at all, are errors and not findings. */
static void
what_cannot_be_looked_at_is_an_error(void **state)
{
	struct hub_error err = { "" };
	struct ledger_bed bed;
	struct told told;
	struct fsck fsck = { "/nowhere", "", keep, &told, 0 };

	begin(&bed, *state);
	assert_int_equal(fsck_run(&fsck, &err), HUB_MISCONFIGURED);
	assert_non_null(strstr(err.text, "/nowhere/simpul.db: No such file"));
	fsck.data_dir = bed.data_dir;
	fsck.key_file = "/nowhere";
	assert_int_equal(fsck_run(&fsck, &err), HUB_MISCONFIGURED);
	assert_non_null(strstr(err.text, "key file /nowhere: No such file"));
	ledger_bed_release(&bed);
}

#define IN_SCRATCH(test) \
	cmocka_unit_test_setup_teardown(test, scratch_setup, scratch_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_SCRATCH(a_sound_hub_has_no_findings),
		IN_SCRATCH(each_damage_has_its_sentence),
		IN_SCRATCH(an_erased_case_is_no_finding),
		IN_SCRATCH(of_many_findings_the_first_are_told),
		IN_SCRATCH(a_damaged_page_is_told_of),
		IN_SCRATCH(what_cannot_be_looked_at_is_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
