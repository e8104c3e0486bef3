/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "audit_channel.h"

#include <assert.h>

#define FIRST_ROOM 64u /* a power of two */

/* The channel's place, or the free one where it would stand. */
static struct audit_channel *
place(struct audit_channel *rows, size_t room, int64_t sender, int64_t receiver)
{
	uint64_t i = ((uint64_t)sender * 0x9e3779b97f4a7c15u ^
			 (uint64_t)receiver) *
	    0xbf58476d1ce4e5b9u;

	for (i >>= 32;; i++) {
		struct audit_channel *row = &rows[i & (room - 1)];

		if (row->sender == sender && row->receiver == receiver)
			return row;
		if (row->sender == 0 && row->receiver == 0)
			return row;
	}
}

/* Keeps the table at most half full. */
static bool
make_room(struct audit_channels *channels)
{
	size_t room = channels->room == 0 ? FIRST_ROOM : channels->room * 2;
	struct audit_channel *rows;
	size_t i;

	if (channels->used * 2 < channels->room)
		return true;
	rows = calloc(room, sizeof(*rows));
	if (rows == NULL)
		return false;
	for (i = 0; i < channels->room; i++) {
		const struct audit_channel *row = &channels->rows[i];

		if (row->sender != 0 || row->receiver != 0)
			*place(rows, room, row->sender, row->receiver) = *row;
	}
	free(channels->rows);
	channels->rows = rows;
	channels->room = room;
	return true;
}

/* The channel, made if it is new; NULL without memory. */
static struct audit_channel *
find(struct audit_channels *channels, int64_t sender, int64_t receiver)
{
	struct audit_channel *row;

	if (!make_room(channels))
		return NULL;
	row = place(channels->rows, channels->room, sender, receiver);
	if (row->sender == 0 && row->receiver == 0) {
		row->sender = sender;
		row->receiver = receiver;
		channels->used++;
	}
	return row;
}

struct loading {
	struct audit_channels *channels;
	bool failed;
};

/* db_row_fn: one channel. */
static bool
take_channel(void *ctx, const struct db_row *row)
{
	struct loading *loading = ctx;
	struct audit_channel *channel = find(loading->channels,
	    db_row_int(row, 0), db_row_int(row, 1));

	loading->failed = channel == NULL;
	if (channel != NULL)
		channel->seq = channel->committed = (uint64_t)db_row_int(row,
		    2);
	return channel != NULL;
}

/* Reads every channel. */
enum db_code
audit_channels_load(struct audit_channels *channels, struct db *db)
{
	static const struct db_query query = {
		"SELECT sender, receiver, seq FROM channel"
	};
	struct loading loading = { channels, false };
	enum db_code code = db_get(db, &query, DB_NO_ARGS, take_channel,
	    &loading);

	if (loading.failed)
		return DB_FAILED;
	return code == DB_NONE ? DB_OK : code;
}

/* Frees the table. */
void
audit_channels_release(struct audit_channels *channels)
{
	free(channels->rows);
	*channels = (struct audit_channels){ NULL, 0, 0, 0 };
}

/* Moves a channel on by one. */
bool
audit_channels_next(struct audit_channels *channels, int64_t sender,
    int64_t receiver, uint64_t *ret_seq)
{
	struct audit_channel *row;

	assert(sender != 0 && receiver != 0);
	row = find(channels, sender, receiver);
	if (row == NULL)
		return false;
	if (row->seq == row->committed)
		channels->moved++;
	*ret_seq = ++row->seq;
	return true;
}

/* Writes each channel that moved. */
enum db_code
audit_channels_store(struct audit_channels *channels, struct db *db)
{
	static const struct db_query put = {
		"INSERT INTO channel (sender, receiver, seq)"
		" VALUES (?1, ?2, ?3) ON CONFLICT (sender, receiver) DO UPDATE"
		" SET seq = excluded.seq"
	};
	size_t i, left = channels->moved;

	for (i = 0; i < channels->room && left > 0; i++) {
		const struct audit_channel *row = &channels->rows[i];
		enum db_code code;

		if (row->seq == row->committed)
			continue;
		code = db_put(db, &put,
		    DB_ARGS(db_int(row->sender), db_int(row->receiver),
			db_int((int64_t)row->seq)));
		if (code != DB_OK)
			return code;
		left--;
	}
	return DB_OK;
}

/* The numbers given out stay given. */
void
audit_channels_keep(struct audit_channels *channels)
{
	size_t i;

	if (channels->moved == 0)
		return;
	for (i = 0; i < channels->room; i++)
		channels->rows[i].committed = channels->rows[i].seq;
	channels->moved = 0;
}

/* The numbers given out are given out again. */
void
audit_channels_forget(struct audit_channels *channels)
{
	size_t i;

	if (channels->moved == 0)
		return;
	for (i = 0; i < channels->room; i++)
		channels->rows[i].seq = channels->rows[i].committed;
	channels->moved = 0;
}
