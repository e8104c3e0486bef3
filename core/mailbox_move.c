/* SPDX-License-Identifier: Apache-2.0 */
/* What was dealt with goes to the folder of those done (RFC 6851, or by copy
 * where a server cannot move), so many by one command. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conf_hub.h"
#include "crashpoint.h"
#include "log.h"
#include "mailbox_way.h"

#define COMMAND_MAX 4096

/* job done: what was passed and moved is written down. */
static void
on_marked(struct job *job)
{
	struct mailbox *b = (struct mailbox *)((char *)job -
	    offsetof(struct mailbox, mark));

	if (b->mark.ledger.code != DB_OK) {
		mailbox_fail(b, "the hub cannot keep letters now");
		return;
	}
	mailbox_turn(b);
}

/* Writes down what was passed, and what was moved. */
static void
mark(struct mailbox *b)
{
	struct mailbox_mark *m = &b->mark;

	mailbox_mark_init(m);
	m->mailbox = b->name;
	if (b->passed != b->look.cursor.uid ||
	    b->validity != b->look.cursor.validity)
		m->cursor = (struct letters_cursor){ b->validity, b->passed };
	m->moved = b->look.moves;
	m->moved_count = b->moved;
	if (m->moved_count == 0 && m->cursor.validity == 0) {
		mailbox_turn(b);
		return;
	}
	m->ledger.job.done = on_marked;
	ledger_submit(b->relay->ledger, &m->ledger);
}

/* They stay where they are, and nothing is lost by that: it is said once, and
 * tried again with the next round. */
static void
leave(struct mailbox *b, const struct mail_in_answer *answer)
{
	if (answer->end == MAIL_IN_FAILED) {
		mailbox_fail(b, answer->why);
		return;
	}
	if (strcmp(b->unmoved, answer->why) != 0)
		log_warn("ALERT mailbox %s: letters that were dealt with are "
			 "not put away: %s",
		    b->name, answer->why);
	(void)snprintf(b->unmoved, sizeof(b->unmoved), "%s", answer->why);
	b->look.move_count = b->moved;
	mark(b);
}

/* Adds numbers in a row as one range. */
static int
put_range(char *to, size_t room, int64_t first, int64_t last)
{
	return first == last ? snprintf(to, room, "%lld,", (long long)first)
			     : snprintf(to, room, "%lld:%lld,",
				   (long long)first, (long long)last);
}

/* Words, then the numbers of the letters under way that still have those, and
 * what follows; false: no letter has. */
static bool
say_command(const struct mailbox *b, const char *verb, const char *tail,
    char to[COMMAND_MAX])
{
	int64_t first = 0, last = 0;
	int len = snprintf(to, COMMAND_MAX, "%s ", verb);

	for (size_t i = b->moved; i < b->move; i++) {
		const struct letter_place *at = &b->look.moves[i];

		/* A number beyond is another letter's by now. */
		if (at->validity != b->validity || at->uid > b->passed)
			continue;
		if (first != 0 && at->uid > last + 1)
			len += put_range(to + len, COMMAND_MAX - (size_t)len,
			    first, last);
		if (first == 0 || at->uid > last + 1)
			first = at->uid;
		last = at->uid;
	}
	if (first == 0)
		return false;
	len += put_range(to + len, COMMAND_MAX - (size_t)len, first, last);
	(void)snprintf(to + len - 1, COMMAND_MAX - (size_t)len + 1, "%s", tail);
	return true;
}

static void next_move(struct mailbox *b);

/* mail_in_fn: the last of three steps. */
static void
on_expunged(void *ctx, const struct mail_in_answer *answer)
{
	/* Without UIDPLUS they stay, marked as deleted. */
	if (answer->end == MAIL_IN_FAILED)
		mailbox_fail(ctx, answer->why);
	else
		next_move(ctx);
}

