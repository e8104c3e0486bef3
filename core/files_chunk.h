/* SPDX-License-Identifier: Apache-2.0 */
/*
 * files_chunk.h - a sealed file: pieces of at most 64 KB, each AES-256-GCM
 * under the file's own key with its place in the file as associated data, so
 * that bytes can be added at the end and read in order, and none can be
 * dropped, doubled or moved unseen.
 *
 * A piece is its length (4 bytes, little-endian), a nonce, the bytes, a tag.
 * How long the file is stands in the database: what a crash left behind that
 * length is cut off by the next append.
 */
#ifndef FILES_CHUNK_H
#define FILES_CHUNK_H

#include "clock.h"
#include "content.h"

enum files_code {
	FILES_OK,
	FILES_GONE,   /* there is no such file */
	FILES_FULL,   /* the disk takes no more; nothing was added */
	FILES_BROKEN, /* a piece does not open, or is missing */
	FILES_FAILED, /* anything else: errno says what */
};

#define FILES_NAME_SIZE 33 /* 128 random bits in hex */

struct files_sealed {
	int folder;
	const char *name;
	const uint8_t *key; /* CONTENT_KEY_SIZE bytes, of this file alone */
	const struct clock *clock;
};

void files_name(const struct clock *clock, char name[FILES_NAME_SIZE]);

/* Adds bytes behind the first `at`, durable when it returns. */
enum files_code files_append(const struct files_sealed *file, uint64_t at,
    const void *bytes, size_t len);

/* Told of the bytes in order; false ends the reading. */
typedef bool files_sink_fn(void *ctx, const void *bytes, size_t len);
/* The bytes from `at` to `end`; FILES_BROKEN when there are fewer. */
enum files_code files_read(const struct files_sealed *file, uint64_t at,
    uint64_t end, files_sink_fn *sink, void *ctx);

void files_remove(int folder, const char *name);

#endif
