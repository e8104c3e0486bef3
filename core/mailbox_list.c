/* SPDX-License-Identifier: Apache-2.0 */
/* What is new in a mailbox: listed by number, fetched one by one, and kept many
 * at a time while the next ones are fetched. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conf_hub.h"
#include "crashpoint.h"
#include "ident.h"
#include "log.h"
#include "mailroom.h"
#include "mailbox_way.h"

#define WIDTH_MOST (1 << 20) /* numbers of one list, where few are left */

static void next_item(struct mailbox *b);
static void end_lap(struct mailbox *b);

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

/* Adds one to the list, whatever order they tell them in: the first ones stay
 * where they are more than it holds, and none stands there twice. */
static void
add_item(struct mailbox *b, const struct mailbox_item *one)
{
	size_t at = b->item_count;

	while (at > 0 && b->items[at - 1].uid > one->uid)
		at--;
	if (at == MAIL_LIST_MAX || (at > 0 && b->items[at - 1].uid == one->uid))
		return;
	b->item_count += b->item_count < MAIL_LIST_MAX;
	memmove(&b->items[at + 1], &b->items[at],
	    (b->item_count - 1 - at) * sizeof(b->items[0]));
	b->items[at] = *one;
}

/* Takes the list apart; what does not fit is for the next one. */
static void
read_items(struct mailbox *b, const char *text)
{
	char line[256];

	b->item_count = b->item = 0;
	while (*text != '\0') {
		size_t len = strcspn(text, "\r\n");
		struct mailbox_item one;

		(void)snprintf(line, sizeof(line), "%.*s", (int)len, text);
		if (read_item(line, &one) && one.uid > b->passed &&
		    one.uid <= b->to)
			add_item(b, &one);
		text += len + strspn(text + len, "\r\n");
	}
	if (b->item_count == MAIL_LIST_MAX)
		b->to = b->items[MAIL_LIST_MAX - 1].uid;
}

/* Whether the round goes on behind an answer. */
static bool
answered(struct mailbox *b, const struct mail_in_answer *answer)
{
	b->asking = false;
	if (b->failing[0] != '\0')
		mailbox_fail(b, b->failing);
	else if (answer->end == MAIL_IN_FAILED)
		mailbox_fail(b, answer->why);
	return b->failing[0] == '\0' && answer->end != MAIL_IN_FAILED;
}

