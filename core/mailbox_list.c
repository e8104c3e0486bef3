/* SPDX-License-Identifier: Apache-2.0 */
/* What is new in a mailbox: listed by number, fetched and stored one by one. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conf_hub.h"
#include "crashpoint.h"
#include "log.h"
#include "mailroom.h"
#include "mailbox_way.h"

#define WIDTH_MOST (1 << 20) /* numbers of one list, where few are left */

static void next_item(struct mailbox *b);

/* One line "* 3 FETCH (UID 7 RFC822.SIZE 120)"; false: it is another. */
static bool
read_item(const char *line, struct mailbox_item *ret)
{
	const char *uid = strstr(line, "UID "),
		   *size = strstr(line, "RFC822.SIZE ");

	if (strstr(line, " FETCH ") == NULL || uid == NULL || size == NULL)
		return false;
	ret->uid = strtoll(uid + strlen("UID "), NULL, 10);
	ret->size = strtoll(size + strlen("RFC822.SIZE "), NULL, 10);
	return ret->uid > 0 && ret->size >= 0;
}

/* By number. */
static int
by_uid(const void *a, const void *b)
{
	const struct mailbox_item *x = a, *y = b;

	return (x->uid > y->uid) - (x->uid < y->uid);
}

/* Takes the list apart; what does not fit is for the next one. */
static void
read_items(struct mailbox *b, const char *text)
{
	char line[256];

	b->item_count = b->item = 0;
	while (*text != '\0' && b->item_count < MAIL_LIST_MAX) {
		size_t len = strcspn(text, "\r\n");
		struct mailbox_item *one = &b->items[b->item_count];

		(void)snprintf(line, sizeof(line), "%.*s", (int)len, text);
		if (read_item(line, one) && one->uid > b->passed &&
		    one->uid <= b->to)
			b->item_count++;
		text += len + strspn(text + len, "\r\n");
	}
	qsort(b->items, b->item_count, sizeof(b->items[0]), by_uid);
	if (b->item_count == MAIL_LIST_MAX)
		b->to = b->items[MAIL_LIST_MAX - 1].uid;
}

/* mail_in_fn: which letters there are. */
static void
on_list(void *ctx, const struct mail_in_answer *answer)
{
	struct mailbox *b = ctx;

	/* Behind the gap there may be many, more than libcurl bears. */
	if (answer->end != MAIL_IN_GOOD && b->width > MAIL_LIST_MAX) {
		b->width = MAIL_LIST_MAX;
		mailbox_list(b);
		return;
	}
	if (answer->end != MAIL_IN_GOOD) {
		mailbox_fail(b, answer->why);
		return;
	}
	read_items(b, answer->bytes);
	if (b->item_count == 0 && b->width < WIDTH_MOST)
		b->width *= 2;
	else if (b->item_count > 0)
		b->width = MAIL_LIST_MAX;
	next_item(b);
}

void
mailbox_list(struct mailbox *b)
{
	char command[128];

	if (b->relay->stopping || b->passed + 1 >= b->next_uid || b->more) {
		mailbox_move(b);
		return;
	}
	b->to = b->passed + b->width;
	if (b->to >= b->next_uid)
		b->to = b->next_uid - 1;
	(void)snprintf(command, sizeof(command),
	    "UID FETCH %lld:%lld (UID RFC822.SIZE)", (long long)(b->passed + 1),
	    (long long)b->to);
	mail_in_ask(b->in, true, command, on_list);
}

/* job done: the letter is on disk, or is not. */
static void
on_stored(struct job *job)
{
	struct mailbox *b = (struct mailbox *)((char *)job -
	    offsetof(struct mailbox, store));

	mail_scan_release(&b->scan);
	if (b->store.ledger.code != DB_OK) {
		mailbox_fail(b, "the hub cannot keep letters now");
		return;
	}
	crashpoint("mailbox.stored");
	b->passed = b->look.cursor.uid = b->store.row.uid;
	b->taken++;
	b->doubled += b->store.doubled;
	if (b->store.row.state == LETTER_TRAY && !b->store.doubled)
		log_warn("mailbox %s: a letter is in the coordinator's tray: "
			 "%s",
		    b->name, b->store.row.why);
	if (b->store.row.state == LETTER_TRAY || b->store.doubled)
		b->again = true;
	mailroom_arrived(b->relay->mailroom);
	if (++b->taken_now >= MAIL_ROUND_MAX)
		b->more = true;
	b->item++;
	if (b->more)
		mailbox_move(b);
	else
		next_item(b);
}

/* Hands a letter to the ledger. */
static void
store(struct mailbox *b, const struct mail_in_answer *answer)
{
	struct mailbox_store *s = &b->store;
	const struct mailbox_item *item = &b->items[b->item];

	if (!mail_scan_init(&b->scan, answer->bytes, answer->len,
		b->relay->mail_key)) {
		mail_scan_release(&b->scan);
		mailbox_fail(b, "out of memory");
		return;
	}
	mailbox_store_init(s);
	s->conf = b->conf;
	s->box = b->box;
	s->scan = &b->scan;
	s->bytes = answer->bytes;
	s->cut = item->size > MAIL_IN_MAX;
	s->row.size = (int64_t)answer->len;
	s->row.validity = b->validity;
	s->row.uid = item->uid;
	s->ledger.weight = answer->len;
	s->ledger.job.done = on_stored;
	ledger_submit(b->relay->ledger, &s->ledger);
}

/* mail_in_fn: a letter. */
static void
on_letter(void *ctx, const struct mail_in_answer *answer)
{
	struct mailbox *b = ctx;

	if (answer->end == MAIL_IN_FAILED) {
		mailbox_fail(b, answer->why);
		return;
	}
	if (answer->end == MAIL_IN_GOOD) {
		store(b, answer);
		return;
	}
	/* Somebody took it away meanwhile. */
	log_note("mailbox %s: letter %lld is gone: %s", b->name,
	    (long long)b->items[b->item].uid, answer->why);
	b->passed = b->items[b->item].uid;
	b->item++;
	next_item(b);
}

/* The next letter of the list, or the next list. */
static void
next_item(struct mailbox *b)
{
	const struct mailbox_item *item = &b->items[b->item];

	if (b->relay->stopping) {
		mailbox_move(b);
		return;
	}
	if (b->item == b->item_count) {
		b->passed = b->to;
		mailbox_list(b);
		return;
	}
	mail_in_fetch(b->in, b->validity, item->uid,
	    item->size > MAIL_IN_MAX ? MAIL_IN_HEAD : 0, on_letter);
}
