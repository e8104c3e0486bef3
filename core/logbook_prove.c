/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "logbook_prove.h"

#include <stdlib.h>

enum hub_status
logbook_prove(struct logbook *book, const struct tlog_head *head,
    struct logbook_proved *proved, struct hub_error *err)
{
	struct tlog_tiles *tiles = malloc(sizeof(*tiles));
	const struct tlog_source source = { tlog_tiles_get, tiles };
	struct tlog_hash leaf;
	bool good;

	if (tiles == NULL)
		return hub_fail(err, HUB_FAULT, "out of memory");
	tlog_tiles_init(tiles, head->size, logbook_tile, book);
	good = logbook_entry(book, proved->index, head->size, &proved->entry) &&
	    tlog_prove_entry(&source, proved->index, head->size,
		&proved->proof);
	free(tiles);
	if (!good)
		return hub_fail(err, HUB_MALFORMED, "%s", book->error.text);
	tlog_leaf(proved->entry.at, proved->entry.len, &leaf);
	if (tlog_check_entry(&proved->proof, proved->index, &leaf, head))
		return HUB_OK;
	return hub_fail(err, HUB_MALFORMED,
	    "entry %llu is not the one of the root that was signed; audit "
	    "fsck says more",
	    (unsigned long long)proved->index);
}
