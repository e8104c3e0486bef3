/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "checkpoint.h"
#include "fuzz_seed.h"
#include "tlog_tile.h"

#define ROOT "mXfgRcJ0bG0j3CPdKwgGWtUzBUbX67saZGRmFuJGGsM=\n"

const char *const fuzz_seeds[] = {
	"go.sum database tree\n30055305\n" ROOT,
	"o\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
	"o\n9223372036854775807\n" ROOT "extension\nmore\n",
	"tile/0/x001/x234/067",
	"tile/entries/000.p/112",
	NULL,
};

/* What is read is written again as it was. */
static void
look(struct note_span bytes, const struct checkpoint *c)
{
	char root[TLOG_HASH_TEXT_SIZE];
	struct hub_buf out;

	hub_buf_init(&out, NOTE_MAX);
	tlog_hash_text(&c->head.root, root);
	hub_buf_add(&out, c->origin.at, c->origin.len);
	hub_buf_fmt(&out, "\n%llu\n%s\n", (unsigned long long)c->head.size,
	    root);
	hub_buf_add(&out, c->extension.at, c->extension.len);
	fuzz_must(hub_buf_ok(&out) && out.len == bytes.len &&
		memcmp(out.data, bytes.at, bytes.len) == 0,
	    "one text");
	hub_buf_release(&out);
}

/* A path is one of a tile that a tree can have, or none. */
static void
read_path(struct note_span bytes)
{
	char path[TLOG_TILE_PATH_SIZE], again[TLOG_TILE_PATH_SIZE];
	struct tlog_tile tile;

	if (bytes.len >= sizeof(path))
		return;
	memcpy(path, bytes.at, bytes.len);
	path[bytes.len] = '\0';
	if (!tlog_tile_parse(path, &tile))
		return;
	tlog_tile_path(&tile, again);
	fuzz_must(strcmp(path, again) == 0, "one path");
	fuzz_must(tile.width > 0 && tile.width <= TLOG_TILE_WIDTH, "a width");
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct note_span span = { (const char *)bytes, len };
	struct checkpoint c;

	read_path(span);
	if (checkpoint_parse(span, &c, NULL) == HUB_OK)
		look(span, &c);
	return 0;
}
