/* SPDX-License-Identifier: Apache-2.0 */
/* What was dealt with goes to the folder of those done (RFC 6851, or by copy
 * where a server cannot move). */
#include "config.h"

#include <stdio.h>
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
	mailbox_part(b);
}

/* Writes down what was passed, and what was moved if it was. */
static void
mark(struct mailbox *b, bool moved)
{
	struct mailbox_mark *m = &b->mark;

	mailbox_mark_init(m);
	m->mailbox = b->name;
	if (b->passed != b->look.cursor.uid)
		m->cursor = (struct letters_cursor){ b->validity, b->passed };
	m->moved = b->look.moves;
	m->moved_count = moved ? b->look.move_count : 0;
	if (m->moved_count == 0 && m->cursor.validity == 0) {
		mailbox_part(b);
		return;
	}
	m->ledger.job.done = on_marked;
	ledger_submit(b->relay->ledger, &m->ledger);
}

/* Words, then the numbers of the letters that still have those, and the
 * folder; false: no letter has. */
static bool
say_command(const struct mailbox *b, const char *verb, const char *tail,
    char to[COMMAND_MAX])
{
	size_t count = 0;
	int len = snprintf(to, COMMAND_MAX, "%s ", verb);

	for (size_t i = 0; i < b->look.move_count; i++)
		if (b->look.moves[i].validity == b->validity)
			len += snprintf(to + len, COMMAND_MAX - (size_t)len,
			    "%s%lld", count++ == 0 ? "" : ",",
			    (long long)b->look.moves[i].uid);
	(void)snprintf(to + len, COMMAND_MAX - (size_t)len, " %s", tail);
	return count > 0;
}

/* mail_in_fn: the last of three steps. */
static void
on_expunged(void *ctx, const struct mail_in_answer *answer)
{
	/* Without UIDPLUS they stay, marked as deleted. */
	if (answer->end == MAIL_IN_FAILED)
		mailbox_fail(ctx, answer->why);
	else
		mark(ctx, true);
}

/* mail_in_fn: the copies' originals are marked. */
static void
on_deleted(void *ctx, const struct mail_in_answer *answer)
{
	struct mailbox *b = ctx;
	char command[COMMAND_MAX];

	if (answer->end != MAIL_IN_GOOD) {
		mailbox_fail(b, answer->why);
		return;
	}
	(void)say_command(b, "UID EXPUNGE", "", command);
	command[strlen(command) - 1] = '\0';
	mail_in_ask(b->in, true, command, on_expunged);
}

/* mail_in_fn: they are copied, where moving is not known. */
static void
on_copied(void *ctx, const struct mail_in_answer *answer)
{
	struct mailbox *b = ctx;
	char command[COMMAND_MAX];

	if (answer->end != MAIL_IN_GOOD) {
		mailbox_fail(b, answer->why);
		return;
	}
	(void)say_command(b, "UID STORE", "+FLAGS.SILENT (\\Deleted)", command);
	mail_in_ask(b->in, true, command, on_deleted);
}

/* The folder of those done, in quotes. */
static void
folder_of(const struct mailbox *b, char to[256])
{
	(void)snprintf(to, 256, "\"%.250s\"", b->box->folder_done);
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
		mark(b, true);
	} else if (!b->created) {
		b->created = true;
		(void)snprintf(command, sizeof(command), "CREATE %s", folder);
		mail_in_ask(b->in, false, command, on_created);
	} else {
		(void)say_command(b, "UID COPY", folder, command);
		mail_in_ask(b->in, true, command, on_copied);
	}
}

/* Moves those whose numbers still hold. */
static void
move(struct mailbox *b)
{
	char command[COMMAND_MAX], folder[256];

	folder_of(b, folder);
	if (say_command(b, "UID MOVE", folder, command))
		mail_in_ask(b->in, true, command, on_moved);
	else
		mark(b, true);
}

void
mailbox_move(struct mailbox *b)
{
	b->created = false;
	if (b->look.move_count == 0 || b->relay->stopping ||
	    b->box->folder_done[0] == '\0')
		mark(b, false);
	else
		move(b);
}
