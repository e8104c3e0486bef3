/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mail_bond.h - what the signature on a letter is bound to: the handoffs that
 * it covers by their tokens, and the first letter that it came with.
 *
 * It stays good on every copy of the letter, wherever that is sent: only for
 * what it names, and only once, does it prove anything.
 */
#ifndef MAIL_BOND_H
#define MAIL_BOND_H

#include "letters.h"
#include "mail_dkim.h"

struct mail_bond {
	bool made;	/* there is a signature */
	bool must_name; /* it covers no text that says what it is about */
	uint8_t mark[DIGEST_SIZE]; /* the same on every copy */
	struct mail_names names;
	bool unaimed; /* it does not cover the words of the addresses */
};

/* Whether it proves that letter, in the ledger's transaction, which then
 * remembers it; else why not, in ret_why, and "" for yes. */
enum db_code mail_bond_take(const struct mail_bond *bond, struct db *db,
    const struct letter_row *letter, char ret_why[LETTERS_WHY_MAX + 1]);

#endif
