/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mail_aim.h - the words behind tokens in the addresses of a letter,
 * "laporan+TOKEN-jawab@...", by which a plugin may take what it is.
 *
 * Whoever sends a letter on chooses where to: such a word is the signer's only
 * where it stands in what is signed.
 */
#ifndef MAIL_AIM_H
#define MAIL_AIM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "mail_token.h"

struct hub_headers;

#define MAIL_AIMS_MAX 4
#define MAIL_AIM_SIZE 16

/* The first letters of such words, in lower case; zeros: none. */
struct mail_aims {
	char words[MAIL_AIMS_MAX][MAIL_AIM_SIZE];
	size_t count;
};

/* What our own letters have there (mail_way_post.c): not a word of theirs. */
#define MAIL_AIM_OURS "konfirmasi"

/* Adds those of a field's value; more than there is room for are left out. */
void mail_aims_add(struct mail_aims *aims, const char *value,
    const uint8_t key[MAIL_TOKEN_KEY]);

/* Whether all that the address fields of a letter have, as a plugin is given
 * them, stand among those that are signed. */
bool mail_aims_cover(const struct mail_aims *are_signed,
    const struct hub_headers *headers, const uint8_t key[MAIL_TOKEN_KEY]);

#endif
