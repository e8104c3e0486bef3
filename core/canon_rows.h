/* SPDX-License-Identifier: Apache-2.0 */
/*
 * canon_rows.h - the members of an audit entry as a table, shared by the
 * writer and by what describes it.
 *
 * Rows stand in the order of RFC 8785: by name, a group where its name
 * stands.  A group that has a `tells` member is written whole when that text
 * is given, and not at all when it is "".
 */
#ifndef CANON_ROWS_H
#define CANON_ROWS_H

#include <stddef.h>

#include "canon.h"

#define CANON_ROWS_MAX 80u

enum canon_group {
	CANON_ROOT,
	CANON_DATA,
	CANON_CHANNEL,
	CANON_CLOCK,
	CANON_HOLDER,
	CANON_LOG,
	CANON_LOSS,
	CANON_MAP,
	CANON_PAYLOAD_IN,
	CANON_PAYLOAD_OUT,
	CANON_PAYLOAD_SENT,
	CANON_PEER,
	CANON_STATE,
	CANON_THEIR,
	CANON_TRANSPORT,
};

struct canon_group_row {
	const char *name, *key; /* key: as it is written, its brace too */
	size_t key_len;
	enum canon_group parent;
	size_t tells; /* offset of a text member; 0: none */
};

enum canon_kind {
	CANON_CONSTANT, /* always words[0] */
	CANON_LINE,	/* an id: UTF-8 without control characters */
	CANON_WORD,	/* a code: a-z 0-9 _ - . */
	CANON_WORDS,	/* codes, a comma between */
	CANON_LISTED,	/* one of words */
	CANON_TYPE,	/* one of the types of entries */
	CANON_UUID,
	CANON_HEX,    /* SHA-256, 64 hex digits */
	CANON_BASE64, /* 32 bytes, 44 characters */
	CANON_NUMBER, /* 0 to 2^53 - 1 */
	CANON_BUCKET, /* 0 or a power of two */
	CANON_TIME,   /* RFC 3339, UTC, milliseconds */
	CANON_FLAG,   /* true, or not there */
	CANON_KINDS
};

struct canon_row {
	const char *name, *key; /* key: the name as it is written */
	size_t key_len;
	enum canon_group group;
	enum canon_kind kind;
	bool required;
	size_t offset; /* in struct canon_entry */
	const char *const *words;
	const char *help;
};

/* "text", "number"...: what `canon_members` says of a kind. */
const char *canon_kind_name(enum canon_kind kind);
const struct canon_row *canon_rows(size_t *ret_count);
const struct canon_group_row *canon_group(enum canon_group group);
/* Whether a text keeps its row's rule. */
bool canon_text_ok(const struct canon_row *row, const char *text, size_t len);
/* How many characters stand before the first that is not printable ASCII or
 * wants a backslash in a text. */
size_t canon_ascii(const char *text, size_t len);
/* In order; the name without "simpul." and ".v1" is what is meant. */
const char *const *canon_types(size_t *ret_count);

#endif
