/* SPDX-License-Identifier: Apache-2.0 */
/*
 * attachment_file.h - an attachment's bytes on the files thread: a piece is
 * added, a range is read, a whole file is opened for sending.
 *
 * The maker fills in the upper part and sets files.job.done.
 */
#ifndef ATTACHMENT_FILE_H
#define ATTACHMENT_FILE_H

#include "attachment.h"
#include "events.h"
#include "digest.h"
#include "files.h"

/* What became of a job on a file. */
enum attachment_end {
	ATTACHMENT_DONE,
	ATTACHMENT_UNKNOWN, /* there is none, or it was erased */
	ATTACHMENT_FOREIGN, /* somebody else's, or a case's already */
	ATTACHMENT_PLACE,   /* not where it ends: see row.received */
	ATTACHMENT_LONG,    /* more than it was to hold */
	ATTACHMENT_FULL,    /* the disk takes no more */
	ATTACHMENT_BUSY,    /* the database takes too long */
	ATTACHMENT_BROKEN,  /* it does not read */
};

/* One piece more for a loose attachment. */
struct attachment_piece {
	struct files_job files;
	int64_t id, owner, at;
	const void *bytes; /* borrowed until done */
	size_t len;

	enum attachment_end end;
	struct attachment_row row; /* as it was before the piece */
	bool complete;
	uint8_t sha256[DIGEST_SIZE]; /* when complete */
};
void attachment_piece_init(struct attachment_piece *piece);

/* A file in memory is written whole, under a fresh key and name. */
struct attachment_new {
	const char *name, *type;
	const void *bytes; /* borrowed until done */
	size_t len;
	size_t event; /* the maker's: what it came with */
	char file[FILES_NAME_SIZE];
	uint8_t key[CONTENT_KEY_SIZE];
	uint8_t sha256[DIGEST_SIZE];
	bool kept; /* a row names it now */
};
struct attachment_store {
	struct files_job files;
	struct attachment_new *all; /* the maker's */
	size_t count;

	enum attachment_end end;
};
void attachment_store_init(struct attachment_store *store);
/* The same for the files of events, borrowed until done; all is the store's,
 * for free().  false: no memory. */
bool attachment_store_of(struct attachment_store *store,
    const struct hub_events *events);
/* Whether it wrote a file that no row names. */
bool attachment_store_left(const struct attachment_store *store);
/* Once more, later: files that no row names are removed. */
void attachment_store_clear(struct attachment_store *store);

/* The bytes from `from` to `to` of an open attachment. */
enum attachment_end attachment_bytes(const struct files_room *room,
    const struct attachment_row *row, uint64_t from, uint64_t to,
    struct hub_buf *out);

enum attachment_end attachment_end_of_db(enum db_code code);
enum attachment_end attachment_end_of_file(enum files_code code);

#endif
