/* SPDX-License-Identifier: Apache-2.0 */
/* A delivery that leaves as a letter. */
#include "config.h"

#include <stdlib.h>

#include "conf_hub.h"
#include "dispatch_way.h"
#include "letter_seal.h"
#include "mail_out.h"

/* An envelope with its texts. */
struct dispatch_letter {
	struct letter_envelope envelope;
	char token[MAIL_TOKEN_SIZE];
	char name[MAIL_ADDRESS_SIZE], first[MAIL_ADDRESS_SIZE];
};

void
dispatch_address(struct parcel *p)
{
	const struct conf_mailbox *box = p->link->inst->post;
	char token[MAIL_TOKEN_SIZE];

	p->reply_to[0] = '\0';
	if (box == NULL)
		return;
	mail_token(p->link->relay->mail_key, p->row.id, token);
	mail_token_address(box->address, token, p->reply_to);
}

/* The name of the handoff's first letter, where this is a later one. */
static void
name_first(struct dispatch_letter *l, const struct parcel *p)
{
	char token[MAIL_TOKEN_SIZE];

	if (p->row.handoff_id == p->row.id)
		return;
	mail_token(p->link->relay->mail_key, p->row.handoff_id, token);
	mail_token_name(p->link->inst->post->address, token, 0, l->first);
}

/* Who writes to whom about this parcel. */
static void
address(struct dispatch_letter *l, const struct parcel *p)
{
	const struct conf_institution *inst = p->link->inst;
	const struct conf_institution *desk = conf_find(p->link->conf,
	    p->link->conf->coordinator);

	mail_token(p->link->relay->mail_key, p->row.id, l->token);
	mail_token_name(inst->post->address, l->token, p->row.step, l->name);
	name_first(l, p);
	l->envelope = (struct letter_envelope){
		.from = inst->post->address,
		.from_name = desk != NULL ? desk->name : "",
		.to = inst->address,
		.to_name = inst->name,
		.reply_to = p->reply_to,
		.sender = p->reply_to,
		.token = l->token,
		.name = l->name,
		.answer = l->first,
		.first = l->first,
		.date = ident_ms(p->row.id) / 1000,
		.checkpoint = p->link->relay->checkpoint,
		.sealed = p->sealed.len > 0 ? &p->sealed : NULL,
		.cover = p->request->encrypted ? LETTER_COVER : "",
	};
}

bool
dispatch_post(struct dispatch *d, const struct http_order *order)
{
	struct link *link = d->parcel->link;
	struct mail_post post = { .client = link->relay->http,
		.server = &link->target.relay,
		.order = *order };

	d->letter = calloc(1, sizeof(*d->letter));
	if (d->letter == NULL)
		return false;
	address(d->letter, d->parcel);
	post.envelope = &d->letter->envelope;
	if (mail_out_post(&post))
		return true;
	dispatch_forget_letter(d);
	return false;
}

void
dispatch_forget_letter(struct dispatch *d)
{
	free(d->letter);
	d->letter = NULL;
}
