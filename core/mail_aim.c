/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "mail_aim.h"

#include <ctype.h>
#include <string.h>

#include "request.h"

#define LENGTH(a) (sizeof(a) / sizeof((a)[0]))

/* Fields of addresses that a letter came for. */
static const char *const fields[] = { "To", "Cc", "Delivered-To",
	"X-Original-To", "Envelope-To" };

/* Whether a word is among those. */
static bool
has(const struct mail_aims *aims, const char *word)
{
	for (size_t i = 0; i < aims->count; i++)
		if (strcmp(aims->words[i], word) == 0)
			return true;
	return false;
}

/* The word that begins behind a dash, as far as it is kept. */
static void
take_word(const char *at, char word[MAIL_AIM_SIZE])
{
	size_t len = 0;

	while (len < MAIL_AIM_SIZE - 1 && isalnum((unsigned char)at[len])) {
		word[len] = (char)tolower((unsigned char)at[len]);
		len++;
	}
	word[len] = '\0';
}

/* The next word behind a token of ours in a text; false: none. */
static bool
next_word(const char **text, const uint8_t key[MAIL_TOKEN_KEY],
    char word[MAIL_AIM_SIZE])
{
	int64_t delivery;

	while (mail_token_next(text, key, &delivery)) {
		if (**text != '-')
			continue;
		take_word(*text + 1, word);
		if (strcmp(word, MAIL_AIM_OURS) != 0)
			return true;
	}
	return false;
}

void
mail_aims_add(struct mail_aims *aims, const char *value,
    const uint8_t key[MAIL_TOKEN_KEY])
{
	char word[MAIL_AIM_SIZE];

	while (next_word(&value, key, word))
		if (aims->count < MAIL_AIMS_MAX && !has(aims, word))
			memcpy(aims->words[aims->count++], word, sizeof(word));
}

/* Whether all words of a text are among those. */
static bool
covers(const struct mail_aims *are_signed, const char *text,
    const uint8_t key[MAIL_TOKEN_KEY])
{
	char word[MAIL_AIM_SIZE];

	while (next_word(&text, key, word))
		if (!has(are_signed, word))
			return false;
	return true;
}

/* Whether a field holds addresses that it came for. */
static bool
is_address(const char *name)
{
	for (size_t i = 0; i < LENGTH(fields); i++)
		if (strcmp(name, fields[i]) == 0)
			return true;
	return false;
}

bool
mail_aims_cover(const struct mail_aims *are_signed,
    const struct hub_headers *headers, const uint8_t key[MAIL_TOKEN_KEY])
{
	for (size_t i = 0; i < headers->count; i++)
		if (is_address(headers->rows[i].name) &&
		    !covers(are_signed, headers->rows[i].value, key))
			return false;
	return true;
}
