/* SPDX-License-Identifier: Apache-2.0 */
/*
 * token_set.h - the tokens in force, in memory.
 *
 * Belongs to the loop.  Filled once from the database, then kept in step by
 * whoever adds or revokes a token after the ledger has taken it.
 */
#ifndef TOKEN_SET_H
#define TOKEN_SET_H

#include "token.h"

struct token_set;

struct token_set *token_set_new(void); /* NULL: no memory */
void token_set_free(struct token_set *set);
/* Takes a copy in, unless it is revoked; false: no memory. */
bool token_set_put(struct token_set *set, const struct token_row *row);
void token_set_drop(struct token_set *set, int64_t id);
/* The token with that digest that is valid now, or NULL.  Borrowed until the
 * next change. */
const struct token_row *token_set_find(const struct token_set *set,
    const uint8_t sha256[DIGEST_SIZE], int64_t now_ms);
size_t token_set_count(const struct token_set *set);

#endif
