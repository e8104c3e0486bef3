/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ledger_base.h - what a ledger stands on: the locked data directory, the
 * database in it at its present version, the key that opens its content, and
 * the log's end.
 */
#ifndef LEDGER_BASE_H
#define LEDGER_BASE_H

#include "clock_pool.h"
#include "ledger.h"

struct ledger_base {
	int lock;		 /* -1: not locked */
	struct clock_pool clock; /* the configured one, pooled */
	struct db *db;
	struct audit *audit;
	struct seen *seen;
	struct content *content;
	int64_t last_id; /* the largest that was ever minted */
};

/* Opens all, or says why in one sentence and leaves base closed. */
enum hub_status ledger_base_open(const struct ledger_conf *conf,
    struct ledger_base *base, struct hub_error *err);
void ledger_base_close(struct ledger_base *base);

#endif
