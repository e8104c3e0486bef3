/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Says all that our code makes of a log whose entry i is the number i in
 * decimal, for each size given, so that a program of others can judge it:
 * signed checkpoints, every proof, every tile.
 */
#include "config.h"

#include "checkpoint.h"
#include "tlog_bundle.h"
#include "tlog_tiles.h"

/* The log: what each level has, full subtrees only. */
struct tree {
	uint64_t size;
	struct tlog_hash *leaves;
};

/* tlog_source's get: by folding the leaves. */
static bool
get(void *ctx, struct tlog_place at, struct tlog_hash *ret)
{
	const struct tree *tree = ctx;
	uint64_t first = at.index << at.level,
		 last = (at.index + 1) << at.level;
	struct tlog_frontier f;

	if (last > tree->size)
		return false;
	tlog_init(&f);
	for (; first < last; first++)
		(void)tlog_append(&f, &tree->leaves[first]);
	tlog_root(&f, ret);
	return true;
}

/* One line: words, and the hashes of a proof in base64. */
static void
say_proof(const char *kind, uint64_t number, const struct tlog_proof *proof)
{
	char text[TLOG_HASH_TEXT_SIZE];

	printf("%s %llu", kind, (unsigned long long)number);
	for (size_t i = 0; i < proof->count; i++) {
		tlog_hash_text(&proof->hashes[i], text);
		printf(" %s", text);
	}
	putchar('\n');
}

/* The proof of every entry, and of the growth from every smaller size. */
static bool
say_proofs(struct tree *tree)
{
	struct tlog_source source = { get, tree };
	struct tlog_proof proof;

	for (uint64_t m = 0; m < tree->size; m++) {
		if (!tlog_prove_entry(&source, m, tree->size, &proof))
			return false;
		say_proof("entry", m, &proof);
	}
	for (uint64_t m = 1; m <= tree->size; m++) {
		if (!tlog_prove_growth(&source, m, tree->size, &proof))
			return false;
		say_proof("growth", m, &proof);
	}
	return true;
}

/* Every tile with its hashes. */
static bool
say_tiles(struct tree *tree)
{
	char path[TLOG_TILE_PATH_SIZE], text[TLOG_HASH_TEXT_SIZE];
	struct tlog_tile_walk walk;
	struct tlog_tile tile;
	struct tlog_hash hash;

	tlog_tile_walk_init(&walk, 0, tree->size);
	while (tlog_tile_walk_next(&walk, &tile)) {
		tlog_tile_path(&tile, path);
		printf("tile %s", path);
		for (unsigned i = 0; i < tile.width; i++) {
			struct tlog_place at = { 8 * tile.level,
				tile.number * TLOG_TILE_WIDTH + i };

			if (!get(tree, at, &hash))
				return false;
			tlog_hash_text(&hash, text);
			printf(" %s", text);
		}
		putchar('\n');
	}
	return true;
}

/* The checkpoint, its lines with a mark before each, and the key. */
static bool
say_checkpoint(const struct tree *tree)
{
	const uint8_t seed[ED25519_SEED_SIZE] = { 8 };
	struct tlog_head head = { .size = tree->size };
	struct note_signer log;
	struct tlog_frontier f;
	struct hub_buf out;
	bool done;

	tlog_init(&f);
	for (uint64_t i = 0; i < tree->size; i++)
		(void)tlog_append(&f, &tree->leaves[i]);
	tlog_root(&f, &head.root);
	hub_buf_init(&out, NOTE_MAX);
	done = note_signer_make("simpul.example/log", NOTE_ED25519, seed, &log,
		   NULL) == HUB_OK;
	note_key_write(&log.key, &out);
	printf("key %s\n", hub_buf_str(&out));
	hub_buf_clear(&out);
	done = done && checkpoint_sign(&out, &head, &log, NULL) == HUB_OK;
	for (const char *at = hub_buf_str(&out); *at != '\0';) {
		size_t len = strcspn(at, "\n") + 1;

		printf("note %.*s", (int)len, at);
		at += len;
	}
	hub_buf_release(&out);
	return done;
}

/* All about the log of one size. */
static bool
say(uint64_t size)
{
	struct tree tree = { size, calloc(size + 1, sizeof(*tree.leaves)) };
	char text[24];
	bool done;

	if (tree.leaves == NULL)
		return false;
	for (uint64_t i = 0; i < size; i++)
		tlog_leaf(text,
		    (size_t)snprintf(text, sizeof(text), "%llu",
			(unsigned long long)i),
		    &tree.leaves[i]);
	printf("size %llu\n", (unsigned long long)size);
	done = say_checkpoint(&tree) && say_proofs(&tree) && say_tiles(&tree);
	free(tree.leaves);
	return done;
}

int
main(int argc, char **argv)
{
	uint64_t size;

	for (int i = 1; i < argc; i++)
		if (!note_span_number(note_span_of(argv[i]), &size) ||
		    size > 100000 || !say(size)) {
			fprintf(stderr, "cannot say %s\n", argv[i]);
			return 1;
		}
	return 0;
}
