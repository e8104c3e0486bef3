/* SPDX-License-Identifier: Apache-2.0 */
/*
 * uni_service.h - the table of services: which service_code a category of the
 * hub goes as, and what a campus may hand in.
 *
 * A line a service: CODE | CATEGORY | NAME | DESCRIPTION | GROUP, the last
 * three may be left out; lines that begin with # are comments.  Several
 * categories may have one code: its first line counts for the way in.
 */
#ifndef UNI_SERVICE_H
#define UNI_SERVICE_H

#include "hub_error.h"
#include "uni_doc.h"

#define UNI_SERVICE_TEXT 512

struct uni_service {
	char code[UNI_LINE];
	char category[UNI_LINE];
	char name[UNI_SERVICE_TEXT]; /* the code where none is given */
	char description[UNI_SERVICE_TEXT];
	char group[UNI_LINE];
};

/* The next service of a table, *at standing behind it; false at its end. */
bool uni_service_next(const char **at, struct uni_service *ret);
/* The first one of a category, or of a code. */
bool uni_service_of(const char *table, const char *category,
    struct uni_service *ret);
bool uni_service_find(const char *table, const char *code,
    struct uni_service *ret);
/* Whether the table reads. */
enum hub_status uni_service_check(const char *table, struct hub_error *err);

#endif
