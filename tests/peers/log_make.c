/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Makes a published log of so many entries, as a hub would: entries committed
 * to a ledger, then rounds of the publisher, one after each size that is
 * named.  Says the log's key.
 *
 *	log_make FOLDER SIZE...		FOLDER/data and FOLDER/last are made
 */
#include "config.h"

#include <linux/limits.h> /* not <limits.h>: ours hides it */
#include <sys/stat.h>
#include <unistd.h>

#include "audit.h"
#include "audit_epoch.h"
#include "logbook_key.h"
#include "publisher.h"
#include "schema.h"

#define GROUP 500 /* entries of a transaction */
#define ORIGIN "uji.example/simpul"

struct made {
	char data[PATH_MAX], key[PATH_MAX], last[PATH_MAX];
	struct db *db;
	struct audit *audit;
	struct publisher *publisher;
};

/* Ends with one sentence. */
static int
fail(const char *what, const struct hub_error *err)
{
	fprintf(stderr, "log_make: %s: %s\n", what, err->text);
	return 1;
}

/* Commits entries up to a size. */
static bool
grow(struct made *made, uint64_t size)
{
	struct audit *audit = made->audit;

	if (size > 0 &&
	    audit_epoch_open(audit, made->db, INT64_C(1770019200123)) != DB_OK)
		return false;
	while (audit_size(audit) < size) {
		if (db_begin(made->db) != DB_OK)
			return false;
		for (int i = 0; i < GROUP && audit_size(audit) < size; i++) {
			struct audit_note note = audit_note_init(
			    "simpul.handoff.received.v1");

			note.case_id = (int64_t)(audit_size(audit) / 3) + 1;
			note.entry.outcome = "success";
			note.entry.initiator = "lapor";
			note.entry.target = i % 2 == 0 ? "pdam" : "pln";
			if (audit_append(audit, made->db,
				INT64_C(1770019200123) + i, &note) != DB_OK)
				return false;
		}
		if (audit_before_commit(audit, made->db) != DB_OK ||
		    db_commit(made->db) != DB_OK)
			return false;
		audit_committed(audit);
	}
	return true;
}

/* Publishes all of it. */
static enum hub_status
publish(const struct made *made, struct hub_error *err)
{
	enum hub_status status;
	bool more = false;

	do
		status = publisher_round(made->publisher, made->db,
		    INT64_C(1770019200123), &more, err);
	while (status == HUB_OK && more);
	return status;
}

/* Opens or makes ledger and key. */
static enum hub_status
begin(struct made *made, const char *folder, struct hub_error *err)
{
	const struct publisher_conf conf = { made->data, ORIGIN, made->key,
		made->last };
	char path[PATH_MAX + 16];
	enum hub_status status = HUB_OK;

	(void)snprintf(made->data, PATH_MAX, "%s/data", folder);
	(void)snprintf(made->key, PATH_MAX, "%s/audit.pem", folder);
	(void)snprintf(made->last, PATH_MAX, "%s/last", folder);
	(void)snprintf(path, sizeof(path), "%s/simpul.db", made->data);
	(void)mkdir(made->data, 0700);
	if (access(made->key, F_OK) != 0)
		status = logbook_keygen(made->key, clock_system(), err);
	if (status != HUB_OK)
		return status;
	if (db_open(path, DB_CREATE, &made->db, err) != DB_OK ||
	    schema_open(made->db, err) != DB_OK)
		return HUB_FAULT;
	if (audit_open(made->db, clock_system(), "urn:simpul:uji", "uji",
		&made->audit) != DB_OK)
		return hub_fail(err, HUB_FAULT, "no audit log");
	return publisher_open(&conf, made->db, &made->publisher, err);
}

/* Publishes the log at each size. */
static enum hub_status
publish_each(struct made *made, int count, char **sizes, struct hub_error *err)
{
	enum hub_status status = HUB_OK;

	for (int i = 0; i < count && status == HUB_OK; i++) {
		if (!grow(made, strtoull(sizes[i], NULL, 10)))
			return hub_fail(err, HUB_FAULT, "%s",
			    db_error(made->db));
		status = publish(made, err);
	}
	return status;
}

int
main(int argc, char **argv)
{
	struct made made = { .db = NULL };
	struct hub_error err = { "" };
	struct hub_buf vkey;
	enum hub_status status;

	if (argc < 2)
		return fail("usage: log_make FOLDER SIZE...", &err);
	hub_buf_init(&vkey, 4096);
	status = begin(&made, argv[1], &err);
	if (status == HUB_OK)
		status = publish_each(&made, argc - 2, argv + 2, &err);
	if (status == HUB_OK) {
		note_key_write(&made.publisher->signer.key, &vkey);
		printf("%s\n", hub_buf_str(&vkey));
	}
	hub_buf_release(&vkey);
	publisher_free(made.publisher);
	audit_free(made.audit);
	db_close(made.db);
	return status == HUB_OK ? 0 : fail(argv[1], &err);
}
