/* SPDX-License-Identifier: Apache-2.0 */
/*
 * letter_sealing.h - the sealing of one letter as a job of the files thread,
 * which may take a while over 25 MB.
 */
#ifndef LETTER_SEALING_H
#define LETTER_SEALING_H

#include "files.h"
#include "letter_seal.h"

struct letter_sealing {
	struct files_job files; /* first; files.job.done: the maker's */
	struct letter_seal_by by;
	struct letter content; /* released by the job */
	/* Out; the maker releases sealed. */
	struct hub_buf sealed;
	enum hub_status status;
	struct hub_error err;
};

/* Plans the content of an order's request; NULL, or why it cannot be sent, and
 * then it must not be started. */
const char *letter_sealing_init(struct letter_sealing *sealing,
    const struct letter_seal_by *by, const struct http_order *order);
/* Done follows, later, whatever happens. */
void letter_sealing_start(struct letter_sealing *sealing, struct files *files);

#endif
