/* SPDX-License-Identifier: Apache-2.0 */
/*
 * quarantine.h - messages that their institution's plugin died on twice: kept
 * sealed for the operator, and answered at once for a day, without a worker.
 *
 * Belongs to the loop.  The newest QUARANTINE_MAX are remembered.
 */
#ifndef QUARANTINE_H
#define QUARANTINE_H

#include "inbox.h"
#include "ledger.h"
#include "reader.h"

struct quarantine;

/* NULL: no memory.  Those of an earlier life are read in the background. */
struct quarantine *quarantine_new(struct ledger *ledger, struct reader *reader,
    const struct clock *clock);
void quarantine_free(struct quarantine *q);

/* Whether this very message was put there within a day. */
bool quarantine_holds(const struct quarantine *q, int64_t institution,
    const uint8_t digest[DIGEST_SIZE]);

/* Told, on the loop, once the message is kept, or that it could not be. */
typedef void quarantine_fn(void *ctx, enum db_code code);
/* Keeps a message, whose bytes are borrowed until fn.  fn is always called,
 * later. */
bool quarantine_put(struct quarantine *q, const struct inbox_row *message,
    quarantine_fn *fn, void *ctx);

#endif
