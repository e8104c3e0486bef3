/* SPDX-License-Identifier: Apache-2.0 */
/*
 * uni_catalogue.h - what their list of services said the last time, kept in
 * the poll's cursor, and what is different now, told once to people.
 *
 * It is used for nothing else: which service a case goes to stands in the
 * section's table, whatever their list says.  A list that does not fit into a
 * cursor is watched only where the table has its services.
 */
#ifndef UNI_CATALOGUE_H
#define UNI_CATALOGUE_H

#include "uni_service.h"
#include "university.h"

#define UNI_SUM 7 /* room for six digits */
#define UNI_SUM_GONE "gone.."
#define UNI_SUM_NONE "------"

/* A poll's cursor: until when the news are here, when the list was looked at
 * (0: never), and the list as it was.  Between the steps of one poll also how
 * many of the news, oldest first, are here already. */
struct uni_cursor {
	int64_t news, looked;
	const char *list; /* borrowed from the text */
	unsigned taken;	  /* 0: all that there were */
};

/* One service as it was: sums of its name and of the attributes that its
 * definition requires, or one of the words above. */
struct uni_entry {
	char name[UNI_SUM], required[UNI_SUM];
	bool asked; /* its definition is to be asked for */
	char code[UNI_LINE];
};

/* Reads a cursor; one of before there was a list is one time.  False: it is no
 * cursor. */
bool uni_cursor_read(const char *text, struct uni_cursor *ret);
/* Ends a poll's step with the cursor: the poll goes on, or that was all. */
void uni_cursor_emit(const struct uni_cursor *cursor, bool goes_on,
    const char *notice, struct hub_events *events);

/* The next service of a list, *at standing behind it; false at its end. */
bool uni_entry_next(const char **at, struct uni_entry *ret);
/* The one of a code; false, and one of which nothing is known, for none. */
bool uni_entry_find(const char *list, const char *code, struct uni_entry *ret);
void uni_entry_put(struct hub_buf *out, const struct uni_entry *entry);
/* Six digits for a number. */
void uni_entry_sum(uint64_t number, char ret[UNI_SUM]);
/* Appends a line for people, as long as there is room. */
void uni_entry_tell(struct hub_buf *notice, const char *code, const char *what,
    const char *more);

/* The first service whose definition is to be asked for; false: none. */
bool uni_catalogue_next(const char *list, char code[UNI_LINE]);
/* The answer to step 1, the list, or to a later one, a definition; doc NULL:
 * it does not read. */
void uni_catalogue_conclude(const struct university_conf *conf,
    const struct uni_doc *doc, const struct hub_at *at,
    struct hub_events *events);

#endif
