/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "mail_bond.h"

#include <stdio.h>

#include "db_take.h"
#include "ident.h"
#include "outbox.h"

static const struct db_query first_with = {
	"SELECT letter FROM letter_mark WHERE mark = ?1"
};
static const struct db_query remember = {
	"INSERT INTO letter_mark (mark, letter) VALUES (?1, ?2)"
};

/* The handoff of a delivery; 0: there is none such. */
static enum db_code
handoff_of(struct db *db, int64_t delivery, int64_t *ret_handoff)
{
	struct delivery_row row;
	enum db_code code;

	*ret_handoff = 0;
	if (delivery == 0)
		return DB_OK;
	code = outbox_get(db, delivery, &row);
	if (code == DB_OK)
		*ret_handoff = row.handoff_id;
	return db_none_is_ok(code);
}

/* Whether it covers the handoff of the letter, or names none and need not. */
static enum db_code
check_names(const struct mail_bond *bond, struct db *db,
    const struct letter_row *letter, bool *ret_good)
{
	int64_t wanted, one;
	enum db_code code = handoff_of(db, letter->delivery, &wanted);
	bool good = wanted == 0 || (bond->names.count == 0 && !bond->must_name);

	for (size_t i = 0; i < bond->names.count && code == DB_OK && !good;
	     i++) {
		code = handoff_of(db, bond->names.deliveries[i], &one);
		good = one == wanted;
	}
	*ret_good = good;
	return code;
}

enum db_code
mail_bond_take(const struct mail_bond *bond, struct db *db,
    const struct letter_row *letter, char ret_why[LETTERS_WHY_MAX + 1])
{
	int64_t first = letter->id;
	char id[IDENT_TEXT_SIZE];
	bool named;
	enum db_code code = check_names(bond, db, letter, &named);

	ret_why[0] = '\0';
	if (code == DB_OK && !named) {
		(void)snprintf(ret_why, LETTERS_WHY_MAX + 1, "%s",
		    bond->names.count > 0
			? "what its signature covers is about another handoff"
			: "its signature does not cover which handoff it is "
			  "about");
		return DB_OK;
	}
	if (code == DB_OK)
		code = db_get(db, &first_with,
		    DB_ARGS(db_blob(bond->mark, DIGEST_SIZE)), db_take_int,
		    &first);
	if (code == DB_NONE)
		return db_put(db, &remember,
		    DB_ARGS(db_blob(bond->mark, DIGEST_SIZE),
			db_int(letter->id)));
	ident_text(first, id);
	if (code == DB_OK && first != letter->id)
		(void)snprintf(ret_why, LETTERS_WHY_MAX + 1,
		    "its signature came before, on letter %s", id);
	return code;
}
