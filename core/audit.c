/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "audit.h"

#include "audit_channel.h"
#include "audit_edge.h"
#include "audit_rows.h"
#include "digest.h"
#include "ident.h"

#define SALT_LABEL "simpul/v1 salt\n"
#define SALT_FIELD_MAX 16
#define POOL_SIZE 4096	 /* random bytes fetched at once */
#define LAST_ROOM 16384u /* cases whose last number is remembered; 2^n */

struct last_number {
	int64_t case_id;
	uint64_t seq;
};

struct audit {
	char *source, *observer; /* owned */
	struct audit_channels channels;
	struct last_number *last;  /* owned; LAST_ROOM of them */
	struct audit_rows rows;	   /* of this transaction, not written yet */
	struct tlog_frontier kept; /* the tree as of the last commit */
	struct hub_error error;
	const struct clock *clock; /* borrowed */
};

/* db_row_fn: a number. */
static bool
take_number(void *ctx, const struct db_row *row)
{
	*(uint64_t *)ctx = (uint64_t)db_row_int(row, 0);
	return false;
}

/* Reads where the log and its channels end. */
static enum db_code
load(struct audit *audit, struct db *db)
{
	enum db_code code = audit_edge_load(db, &audit->kept);

	audit->rows.tree = audit->kept;
	if (code != DB_OK)
		return code;
	return audit_channels_load(&audit->channels, db);
}

/* The log as the database has it. */
enum db_code
audit_open(struct db *db, const struct clock *clock, const char *source,
    const char *observer, struct audit **ret)
{
	struct audit *audit = calloc(1, sizeof(*audit));
	enum db_code code = DB_FAILED;

	if (audit == NULL)
		return DB_FAILED;
	audit->source = strdup(source);
	audit->observer = strdup(observer);
	audit->clock = clock;
	audit->last = calloc(LAST_ROOM, sizeof(*audit->last));
	audit_rows_init(&audit->rows);
	if (audit->source != NULL && audit->observer != NULL &&
	    audit->last != NULL)
		code = load(audit, db);
	if (code != DB_OK) {
		audit_free(audit);
		return code;
	}
	*ret = audit;
	return DB_OK;
}

/* Forgets the log's end; the log itself stands in the database. */
void
audit_free(struct audit *audit)
{
	if (audit == NULL)
		return;
	audit_rows_release(&audit->rows);
	audit_channels_release(&audit->channels);
	free(audit->last);
	free(audit->source);
	free(audit->observer);
	free(audit);
}

/* A note that says nothing yet. */
struct audit_note
audit_note_init(const char *type)
{
	return (struct audit_note){ .entry = canon_entry_init(type) };
}

/* The commitment to bytes by their digest. */
void
audit_commitment(const uint8_t case_key[CONTENT_KEY_SIZE], const char *id,
    const char *field, const uint8_t sha256[32], uint8_t out[32])
{
	char label[sizeof(SALT_LABEL) + IDENT_UUID_SIZE + SALT_FIELD_MAX];
	uint8_t salt[DIGEST_SIZE];
	int len = snprintf(label, sizeof(label), SALT_LABEL "%s\n%s", id,
	    field);

	digest_hmac(case_key, CONTENT_KEY_SIZE, label, (size_t)len, salt);
	digest_hmac(salt, sizeof(salt), sha256, DIGEST_SIZE, out);
}

/* The smallest power of two that is not below len. */
static uint64_t
bucket(size_t len)
{
	uint64_t size = 1;

	if (len == 0)
		return 0;
	while (size < len)
		size <<= 1;
	return size;
}

/* One payload's member, its text in buf. */
static void
commit_to(const struct audit_note *note, const struct canon_entry *e,
    const char *field, const struct audit_payload *payload, char *buf)
{
	uint8_t commitment[DIGEST_SIZE];

	buf[0] = '\0';
	if (payload->sha256 == NULL || note->case_key == NULL)
		return;
	audit_commitment(note->case_key, e->id, field, payload->sha256,
	    commitment);
	digest_base64(commitment, sizeof(commitment), buf);
}

/* Where the last number of a case is remembered, or another case's. */
static struct last_number *
last_of(struct audit *audit, int64_t case_id)
{
	uint64_t mixed = (uint64_t)case_id * UINT64_C(0x9e3779b97f4a7c15);

	return &audit->last[(mixed >> 40) & (LAST_ROOM - 1)];
}

