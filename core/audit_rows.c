/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "audit_rows.h"

#include "canon.h"

enum { COLUMNS = 4 };

#define INSERT "INSERT INTO audit_entry (seq, case_id, case_seq, body) VALUES "

static const struct db_query add_one = { INSERT "(?1,?2,?3,?4)" };
static const struct db_query add_all = { INSERT
	"(?1,?2,?3,?4),(?5,?6,?7,?8),(?9,?10,?11,?12),"
	"(?13,?14,?15,?16),(?17,?18,?19,?20),(?21,?22,?23,?24),"
	"(?25,?26,?27,?28),(?29,?30,?31,?32),(?33,?34,?35,?36),"
	"(?37,?38,?39,?40),(?41,?42,?43,?44),(?45,?46,?47,?48),"
	"(?49,?50,?51,?52),(?53,?54,?55,?56),(?57,?58,?59,?60),"
	"(?61,?62,?63,?64)" };

/* No rows. */
void
audit_rows_init(struct audit_rows *rows)
{
	rows->count = 0;
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

/* Writes what waits. */
enum db_code
audit_rows_write(struct audit_rows *rows, struct db *db)
{
	const bool all = rows->count == AUDIT_ROWS;
	struct db_value values[AUDIT_ROWS * COLUMNS];
	enum db_code code = DB_OK;

	for (size_t i = 0; i < rows->count; i++)
		columns(rows, i, values + i * COLUMNS);
	if (all)
		code = db_put(db, &add_all,
		    (struct db_args){ values, AUDIT_ROWS * COLUMNS });
	for (size_t i = 0; !all && i < rows->count && code == DB_OK; i++)
		code = db_put(db, &add_one,
		    (struct db_args){ values + i * COLUMNS, COLUMNS });
	if (code == DB_OK)
		audit_rows_forget(rows);
	return code;
}

/* One more row; writes when there are enough. */
enum db_code
audit_rows_add(struct audit_rows *rows, struct db *db, struct audit_row row)
{
	if (!hub_buf_ok(&rows->bodies))
		return DB_FAILED;
	rows->rows[rows->count++] = row;
	return rows->count == AUDIT_ROWS ? audit_rows_write(rows, db) : DB_OK;
}