/* mail_in_fn: the copies' originals are marked. */
static void
on_deleted(void *ctx, const struct mail_in_answer *answer)
{
	struct mailbox *b = ctx;
	char command[COMMAND_MAX];

	if (answer->end == MAIL_IN_FAILED) {
		mailbox_fail(b, answer->why);
		return;
	}
	/* Another copy with each round would be no better. */
	if (answer->end != MAIL_IN_GOOD) {
		log_warn("ALERT mailbox %s: letters were copied to \"%s\" and "
			 "cannot be taken away: %s",
		    b->name, b->box->folder_done, answer->why);
		next_move(b);
		return;
	}
	(void)say_command(b, "UID EXPUNGE", "", command);
	mail_in_ask(b->in, b->validity, command, on_expunged);
}

/* mail_in_fn: they are copied, where moving is not known. */
static void
on_copied(void *ctx, const struct mail_in_answer *answer)
{
	struct mailbox *b = ctx;
	char command[COMMAND_MAX];

	if (answer->end != MAIL_IN_GOOD) {
		leave(b, answer);
		return;
	}
	(void)say_command(b, "UID STORE", " +FLAGS.SILENT (\\Deleted)",
	    command);
	mail_in_ask(b->in, b->validity, command, on_deleted);
}

/* A blank, and the folder of those done in quotes. */
static void
folder_of(const struct mailbox *b, char to[256])
{
	(void)snprintf(to, 256, " \"%.250s\"", b->box->folder_done);
}

static void move(struct mailbox *b);

/* mail_in_fn: the folder is there now. */
static void
on_created(void *ctx, const struct mail_in_answer *answer)
{
	if (answer->end == MAIL_IN_FAILED)
		mailbox_fail(ctx, answer->why);
	else
		move(ctx);
}

/* mail_in_fn: they are moved, or cannot be. */
static void
on_moved(void *ctx, const struct mail_in_answer *answer)
{
	struct mailbox *b = ctx;
	char command[COMMAND_MAX], folder[256];

	crashpoint("mailbox.moved");
	folder_of(b, folder);
	if (answer->end == MAIL_IN_FAILED) {
		mailbox_fail(b, answer->why);
	} else if (answer->end == MAIL_IN_GOOD) {
		next_move(b);
	} else if (!b->created) {
		b->created = true;
		(void)snprintf(command, sizeof(command), "CREATE%s", folder);
		mail_in_ask(b->in, 0, command, on_created);
	} else {
		(void)say_command(b, "UID COPY", folder, command);
		mail_in_ask(b->in, b->validity, command, on_copied);
	}
}

/* Moves those under way whose numbers still hold. */
static void
move(struct mailbox *b)
{
	char command[COMMAND_MAX], folder[256];

	folder_of(b, folder);
	if (say_command(b, "UID MOVE", folder, command))
		mail_in_ask(b->in, b->validity, command, on_moved);
	else
		next_move(b);
}

/* Those under way are moved; the next ones, or none are left. */
static void
next_move(struct mailbox *b)
{
	size_t left = b->look.move_count - b->move;

	if (b->move > 0 && b->unmoved[0] != '\0') {
		log_note("mailbox %s: letters are put away again", b->name);
		b->unmoved[0] = '\0';
	}
	b->moved = b->move;
	b->move += left < MAIL_MOVE_MAX ? left : MAIL_MOVE_MAX;
	if (left == 0 || b->relay->stopping)
		mark(b);
	else
		move(b);
}

/* By number. */
static int
by_uid(const void *a, const void *b)
{
	const struct letter_place *x = a, *y = b;

	return (x->uid > y->uid) - (x->uid < y->uid);
}

void
mailbox_move(struct mailbox *b)
{
	b->move = b->moved = 0;
	if (b->box->folder_done[0] == '\0')
		b->look.move_count = 0;
	qsort(b->look.moves, b->look.move_count, sizeof(b->look.moves[0]),
	    by_uid);
	next_move(b);
}
