/* SPDX-License-Identifier: Apache-2.0 */
/*
 * audit_fields.h - what an entry of the audit log is found by, read from its
 * canonical bytes without parsing them whole.
 *
 * A name in quotes with its colon stands nowhere within a text, whose quotes
 * are escaped.  What is not there is "" or 0.
 */
#ifndef AUDIT_FIELDS_H
#define AUDIT_FIELDS_H

#include <stddef.h>
#include <stdint.h>

#define AUDIT_FIELD_MAX 96
#define AUDIT_PARTIES 4 /* initiator, target, holder before and after */

struct audit_fields {
	int64_t time_ms, case_id;
	char type[AUDIT_FIELD_MAX], outcome[AUDIT_FIELD_MAX];
	char parties[AUDIT_PARTIES][AUDIT_FIELD_MAX];
};

/* The fields of an entry. */
void audit_fields_read(const void *entry, size_t len, struct audit_fields *ret);

#endif
