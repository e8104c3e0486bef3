/* SPDX-License-Identifier: Apache-2.0 */
/*
 * emb_verb.h - the words that an officer acts by, and what is one.
 *
 * A verb counts in capitals, alone on the first line of what somebody wrote,
 * with its number or code behind it where it has one.  "Terima kasih" is none.
 */
#ifndef EMB_VERB_H
#define EMB_VERB_H

#include "hub_event.h"

enum emb_verb {
	EMB_NO_VERB,
	EMB_TERIMA,
	EMB_TOLAK,
	EMB_KEMBALIKAN,
	EMB_TANYA,
	EMB_LAPORAN,
	EMB_JAWAB,
	EMB_BAGIAN,
	EMB_KETERANGAN,
	EMB_BATAL,
	EMB_SETUJU,
	EMB_VERBS
};

/* What stands behind the verb, and what must follow it. */
enum { EMB_NUMBER = 1, EMB_TEXT = 2, EMB_CODE = 4 };

#define EMB_CODE_SIZE 32

struct emb_verb_row {
	const char *word, *own; /* own: in an address, in small letters */
	const char *shown;	/* with what stands behind it */
	enum hub_event_kind kind;
	unsigned needs;
	const char *means, *more, *example; /* for the letter */
};

/* A first line as it was read. */
struct emb_said {
	enum emb_verb verb;
	unsigned number; /* 0: none */
	char code[EMB_CODE_SIZE];
};

/* The verb of that name in an address, "terima". */
enum emb_verb emb_verb_named(const char *name, size_t len);

const struct emb_verb_row *emb_verb_row(enum emb_verb verb);
/* What a line says, of len bytes; EMB_NO_VERB unless it is exactly that. */
struct emb_said emb_verb_read(const char *line, size_t len);
/* Whether a line is a number alone: the reason, at a verb's own address. */
unsigned emb_verb_number(const char *line, size_t len);
/* The verb of its own address among the fields of a letter's header:
 * "a+token-verb@b" where the plain one is "a+token@b".  confirm: it is the
 * address of a confirmation of ours. */
enum emb_verb emb_verb_address(const char *field, const char *reply_to,
    bool *ret_confirm);

#endif
