/* SPDX-License-Identifier: Apache-2.0 */
/*
 * emb_act.h - what a person's letter means: one act, or a comment for the
 * coordinator where it is not clear, and then what it lacks.
 */
#ifndef EMB_ACT_H
#define EMB_ACT_H

#include "emb_letter.h"
#include "emb_verb.h"
#include "hub_exchange.h"

/* Why a letter is a comment and no act. */
enum emb_lack {
	EMB_LACKS_NOTHING,
	EMB_LACKS_VERB,	  /* free text */
	EMB_LACKS_NUMBER, /* a refusal without its reason */
	EMB_LACKS_TEXT,	  /* a report or answer that says nothing */
	EMB_LACKS_SENSE,  /* the address says another verb than the letter */
	EMB_LACKS_WORDS,  /* nothing of it can be read */
};

#define EMB_OFFICER_SIZE 256

struct emb_act {
	enum emb_verb verb; /* that it names, also where it lacks something */
	enum emb_lack lack;
	struct emb_said said;
	struct hub_event event; /* texts borrowed from letter and act */
	struct hub_buf text;	/* of the event */
	char target[65], officer[EMB_OFFICER_SIZE];
	bool to_confirm; /* it came to the address of a confirmation */
};

/* Reads it; release in any case. */
void emb_act_read(const struct emb_letter *letter, const struct hub_at *at,
    struct emb_act *ret);
void emb_act_release(struct emb_act *act);

#endif
