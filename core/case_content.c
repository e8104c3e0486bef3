/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "case_content.h"

#include <openssl/crypto.h>

#include "frame_words.h"
#include "limits.h"

/* A frame's handoff; its bytes are copied into the arena. */
static enum db_code
read_frame(const struct hub_buf *plain, struct arena *arena,
    struct hub_handoff *ret)
{
	const char *copy = arena_bytes(arena, plain->data, plain->len);
	struct frame_in in;

	if (!arena_ok(arena))
		return DB_FAILED;
	frame_in_init(&in, copy, plain->len);
	return frame_handoff(&in, arena, ret) ? DB_OK : DB_CORRUPT;
}

enum db_code
case_content_read(const struct reader_room *room,
    const struct case_row *of_case, struct arena *arena,
    struct hub_handoff *ret)
{
	uint8_t key[CONTENT_KEY_SIZE];
	struct hub_buf plain;
	enum db_code code;

	code = content_key_get(room->content, room->db, of_case->id, key);
	if (code != DB_OK)
		return code;
	hub_buf_init(&plain, INTAKE_FRAME_MAX);
	code = content_get(room->db, key, of_case->content, &plain);
	OPENSSL_cleanse(key, sizeof(key));
	if (code == DB_OK)
		code = read_frame(&plain, arena, ret);
	hub_buf_release(&plain);
	return code;
}
