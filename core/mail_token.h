/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mail_token.h - what an answer to a letter is recognised by: 20 characters,
 * the delivery's id and a code that only this hub can make.
 *
 * It stands behind a "+" in the address that answers go to, in the names of
 * letters and in the subject.  Whoever has it may speak for the institution
 * that it was sent to, about that delivery's handoff and no other.
 */
#ifndef MAIL_TOKEN_H
#define MAIL_TOKEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MAIL_TOKEN_LEN 20
#define MAIL_TOKEN_SIZE (MAIL_TOKEN_LEN + 1)
#define MAIL_ADDRESS_SIZE 321 /* 64 before the "@", 255 behind it */
#define MAIL_TOKEN_KEY 32

/* The one of a delivery. */
void mail_token(const uint8_t key[MAIL_TOKEN_KEY], int64_t delivery,
    char ret[MAIL_TOKEN_SIZE]);
/* Reads exactly MAIL_TOKEN_LEN characters, in either case; false: no token,
 * or none of ours. */
bool mail_token_read(const uint8_t key[MAIL_TOKEN_KEY], const char *text,
    int64_t *ret_delivery);

/* The next one of ours in a text, which *text is left behind; false: none. */
bool mail_token_next(const char **text, const uint8_t key[MAIL_TOKEN_KEY],
    int64_t *ret_delivery);

/* "name@host" with "+token" before the "@". */
void mail_token_address(const char *address, const char *token,
    char ret[MAIL_ADDRESS_SIZE]);
/* "<token.step@host>", the name of a letter; host is the address's. */
void mail_token_name(const char *address, const char *token, unsigned step,
    char ret[MAIL_ADDRESS_SIZE]);

#endif
