/* SPDX-License-Identifier: Apache-2.0 */
/*
 * audit_channel.h - the last number of each channel (sender, receiver), in
 * memory, and which of them the transaction has moved.
 *
 * For audit.c alone.
 */
#ifndef AUDIT_CHANNEL_H
#define AUDIT_CHANNEL_H

#include "db.h"

struct audit_channel {
	int64_t sender, receiver; /* both 0: a free place */
	uint64_t seq, committed;
};

struct audit_channels {
	struct audit_channel *rows; /* owned; room is a power of two */
	size_t room, used;
	size_t moved; /* since the last commit */
};

enum db_code audit_channels_load(struct audit_channels *channels,
    struct db *db);
void audit_channels_release(struct audit_channels *channels);
/* False without memory. */
bool audit_channels_next(struct audit_channels *channels, int64_t sender,
    int64_t receiver, uint64_t *ret_seq);
/* Writes those that moved. */
enum db_code audit_channels_store(struct audit_channels *channels,
    struct db *db);
void audit_channels_keep(struct audit_channels *channels);
void audit_channels_forget(struct audit_channels *channels);

#endif
