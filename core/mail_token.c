/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "mail_token.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "digest.h"
#include "ident.h"

#define ID_LEN (IDENT_TEXT_SIZE - 1)
#define CODE_LEN (MAIL_TOKEN_LEN - ID_LEN)

/* Five bits a character, as ids have them. */
static const char alphabet[] = "0123456789abcdefghjkmnpqrstvwxyz";

/* The code behind an id. */
static void
put_code(const uint8_t key[MAIL_TOKEN_KEY], const char *id, char *to)
{
	uint8_t mac[DIGEST_SIZE];

	digest_hmac(key, MAIL_TOKEN_KEY, id, ID_LEN, mac);
	for (size_t i = 0; i < CODE_LEN; i++)
		to[i] = alphabet[mac[i] % 32];
	to[CODE_LEN] = '\0';
}

void
mail_token(const uint8_t key[MAIL_TOKEN_KEY], int64_t delivery,
    char ret[MAIL_TOKEN_SIZE])
{
	ident_text(delivery, ret);
	put_code(key, ret, ret + ID_LEN);
}

bool
mail_token_read(const uint8_t key[MAIL_TOKEN_KEY], const char *text,
    int64_t *ret_delivery)
{
	char id[IDENT_TEXT_SIZE], code[CODE_LEN + 1], given[CODE_LEN];
	int64_t delivery;

	for (size_t i = 0; i < ID_LEN; i++)
		id[i] = (char)tolower((unsigned char)text[i]);
	id[ID_LEN] = '\0';
	for (size_t i = 0; i < CODE_LEN; i++)
		given[i] = (char)tolower((unsigned char)text[ID_LEN + i]);
	if (!ident_parse(id, &delivery))
		return false;
	put_code(key, id, code);
	if (!digest_equal(given, code, CODE_LEN))
		return false;
	*ret_delivery = delivery;
	return true;
}

bool
mail_token_next(const char **text, const uint8_t key[MAIL_TOKEN_KEY],
    int64_t *ret_delivery)
{
	const char *at = *text;
	bool found = false;

	while (*at != '\0' && !found) {
		size_t len = 0;

		while (isalnum((unsigned char)at[len]))
			len++;
		found = len == MAIL_TOKEN_LEN &&
		    mail_token_read(key, at, ret_delivery);
		at += len > 0 ? len : 1;
	}
	*text = at;
	return found;
}

/* What stands before the "@", and the "@" with what follows. */
static int
name_len(const char *address)
{
	return (int)strcspn(address, "@");
}

void
mail_token_address(const char *address, const char *token,
    char ret[MAIL_ADDRESS_SIZE])
{
	int len = name_len(address);

	(void)snprintf(ret, MAIL_ADDRESS_SIZE, "%.*s+%s%s", len, address, token,
	    address + len);
}

void
mail_token_name(const char *address, const char *token, unsigned step,
    char ret[MAIL_ADDRESS_SIZE])
{
	(void)snprintf(ret, MAIL_ADDRESS_SIZE, "<%s.%u%s>", token, step,
	    address + name_len(address));
}
