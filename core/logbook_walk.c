/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "logbook_walk.h"

#include <stdlib.h>
#include <string.h>

/* A walk on its way. */
struct way {
	struct canon_reader reader;
	struct tlog_frontier tree; /* of the entries so far */
};

/* One entry; *ret_more is false when no more are wanted. */
static enum hub_status
step(const struct logbook_walk *walk, struct way *way, uint64_t index,
    bool *ret_more, struct hub_error *err)
{
	struct hub_error why = { "" };
	struct note_span bytes;
	struct tlog_hash leaf;
	enum hub_status status;

	if (!logbook_entry(walk->book, index, walk->size, &bytes))
		return hub_fail(err, walk->book->status, "%s",
		    walk->book->error.text);
	if (walk->root != NULL) {
		tlog_leaf(bytes.at, bytes.len, &leaf);
		(void)tlog_append(&way->tree, &leaf);
	}
	if (walk->only != NULL &&
	    memmem(bytes.at, bytes.len, walk->only, strlen(walk->only)) == NULL)
		return HUB_OK;
	status = canon_read(&way->reader, bytes.at, bytes.len, &why);
	if (status != HUB_OK)
		return hub_fail(err, status, "entry %llu: %s",
		    (unsigned long long)index, why.text);
	*ret_more = walk->each(walk->ctx, index, bytes, &way->reader.entry);
	return HUB_OK;
}

/* Whether all entries give the root that they should. */
static enum hub_status
check_root(const struct logbook_walk *walk, const struct tlog_frontier *tree,
    struct hub_error *err)
{
	struct tlog_hash root;

	tlog_root(tree, &root);
	if (tlog_equal(&root, walk->root))
		return HUB_OK;
	return hub_fail(err, HUB_MALFORMED,
	    "the entries do not give the root that was signed; audit fsck "
	    "says which");
}

/* All from the first that is asked for. */
enum hub_status
logbook_walk_run(const struct logbook_walk *walk, struct hub_error *err)
{
	struct way *way = malloc(sizeof(*way));
	enum hub_status status = HUB_OK;
	bool more = true;

	if (way == NULL)
		return hub_fail(err, HUB_FAULT, "out of memory");
	canon_reader_init(&way->reader);
	tlog_init(&way->tree);
	for (uint64_t i = walk->from;
	     i < walk->size && more && status == HUB_OK; i++) {
		status = step(walk, way, i, &more, err);
		if (walk->progress != NULL && i % TLOG_TILE_WIDTH == 0)
			walk->progress(walk->progress_ctx, i, walk->size);
	}
	if (walk->progress != NULL)
		walk->progress(walk->progress_ctx, walk->size, walk->size);
	if (status == HUB_OK && more && walk->root != NULL)
		status = check_root(walk, &way->tree, err);
	free(way);
	return status;
}
