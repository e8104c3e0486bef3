/* SPDX-License-Identifier: Apache-2.0 */
/*
 * uni_window.h - what the query of GET requests or servicerequestupdates
 * narrows the list by, and the link to what did not fit into one answer.
 *
 * The standard has no pages: whoever asks by time alone gets the oldest
 * updates first, and so can go on from the last one that came.
 */
#ifndef UNI_WINDOW_H
#define UNI_WINDOW_H

#include "hub_error.h"
#include "hub_message.h"
#include "uni_doc.h"

#define UNI_PAGE_MAX 200u

struct uni_window {
	int64_t since, until; /* both among it; 0: not said */
	uint64_t limit;	      /* page_size */
	char page[UNI_LINE];  /* of a link of ours, or "" */
	char status[UNI_LINE], service[UNI_LINE];
};

/* Reads a query; false, and why, when something in it does not read. */
bool uni_window_read(const char *query, struct uni_window *ret,
    struct hub_error *err);
/* Whether a status is wanted: open and closed mean all of their kind. */
bool uni_window_wants(const struct uni_window *window, const char *status);
/* Whether an instant lies in it. */
bool uni_window_has(const struct uni_window *window, int64_t at);
/* Tells where the rest is, when there is one. */
void uni_window_link(const char *path, const char *query, const char *next,
    struct hub_reply *reply);
/* A parameter of a query as one line; false when it is too long. */
bool uni_query(const char *query, const char *name, char *buf, size_t size);

#endif
