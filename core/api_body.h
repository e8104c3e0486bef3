/* SPDX-License-Identifier: Apache-2.0 */
/*
 * api_body.h - the JSON body of a call, read into a struct by a table of its
 * members.
 *
 * The same rows write the schema of openapi.json.  A member that is not in
 * the table is an error that names it; sentences say which member, what was
 * found and what was expected, and never quote a value.  Texts are borrowed
 * from the document.
 */
#ifndef API_BODY_H
#define API_BODY_H

#include <stdbool.h>
#include <stddef.h>

#include "hub_json.h"

enum body_kind {
	BODY_LINE,	  /* one line of text: const char * */
	BODY_INSTITUTION, /* the same, the id of one: see api_named.h */
	BODY_TEXT,	  /* text with line breaks: const char * */
	BODY_TIME,	  /* RFC 3339 with a zone: int64_t seconds */
	BODY_FLAG,	  /* bool */
	BODY_CHOICE,	  /* the same where absence means something: an enum,
		      * 0 absent, 1 true, 2 false */
	BODY_COUNT,	  /* whole number from 1 to max: uint64_t */
	BODY_WORD,	  /* one of a closed list: an enum */
	BODY_OBJECT,	  /* more members, in the same struct */
	BODY_IDS,	  /* list of ids: struct body_ids */
};

#define BODY_IDS_MAX 32
struct body_ids {
	const char *ids[BODY_IDS_MAX];
	size_t count;
};

/* A word of a closed list, "" behind the last one. */
typedef const char *body_word_fn(unsigned value);

struct body_row {
	const char *name; /* NULL ends a table */
	enum body_kind kind;
	size_t offset;
	size_t max;		      /* bytes, ids, or the greatest number */
	body_word_fn *word;	      /* BODY_WORD */
	const struct body_row *inner; /* BODY_OBJECT */
	bool required;
	const char *help;
};

struct body_problem {
	char member[64]; /* "complainant.email", "" for the whole body */
	char text[640];	 /* one sentence */
};

/* Reads every member into `into`, whose other fields stay as they are; false
 * with the first problem. */
bool body_read(const struct hub_json *doc, const struct body_row *rows,
    void *into, struct body_problem *ret_problem);

#endif