/* mail_in_fn: which letters there are. */
static void
on_list(void *ctx, const struct mail_in_answer *answer)
{
	struct mailbox *b = ctx;

	/* Behind the gap there may be many, more than libcurl bears. */
	if (answer->end != MAIL_IN_GOOD && b->width > MAIL_LIST_MAX) {
		b->asking = false;
		b->width = MAIL_LIST_MAX;
		if (b->failing[0] != '\0')
			mailbox_fail(b, b->failing);
		else
			mailbox_list(b);
		return;
	}
	if (!answered(b, answer))
		return;
	if (answer->end != MAIL_IN_GOOD) {
		mailbox_fail(b, answer->why);
		return;
	}
	if (strlen(answer->bytes) != answer->len) {
		mailbox_fail(b, "its list of letters has NUL bytes in it");
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

	if (b->relay->stopping || b->passed + 1 >= b->next_uid) {
		end_lap(b);
		return;
	}
	b->to = b->passed + b->width;
	if (b->to >= b->next_uid)
		b->to = b->next_uid - 1;
	(void)snprintf(command, sizeof(command),
	    "UID FETCH %lld:%lld (UID RFC822.SIZE)", (long long)(b->passed + 1),
	    (long long)b->to);
	b->asking = true;
	mail_in_ask(b->in, b->validity, command, on_list);
}

/* What is remembered of a letter that is on disk. */
static void
count(struct mailbox *b, const struct mailbox_letter *letter)
{
	bool tray = letter->row.state == LETTER_TRAY;
	char id[IDENT_TEXT_SIZE];

	ident_text(letter->row.id, id);
	b->look.cursor.uid = letter->row.uid;
	b->taken++;
	b->doubled += letter->doubled;
	if (tray && !letter->doubled)
		log_warn("mailbox %s: letter %s is in the coordinator's tray: "
			 "%s",
		    b->name, id, letter->row.why);
	if (tray || letter->doubled)
		b->again = true;
}

static void go_on(struct mailbox *b);

/* job done: the letters are on disk, or none is. */
static void
on_kept(struct job *job)
{
	struct mailbox_batch *batch = (struct mailbox_batch *)job;
	struct mailbox *b = batch->of;

	b->keeping = false;
	if (batch->ledger.code == DB_OK) {
		crashpoint("mailbox.stored");
		for (size_t i = 0; i < batch->count; i++)
			count(b, &batch->letters[i]);
		mailroom_arrived(b->relay->mailroom);
	}
	mailbox_batch_clear(batch);
	if (batch->ledger.code != DB_OK)
		mailbox_fail(b, "the hub cannot keep letters now");
	else if (b->failing[0] != '\0')
		mailbox_fail(b, b->failing);
	else
		go_on(b);
}

/* Hands what was fetched to the ledger, if that has nothing yet: meanwhile more
 * is fetched. */
static void
keep(struct mailbox *b)
{
	struct mailbox_batch *batch = &b->batches[b->filling];

	if (b->keeping || batch->count == 0)
		return;
	b->keeping = true;
	b->filling = 1 - b->filling;
	mailbox_batch_init(&b->batches[b->filling]);
	batch->of = b;
	batch->conf = b->conf;
	batch->box = b->box;
	batch->ledger.weight = batch->bytes;
	batch->ledger.job.done = on_kept;
	ledger_submit(b->relay->ledger, &batch->ledger);
}

/* A batch was kept: the other one is next, then what waited for it. */
static void
go_on(struct mailbox *b)
{
	keep(b);
	if (b->ending && !b->keeping) {
		b->ending = false;
		mailbox_move(b);
	} else if (b->full) {
		b->full = false;
		next_item(b);
	}
}

/* Nothing more is fetched in this lap. */
static void
end_lap(struct mailbox *b)
{
	b->ending = true;
	go_on(b);
}

/* Adds a letter to those that are filled in; NULL: the round ends. */
static struct mailbox_letter *
add(struct mailbox *b, struct hub_buf *bytes)
{
	struct mailbox_batch *batch = &b->batches[b->filling];
	const struct letters_cursor at = { b->validity, b->items[b->item].uid };

	if (!mailbox_batch_add(batch, bytes, b->relay->mail_key, &at)) {
		mailbox_fail(b, "out of memory");
		return NULL;
	}
	b->more = ++b->taken_now >= MAIL_LAP_MAX;
	return &batch->letters[batch->count - 1];
}

/* The letter is dealt with; the next one. */
static void
pass(struct mailbox *b)
{
	b->passed = b->items[b->item].uid;
	b->item++;
	keep(b);
	next_item(b);
}

/* Whether they have not given a letter out so often that those behind it go
 * on without it. */
static bool
is_withheld(const struct mailbox *b, const struct mailbox_item *item)
{
	return b->stuck_times >= MAIL_GIVE_TRIES && b->stuck.uid == item->uid &&
	    b->stuck.validity == b->validity;
}

/* In its place what is known of it is kept, for a person. */
static void
take_withheld(struct mailbox *b, const struct mailbox_item *item)
{
	struct mailbox_letter *letter;
	struct hub_buf bytes;

	hub_buf_init(&bytes, MAIL_IN_HEAD);
	hub_buf_fmt(&bytes,
	    "Subject: Surat yang tidak diberikan server\r\n\r\n"
	    "Surat nomor %lld (UIDVALIDITY %lld, %lld bita) tidak diberikan "
	    "oleh server kotak surat \"%s\".\r\nSurat itu masih di sana.\r\n",
	    (long long)item->uid, (long long)b->validity, (long long)item->size,
	    b->name);
	letter = add(b, &bytes);
	hub_buf_release(&bytes);
	if (letter == NULL)
		return;
	letter->withheld = true;
	pass(b);
}

/* Counts how often a letter was not given out, one of them at a time. */
static void
note_stuck(struct mailbox *b, int64_t uid)
{
	if (b->stuck.uid != uid || b->stuck.validity != b->validity)
		b->stuck_times = 0;
	b->stuck = (struct letters_cursor){ b->validity, uid };
	b->stuck_times++;
}

/* What is not given out may be the next time: nothing is passed by. */
static void
refuse(struct mailbox *b, const struct mail_in_answer *answer)
{
	int64_t uid = b->items[b->item].uid;
	char why[sizeof(b->failing)];

	b->asking = false;
	note_stuck(b, uid);
	(void)snprintf(why, sizeof(why), "letter %lld is not given out: %.110s",
	    (long long)uid,
	    answer->why[0] != '\0' ? answer->why : "their answer is empty");
	mailbox_fail(b, b->failing[0] != '\0' ? b->failing : why);
}

/* Whether what came cannot be the letter that was asked for. */
static bool
is_refused(const struct mailbox *b, const struct mail_in_answer *answer)
{
	const struct mailbox_item *item = &b->items[b->item];

	switch (answer->end) {
	case MAIL_IN_GOOD:
		return answer->len == 0 && item->size > 0;
	case MAIL_IN_GONE:
		return b->stuck.uid == item->uid &&
		    b->stuck.validity == b->validity;
	case MAIL_IN_LONG:
		return item->size > MAIL_IN_MAX;
	default:
		return true;
	}
}

/* Somebody took it away meanwhile; unless they list it still, which they are
 * asked. */
static void
look_again(struct mailbox *b)
{
	int64_t uid = b->items[b->item].uid;

	log_note("mailbox %s: letter %lld is gone", b->name, (long long)uid);
	note_stuck(b, uid);
	mailbox_list(b);
}

/* mail_in_fn: a letter. */
static void
on_letter(void *ctx, const struct mail_in_answer *answer)
{
	struct mailbox *b = ctx;
	struct mailbox_item *item = &b->items[b->item];
	bool cut = item->size > MAIL_IN_MAX;
	struct mailbox_letter *letter;
	struct hub_buf bytes;

	if (is_refused(b, answer)) {
		refuse(b, answer);
		return;
	}
	if (!answered(b, answer))
		return;
	if (answer->end == MAIL_IN_GOOD) {
		mail_in_take(b->in, &bytes);
		letter = add(b, &bytes);
		if (letter == NULL)
			return;
		letter->cut = cut;
		pass(b);
	} else if (answer->end == MAIL_IN_GONE) {
		look_again(b);
	} else {
		/* It is larger than they said: its start will do. */
		item->size = (int64_t)MAIL_IN_MAX + 1;
		next_item(b);
	}
}

/* Whether one more letter may be held beside those that are not kept yet. */
static bool
has_room(const struct mailbox *b, const struct mailbox_item *item)
{
	size_t held = b->batches[0].bytes + b->batches[1].bytes;

	return held == 0 ||
	    (b->batches[b->filling].count < MAIL_BATCH_MAX &&
		held + (size_t)item->size <= MAIL_BATCH_BYTES);
}

/* The next letter of the list, or the next list. */
static void
next_item(struct mailbox *b)
{
	const struct mailbox_item *item = &b->items[b->item];

	if (b->relay->stopping || b->more) {
		end_lap(b);
		return;
	}
	if (b->item == b->item_count) {
		b->passed = b->to;
		mailbox_list(b);
		return;
	}
	if (!has_room(b, item)) {
		b->full = true;
		return;
	}
	if (is_withheld(b, item)) {
		take_withheld(b, item);
		return;
	}
	b->asking = true;
	mail_in_fetch(b->in, b->validity, item->uid,
	    item->size > MAIL_IN_MAX ? MAIL_IN_HEAD : 0, on_letter);
}
