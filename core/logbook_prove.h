/* SPDX-License-Identifier: Apache-2.0 */
/*
 * logbook_prove.h - one entry of a published log with the proof that it is
 * there: what nobody need believe, because it comes to the root that was
 * signed.
 */
#ifndef LOGBOOK_PROVE_H
#define LOGBOOK_PROVE_H

#include "logbook.h"

struct logbook_proved {
	uint64_t index;
	struct note_span entry; /* borrowed until the next bundle is read */
	struct tlog_proof proof;
};

/* Fills in entry and proof of proved->index, which is below the size.
 * HUB_MALFORMED: they do not give the root. */
enum hub_status logbook_prove(struct logbook *book,
    const struct tlog_head *head, struct logbook_proved *proved,
    struct hub_error *err);

#endif
