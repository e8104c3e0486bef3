/* SPDX-License-Identifier: Apache-2.0 */
/*
 * audit.h - the audit log's entries, appended in the transaction of what they
 * tell of.
 *
 * The log's next index, and the counters of each channel (sender, receiver),
 * stand in memory and follow the transaction: audit_before_commit() writes
 * what changed, then audit_committed() keeps or audit_rolled_back() forgets it.
 */
#ifndef AUDIT_H
#define AUDIT_H

#include "canon.h"
#include "clock.h"
#include "content.h"
#include "db.h"

struct audit;

/* source: urn of the installation; observer: the node's name. */
enum db_code audit_open(struct db *db, const struct clock *clock,
    const char *source, const char *observer, struct audit **ret);
void audit_free(struct audit *audit);

/* Bytes that an entry commits to; only their digest comes here. */
struct audit_payload {
	const uint8_t *sha256; /* 32 bytes, or NULL: none */
	size_t len;
};

struct audit_note {
	struct canon_entry entry; /* id, source, time, observer, case_seq and
				   * payloads are filled in by audit_append,
				   * and subject where it is "" */
	int64_t case_id;	  /* 0: not about a case */
	uint64_t case_seq;	  /* the last one used; 0: find it */
	bool fresh;		  /* the case begins here: nothing to look up */
	const uint8_t *case_key;  /* K_case; needed for payloads */
	struct audit_payload in, out, sent;
};

struct audit_note audit_note_init(const char *type);

/* Appends one entry; sets note->case_seq to the number it took. */
enum db_code audit_append(struct audit *audit, struct db *db, int64_t now_ms,
    struct audit_note *note);

/* The next number of the channel between two institutions (database keys). */
enum db_code audit_channel_next(struct audit *audit, struct db *db,
    int64_t sender, int64_t receiver, uint64_t *ret_seq);

enum db_code audit_before_commit(struct audit *audit, struct db *db);
void audit_committed(struct audit *audit);
void audit_rolled_back(struct audit *audit);
uint64_t audit_size(const struct audit *audit); /* committed or not */
/* Whether what was to be written last met an entry that we did not write: the
 * log that this hub knows is no longer the one in the database. */
bool audit_taken(const struct audit *audit);

/* Why the last append that returned DB_FAILED did, if not for the database. */
const char *audit_error(const struct audit *audit);

/* HMAC-SHA256(salt, sha256) where salt is HMAC-SHA256(K_case,
 * "simpul/v1 salt\n" id "\n" field). */
void audit_commitment(const uint8_t case_key[CONTENT_KEY_SIZE], const char *id,
    const char *field, const uint8_t sha256[32], uint8_t out[32]);

#endif
