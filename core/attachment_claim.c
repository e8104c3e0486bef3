/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "attachment_claim.h"

#include <openssl/crypto.h>
#include <stdio.h>
#include <string.h>

#include "digest.h"

/* Why one of them cannot be claimed, or "". */
static enum db_code
problem_of(struct db *db, const struct hub_handoff *h, size_t index,
    int64_t owner, const char **ret_problem)
{
	struct attachment_row row;
	enum db_code code;
	int64_t id;

	*ret_problem = "is none of the hub's";
	if (!ident_parse(h->attachments[index].id, &id))
		return DB_OK;
	for (size_t i = 0; i < index; i++) {
		*ret_problem = "is there twice";
		if (strcmp(h->attachments[i].id, h->attachments[index].id) == 0)
			return DB_OK;
	}
	*ret_problem = "is none of the hub's, or its time is over";
	code = attachment_get(db, id, &row);
	if (code != DB_OK)
		return code == DB_NONE ? DB_OK : code;
	*ret_problem = "";
	if (row.owner != owner)
		*ret_problem = "was not sent by the source of the case";
	else if (row.case_id != 0)
		*ret_problem = "belongs to another case";
	else if (row.received != row.size)
		*ret_problem = "is not complete; send its other pieces first";
	return DB_OK;
}

enum db_code
attachment_claimable(struct db *db, const struct hub_handoff *h, int64_t owner,
    struct arena *arena, const char **ret_problem)
{
	const char *problem = "";
	char text[160];

	*ret_problem = "";
	for (size_t i = 0; i < h->attachment_count; i++) {
		enum db_code code = problem_of(db, h, i, owner, &problem);

		if (code != DB_OK)
			return code;
		if (problem[0] == '\0')
			continue;
		(void)snprintf(text, sizeof(text), "attachments: number %zu %s",
		    i + 1, problem);
		*ret_problem = arena_text(arena, text);
		return DB_OK;
	}
	return DB_OK;
}

/* Puts one under the case's key. */
static enum db_code
claim_row(struct ledger_room *room, const struct attachment_claim *claim,
    struct attachment_row *row, const struct attachment_meta *meta)
{
	int64_t loose_id = row->id;
	enum db_code code;

	row->case_id = claim->case_id;
	row->meta = ident_new(&room->ident);
	row->expires = 0;
	code = attachment_seal(room->db, room->clock, claim->key, row, meta);
	if (code == DB_OK)
		code = attachment_set(room->db, row);
	if (code == DB_OK)
		code = content_forget(room->db, loose_id);
	return code;
}

/* A fingerprint as text. */
static const char *
hex_of(struct arena *arena, const uint8_t sha256[DIGEST_SIZE])
{
	char text[DIGEST_HEX_SIZE];

	digest_hex(sha256, text);
	return arena_text(arena, text);
}

/* Takes one, and says what it is. */
static enum db_code
claim_one(struct ledger_room *room, const struct attachment_claim *claim,
    struct hub_attachment *a)
{
	struct attachment_row row;
	struct attachment_meta meta;
	enum db_code code;
	int64_t id;

	if (!ident_parse(a->id, &id))
		return DB_FAILED;
	code = attachment_get(room->db, id, &row);
	if (code == DB_OK)
		code = attachment_open(room->db, room->content, &row, &meta);
	if (code != DB_OK)
		return code == DB_NONE ? DB_CORRUPT : code;
	code = claim_row(room, claim, &row, &meta);
	a->name = arena_text(claim->arena, meta.name);
	a->type = arena_text(claim->arena, meta.type);
	a->size = (uint64_t)row.size;
	a->sha256 = hex_of(claim->arena, meta.sha256);
	OPENSSL_cleanse(&meta, sizeof(meta));
	return code;
}

enum db_code
attachment_claim(struct ledger_room *room, const struct attachment_claim *claim,
    struct hub_handoff *h)
{
	struct hub_attachment *all;
	enum db_code code = DB_OK;

	all = arena_take(claim->arena, h->attachment_count * sizeof(*all));
	if (all == NULL)
		return DB_FAILED;
	memcpy(all, h->attachments, h->attachment_count * sizeof(*all));
	for (size_t i = 0; i < h->attachment_count && code == DB_OK; i++)
		code = claim_one(room, claim, &all[i]);
	h->attachments = all;
	return code;
}

enum db_code
attachment_keep(struct ledger_room *room, const struct attachment_claim *claim,
    struct attachment_new *fresh, struct hub_attachment *ret)
{
	struct attachment_row row = { .id = ident_new(&room->ident),
		.case_id = claim->case_id,
		.owner = claim->owner,
		.size = (int64_t)fresh->len,
		.received = (int64_t)fresh->len };
	struct attachment_meta meta;
	char id[IDENT_TEXT_SIZE];
	enum db_code code;

	memcpy(meta.key, fresh->key, sizeof(meta.key));
	memcpy(meta.sha256, fresh->sha256, sizeof(meta.sha256));
	(void)snprintf(meta.name, sizeof(meta.name), "%s", fresh->name);
	(void)snprintf(meta.type, sizeof(meta.type), "%s", fresh->type);
	(void)snprintf(row.file, sizeof(row.file), "%s", fresh->file);
	row.meta = ident_new(&room->ident);
	code = attachment_add(room->db, &row);
	if (code == DB_OK)
		code = attachment_seal(room->db, room->clock, claim->key, &row,
		    &meta);
	OPENSSL_cleanse(&meta, sizeof(meta));
	if (code != DB_OK)
		return code;
	ident_text(row.id, id);
	ret->id = arena_text(claim->arena, id);
	ret->name = arena_text(claim->arena, fresh->name);
	ret->type = arena_text(claim->arena, fresh->type);
	ret->size = fresh->len;
	ret->sha256 = hex_of(claim->arena, fresh->sha256);
	fresh->kept = true;
	return DB_OK;
}
