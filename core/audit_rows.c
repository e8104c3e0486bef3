/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "audit_rows.h"

#include "canon.h"

enum { COLUMNS = 4 };

#define INSERT \
	"INSERT INTO audit_entry (seq, case_id, case_seq, body, edge) VALUES "

static const struct db_query add_one = { INSERT "(?1,?2,?3,?4,?5)" };
static const struct db_query add_all = { INSERT
	"(?1,?2,?3,?4,x''),(?5,?6,?7,?8,x''),"
	"(?9,?10,?11,?12,x''),(?13,?14,?15,?16,x''),"
	"(?17,?18,?19,?20,x''),(?21,?22,?23,?24,x''),"
	"(?25,?26,?27,?28,x''),(?29,?30,?31,?32,x''),"
	"(?33,?34,?35,?36,x''),(?37,?38,?39,?40,x''),"
	"(?41,?42,?43,?44,x''),(?45,?46,?47,?48,x''),"
	"(?49,?50,?51,?52,x''),(?53,?54,?55,?56,x''),"
	"(?57,?58,?59,?60,x''),(?61,?62,?63,?64,?65)" };

/* No rows. */
void
audit_rows_init(struct audit_rows *rows)
{
	rows->count = 0;
	rows->taken = false;
	tlog_init(&rows->tree);
	hub_buf_init(&rows->bodies, AUDIT_ROWS * CANON_MAX);
}

/* Gives the memory back. */
void
audit_rows_release(struct audit_rows *rows)
{
	hub_buf_release(&rows->bodies);
	rows->count = 0;
}

/* The rows that wait never were. */
void
audit_rows_forget(struct audit_rows *rows)
{
	hub_buf_clear(&rows->bodies);
	rows->count = 0;
}

/* A row's columns. */
static void
columns(const struct audit_rows *rows, size_t i, struct db_value *values)
{
	const struct audit_row *row = &rows->rows[i];

	values[0] = db_int(row->seq);
	values[1] = db_int(row->case_id);
	values[2] = db_int(row->case_seq);
	values[3] = db_blob(rows->bodies.data + row->at, row->len);
}

/* The frontier, as it is stored. */
static struct db_value
edge(const struct audit_rows *rows)
{
	return db_blob(rows->tree.hashes,
	    rows->tree.count * sizeof(rows->tree.hashes[0]));
}

/* One statement a row. */
static enum db_code
write_each(struct audit_rows *rows, struct db *db)
{
	struct db_value values[COLUMNS + 1];
	enum db_code code = DB_OK;

	for (size_t i = 0; i < rows->count && code == DB_OK; i++) {
		columns(rows, i, values);
		values[COLUMNS] = i + 1 == rows->count ? edge(rows)
						       : db_blob("", 0);
		code = db_put(db, &add_one,
		    (struct db_args){ values, COLUMNS + 1 });
	}
	return code;
}

/* One statement for AUDIT_ROWS of them. */
static enum db_code
write_all(struct audit_rows *rows, struct db *db)
{
	struct db_value values[AUDIT_ROWS * COLUMNS + 1];

	for (size_t i = 0; i < AUDIT_ROWS; i++)
		columns(rows, i, values + i * COLUMNS);
	values[AUDIT_ROWS * COLUMNS] = edge(rows);
	return db_put(db, &add_all,
	    (struct db_args){ values, AUDIT_ROWS * COLUMNS + 1 });
}

/* Writes what waits. */
enum db_code
audit_rows_write(struct audit_rows *rows, struct db *db)
{
	enum db_code code = rows->count == AUDIT_ROWS ? write_all(rows, db)
						      : write_each(rows, db);

	rows->taken = code == DB_CONFLICT;
	if (code == DB_OK)
		audit_rows_forget(rows);
	return code;
}

/* One more row, and leaf; writes when there are enough. */
enum db_code
audit_rows_add(struct audit_rows *rows, struct db *db, struct audit_row row)
{
	struct tlog_hash leaf;

	if (!hub_buf_ok(&rows->bodies))
		return DB_FAILED;
	tlog_leaf(rows->bodies.data + row.at, row.len, &leaf);
	if (!tlog_append(&rows->tree, &leaf))
		return DB_FAILED;
	rows->rows[rows->count++] = row;
	return rows->count == AUDIT_ROWS ? audit_rows_write(rows, db) : DB_OK;
}
