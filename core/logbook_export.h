/* SPDX-License-Identifier: Apache-2.0 */
/*
 * logbook_export.h - a folder with all that an auditor needs of a published
 * log: its files up to its checkpoint, the schema, a policy, a README.
 *
 * What a run did not bring to an end the next one goes on with; a log that
 * grew is added to.  The checkpoint is written last, so that a folder with one
 * is whole.  A log that does not agree with the checkpoint of an earlier run
 * is not copied over it.
 */
#ifndef LOGBOOK_EXPORT_H
#define LOGBOOK_EXPORT_H

#include "logbook.h"
#include "policy.h"

struct logbook_export {
	struct logbook *from;	      /* borrowed */
	const char *to;		      /* a folder; made where there is none */
	const struct policy *policy;  /* borrowed; the checkpoint keeps it */
	struct note_span policy_text; /* written beside; borrowed */
	/* Told how far the run is; may be NULL. */
	void (*progress)(void *ctx, uint64_t done, uint64_t total);
	void *ctx;
	/* Results. */
	struct tlog_head head;
	uint64_t before; /* entries there were in the folder */
};

enum hub_status logbook_export_run(struct logbook_export *run,
    struct hub_error *err);

/* What auditors read first. */
void logbook_export_readme(struct hub_buf *out, const char *origin,
    const struct tlog_head *head);

#endif
