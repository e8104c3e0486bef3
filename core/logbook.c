/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "logbook.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "limits.h"

void
logbook_init(struct logbook *book)
{
	book->dir = -1;
	book->error.text[0] = '\0';
	book->status = HUB_OK;
	book->held.width = 0;
	hub_buf_init(&book->bundle, LOGBOOK_BUNDLE_MAX);
}

enum hub_status
logbook_open(struct logbook *book, const char *dir, struct hub_error *err)
{
	book->dir = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (book->dir >= 0)
		return HUB_OK;
	return hub_fail(err, HUB_UNSAYABLE,
	    "%s: %s; expected the folder of a log, which a hub with "
	    "audit { ... } makes, or a copy of one",
	    dir, strerror(errno));
}

void
logbook_close(struct logbook *book)
{
	if (book->dir >= 0)
		(void)close(book->dir);
	book->dir = -1;
	book->held.width = 0;
	hub_buf_release(&book->bundle);
}

/* Reads an open file to its end. */
static enum hub_status
read_whole(int fd, const char *path, size_t max, struct hub_buf *out,
    struct hub_error *err)
{
	struct stat st;
	size_t done = 0;
	char *to;

	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
		return hub_fail(err, HUB_MALFORMED, "%s is no regular file",
		    path);
	if ((uint64_t)st.st_size > max)
		return hub_fail(err, HUB_MALFORMED,
		    "%s has %lld bytes, expected at most %zu", path,
		    (long long)st.st_size, max);
	to = hub_buf_more(out, (size_t)st.st_size);
	if (to == NULL)
		return hub_fail(err, HUB_FAULT, "%s: no memory", path);
	while (done < (size_t)st.st_size) {
		ssize_t got = read(fd, to + done, (size_t)st.st_size - done);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return hub_fail(err, HUB_FAULT, "%s: %s", path,
			    got == 0 ? "became shorter" : strerror(errno));
		done += (size_t)got;
	}
	return HUB_OK;
}

enum hub_status
logbook_file(struct logbook *book, const char *path, size_t max,
    struct hub_buf *out, struct hub_error *err)
{
	enum hub_status status;
	int fd;

	hub_buf_clear(out);
	fd = openat(book->dir, path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0 && (errno == ENOENT || errno == ENOTDIR))
		return hub_fail(err, HUB_UNSAYABLE, "%s is missing", path);
	if (fd < 0)
		return hub_fail(err, HUB_FAULT, "%s: %s", path,
		    strerror(errno));
	status = read_whole(fd, path, max, out, err);
	(void)close(fd);
	return status;
}

enum hub_status
logbook_checkpoint(struct logbook *book, struct hub_buf *out,
    struct hub_error *err)
{
	return logbook_file(book, LOGBOOK_CHECKPOINT, NOTE_MAX, out, err);
}

/* Reads a tile's or a bundle's file, the full one where that of its width is
 * no longer there; *ret_width says which it was. */
static enum hub_status
read_tile(struct logbook *book, const struct tlog_tile *tile,
    struct hub_buf *out, unsigned *ret_width)
{
	size_t max = tile->bundle ? LOGBOOK_BUNDLE_MAX
				  : TLOG_TILE_WIDTH * sizeof(struct tlog_hash);
	struct tlog_tile full = *tile;
	char path[TLOG_TILE_PATH_SIZE];
	struct hub_error missing;
	enum hub_status status;

	tlog_tile_path(tile, path);
	*ret_width = tile->width;
	status = logbook_file(book, path, max, out, &book->error);
	book->status = status;
	if (status != HUB_UNSAYABLE || tile->width == TLOG_TILE_WIDTH)
		return status;
	missing = book->error;
	full.width = *ret_width = TLOG_TILE_WIDTH;
	tlog_tile_path(&full, path);
	status = logbook_file(book, path, max, out, &book->error);
	book->status = status;
	if (status == HUB_UNSAYABLE)
		book->error = missing;
	return status;
}

bool
logbook_tile(void *ctx, const struct tlog_tile *tile,
    struct tlog_hash *ret_hashes)
{
	struct logbook *book = ctx;
	char path[TLOG_TILE_PATH_SIZE];
	struct hub_buf bytes;
	unsigned width;
	bool good;

	hub_buf_init(&bytes, TLOG_TILE_WIDTH * sizeof(*ret_hashes));
	good = read_tile(book, tile, &bytes, &width) == HUB_OK;
	if (good && bytes.len != width * sizeof(*ret_hashes)) {
		tlog_tile_path(tile, path);
		book->status = hub_fail(&book->error, HUB_MALFORMED,
		    "%s has %zu bytes, expected %zu", path, bytes.len,
		    width * sizeof(*ret_hashes));
		good = false;
	}
	if (good)
		memcpy(ret_hashes, bytes.data,
		    tile->width * sizeof(*ret_hashes));
	hub_buf_release(&bytes);
	return good;
}

/* Cuts the bundle that was read into its entries. */
static bool
cut_bundle(struct logbook *book, const struct tlog_tile *tile, unsigned width)
{
	struct note_span rest = { book->bundle.data, book->bundle.len };
	char path[TLOG_TILE_PATH_SIZE];
	unsigned count = 0;

	while (count < width && tlog_bundle_take(&rest, &book->entries[count]))
		count++;
	if (count == width && rest.len == 0)
		return true;
	tlog_tile_path(tile, path);
	book->status = hub_fail(&book->error, HUB_MALFORMED,
	    count < width ? "%s ends within entry %u of %u"
			  : "%s goes on behind entry %u of %u",
	    path, count, width);
	return false;
}

const struct note_span *
logbook_bundle(struct logbook *book, const struct tlog_tile *tile)
{
	struct tlog_tile bundle = *tile;
	unsigned width;

	if (book->held.width >= tile->width &&
	    book->held.number == tile->number)
		return book->entries;
	bundle.bundle = true;
	bundle.level = 0;
	book->held.width = 0;
	if (read_tile(book, &bundle, &book->bundle, &width) != HUB_OK ||
	    !cut_bundle(book, &bundle, width))
		return NULL;
	book->held = bundle;
	book->held.width = width;
	return book->entries;
}

bool
logbook_entry(struct logbook *book, uint64_t index, uint64_t size,
    struct note_span *ret)
{
	struct tlog_tile tile = { .bundle = true,
		.number = index / TLOG_TILE_WIDTH };
	const struct note_span *entries;

	if (index >= size) {
		book->status = hub_fail(&book->error, HUB_UNSAYABLE,
		    "there is no entry %llu in a log of %llu",
		    (unsigned long long)index, (unsigned long long)size);
		return false;
	}
	tile.width = tlog_tile_width(0, tile.number, size);
	entries = logbook_bundle(book, &tile);
	if (entries == NULL)
		return false;
	*ret = entries[index % TLOG_TILE_WIDTH];
	return true;
}
