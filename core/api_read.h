/* SPDX-License-Identifier: Apache-2.0 */
/*
 * api_read.h - a call that only looks: its answer is written on the reader's
 * thread, and sent from the loop.
 *
 * An auditor's look at content, and identity that an institution is shown,
 * are recorded in the audit log before the answer leaves.
 */
#ifndef API_READ_H
#define API_READ_H

#include "api_call.h"
#include "arena.h"
#include "cases_list.h"
#include "part.h"

#define API_PAGE 50 /* items of a page when none is asked for */
#define API_PAGE_MAX 200

struct api_read;
/* On the reader's thread: writes read->out, or sets status and detail. */
typedef enum db_code api_fill_fn(struct api_read *read,
    struct reader_room *room);

struct api_read {
	struct reader_job reader; /* first: its job is what comes home */
	struct ledger_job ledger; /* the audit entry */
	struct api_call call;
	api_fill_fn *fill;
	struct part_asker asker;
	struct cases_filter page; /* before: from the cursor */
	char ref[160];		  /* ?ref= */
	struct arena arena;
	struct hub_buf body; /* the answer */
	struct hub_json_out out;

	int status; /* 200, or a problem's with its detail */
	const char *detail;
	/* What is to be recorded. */
	int64_t viewed;		    /* case whose content is shown, 0: none */
	const char *shown_identity; /* names, comma between, "" none */

	size_t found; /* items so far */
	int64_t last; /* id of the last one */

	/* Long polls: see api_inbox.c. */
	struct api_read *next;
	struct loop_timer *timer;  /* NULL: does not wait */
	int64_t wait_ms, until_ms; /* until: steady time */
	bool waiting, gone, again;
};

/* A read with its paging taken from the query; NULL: answered. */
struct api_read *api_read_new(const struct api_call *call, api_fill_fn *fill);
void api_read_submit(struct api_read *read);
/* Both at once: most handlers are this line. */
void api_read_start(const struct api_call *call, api_fill_fn *fill);
/* Answers and frees. */
void api_read_end(struct api_read *read);
/* What is known of a caller. */
struct part_asker api_asker(const struct api_call *call);
/* In the ledger: the audit entry about a look at a case's content; identity:
 * names of members that were shown, "" none. */
enum db_code api_record_look(struct ledger_room *room,
    const struct api_call *call, int64_t case_id, const char *identity);
/* Without an answer. */
void api_read_free(struct api_read *read);
/* Filters from the query, and those that the caller's role sets; false:
 * answered and freed. */
bool api_read_filter(struct api_read *read);
/* For a fill: the case that the path names, if the asker may see it; else
 * read->status says why not. */
enum db_code api_read_case(struct api_read *read, struct reader_room *room,
    struct case_row *ret_case, enum part *ret_part);
/* For a fill: the answer is a problem. */
enum db_code api_read_refuse(struct api_read *read, int status,
    const char *detail);
/* For a fill: a page's frame. */
void api_read_open(struct api_read *read);
void api_read_close(struct api_read *read, int64_t next);

#endif
