/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "logbook_walk.h"

#include <stdlib.h>
#include <string.h>

/* One entry; *ret_more is false when no more are wanted. */
static enum hub_status
step(const struct logbook_walk *walk, struct canon_reader *reader,
    uint64_t index, bool *ret_more, struct hub_error *err)
{
	struct hub_error why = { "" };
	struct note_span bytes;
	enum hub_status status;

	if (!logbook_entry(walk->book, index, walk->size, &bytes))
		return hub_fail(err, walk->book->status, "%s",
		    walk->book->error.text);
	if (walk->only != NULL &&
	    memmem(bytes.at, bytes.len, walk->only, strlen(walk->only)) == NULL)
		return HUB_OK;
	status = canon_read(reader, bytes.at, bytes.len, &why);
	if (status != HUB_OK)
		return hub_fail(err, status, "entry %llu: %s",
		    (unsigned long long)index, why.text);
	*ret_more = walk->each(walk->ctx, index, bytes, &reader->entry);
	return HUB_OK;
}

/* All from the first that is asked for. */
enum hub_status
logbook_walk_run(const struct logbook_walk *walk, struct hub_error *err)
{
	struct canon_reader *reader = malloc(sizeof(*reader));
	enum hub_status status = HUB_OK;
	bool more = true;

	if (reader == NULL)
		return hub_fail(err, HUB_FAULT, "out of memory");
	canon_reader_init(reader);
	for (uint64_t i = walk->from;
	     i < walk->size && more && status == HUB_OK; i++) {
		status = step(walk, reader, i, &more, err);
		if (walk->progress != NULL && i % TLOG_TILE_WIDTH == 0)
			walk->progress(walk->progress_ctx, i, walk->size);
	}
	if (walk->progress != NULL)
		walk->progress(walk->progress_ctx, walk->size, walk->size);
	free(reader);
	return status;
}