/* The last number of the note's case. */
static enum db_code
read_last(struct audit *audit, const struct audit_note *note, struct db *db,
    uint64_t *ret_seq)
{
	static const struct db_query query = {
		"SELECT coalesce(max(case_seq), 0) FROM audit_entry"
		" WHERE case_id = ?1 AND case_id <> 0"
	};
	const struct last_number *last = last_of(audit, note->case_id);
	enum db_code code;

	*ret_seq = note->case_id == 0 ? 0 : note->case_seq;
	if (note->case_seq != 0 || note->fresh || note->case_id == 0)
		return DB_OK;
	*ret_seq = last->seq;
	if (last->case_id == note->case_id)
		return DB_OK;
	code = audit_rows_write(&audit->rows, db);
	if (code != DB_OK)
		return code;
	return db_get(db, &query, DB_ARGS(db_int(note->case_id)), take_number,
	    ret_seq);
}

/* The canonical bytes of the note, behind those of the rows that wait. */
static enum hub_status
write_body(struct audit *audit, const struct audit_note *note, int64_t now_ms,
    uint64_t case_seq)
{
	struct canon_entry e = note->entry;
	char id[IDENT_UUID_SIZE], subject[IDENT_TEXT_SIZE + 5] = "case/";
	char in[DIGEST_BASE64_SIZE], out[DIGEST_BASE64_SIZE];
	char sent[DIGEST_BASE64_SIZE];

	ident_uuid7(audit->clock, id);
	e.id = id;
	e.source = audit->source;
	e.observer = audit->observer;
	e.time_ms = now_ms;
	e.case_seq = case_seq;
	if (note->case_id != 0 && e.subject[0] == '\0') {
		ident_text(note->case_id, subject + 5);
		e.subject = subject;
	}
	commit_to(note, &e, "payload_in", &note->in, in);
	commit_to(note, &e, "payload_out", &note->out, out);
	commit_to(note, &e, "payload_sent", &note->sent, sent);
	e.payload_in = (struct canon_payload){ in, bucket(note->in.len) };
	e.payload_out = (struct canon_payload){ out, bucket(note->out.len) };
	e.payload_sent = (struct canon_payload){ sent, bucket(note->sent.len) };
	return canon_write(&audit->rows.bodies, &e, &audit->error);
}

/* Appends an entry to the log, within the caller's transaction. */
enum db_code
audit_append(struct audit *audit, struct db *db, int64_t now_ms,
    struct audit_note *note)
{
	const struct hub_buf *bodies = &audit->rows.bodies;
	struct audit_row row = { .case_id = note->case_id };
	uint64_t case_seq = 0;
	enum db_code code = read_last(audit, note, db, &case_seq);

	if (code != DB_OK)
		return code;
	case_seq += note->case_id != 0;
	row.at = bodies->len;
	if (write_body(audit, note, now_ms, case_seq) != HUB_OK)
		return DB_FAILED;
	row.len = bodies->len - row.at;
	row.seq = (int64_t)audit->rows.tree.size;
	row.case_seq = (int64_t)case_seq;
	code = audit_rows_add(&audit->rows, db, row);
	if (code != DB_OK)
		return code;
	note->case_seq = case_seq;
	note->fresh = false;
	if (note->case_id != 0)
		*last_of(audit, note->case_id) =
		    (struct last_number){ note->case_id, case_seq };
	return DB_OK;
}

/* Numbers the next handoff from sender to receiver. */
enum db_code
audit_channel_next(struct audit *audit, struct db *db, int64_t sender,
    int64_t receiver, uint64_t *ret_seq)
{
	(void)db;
	if (!audit_channels_next(&audit->channels, sender, receiver, ret_seq))
		return DB_FAILED;
	return DB_OK;
}

/* Writes the entries that wait, and the channels that moved. */
enum db_code
audit_before_commit(struct audit *audit, struct db *db)
{
	enum db_code code = audit_rows_write(&audit->rows, db);

	if (code != DB_OK)
		return code;
	return audit_channels_store(&audit->channels, db);
}

/* What was appended stays. */
void
audit_committed(struct audit *audit)
{
	audit->kept = audit->rows.tree;
	audit_channels_keep(&audit->channels);
}

/* What was appended never was. */
void
audit_rolled_back(struct audit *audit)
{
	audit->rows.tree = audit->kept;
	memset(audit->last, 0, LAST_ROOM * sizeof(*audit->last));
	audit_rows_forget(&audit->rows);
	audit_channels_forget(&audit->channels);
}

/* How many entries there are. */
uint64_t
audit_size(const struct audit *audit)
{
	return audit->rows.tree.size;
}

bool
audit_taken(const struct audit *audit)
{
	return audit->rows.taken;
}

/* The sentence of the last entry that could not be written. */
const char *
audit_error(const struct audit *audit)
{
	return audit->error.text;
}
