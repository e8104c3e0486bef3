/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "mailbox.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backoff.h"
#include "conf_hub.h"
#include "log.h"
#include "mailbox_way.h"

/* Whether the hub goes on at all. */
static bool
is_ending(const struct mailbox *b)
{
	return b->relay->stopping;
}

/* Its section, in force now; NULL: gone. */
static const struct conf_mailbox *
section_of(const struct mailbox *b)
{
	const struct conf *conf = b->relay->conf;

	for (size_t i = 0; i < conf->mailbox_count; i++)
		if (strcmp(conf->mailboxes[i].name, b->name) == 0)
			return &conf->mailboxes[i];
	return NULL;
}

void
mailbox_wake(struct mailbox *b)
{
	b->again = true;
	if (b->busy || b->gathering || is_ending(b) || b->problem[0] != '\0')
		return;
	b->gathering = true;
	loop_timer_arm(b->timer, MAIL_GATHER_MS);
}

void
mailbox_renew(struct mailbox *b)
{
	b->failures = 0;
	b->again = true;
	if (!b->busy && !is_ending(b))
		loop_timer_arm(b->timer, 0);
}

/* The end of every round. */
static void
rest(struct mailbox *b, int64_t after_ms)
{
	mail_in_free(b->in);
	b->in = NULL;
	mailbox_batch_clear(&b->batches[0]);
	mailbox_batch_clear(&b->batches[1]);
	conf_release(b->conf);
	b->conf = NULL;
	b->box = NULL;
	b->busy = false;
	if (!is_ending(b))
		loop_timer_arm(b->timer, after_ms);
}

/* A round that came to nothing: said once, tried again after a pause that
 * grows. */
void
mailbox_fail(struct mailbox *b, const char *why)
{
	const struct backoff pauses = { b->box->poll_ms, POLL_PAUSE_MS };
	uint32_t chance;

	if (b->asking || b->keeping) {
		if (b->failing[0] == '\0')
			(void)snprintf(b->failing, sizeof(b->failing), "%s",
			    why);
		return;
	}
	clock_random(loop_clock(b->relay->loop), &chance, sizeof(chance));
	if (strcmp(b->problem, why) != 0 && !is_ending(b))
		log_warn("ALERT mailbox %s: not read: %s", b->name, why);
	(void)snprintf(b->problem, sizeof(b->problem), "%s", why);
	rest(b, backoff_ms(&pauses, ++b->failures, chance));
}

/* mail_in_fn: the talk is over. */
static void
on_parted(void *ctx, const struct mail_in_answer *answer)
{
	struct mailbox *b = ctx;
	int64_t now = relay_now_ms(b->relay);

	(void)answer;
	if (b->problem[0] != '\0')
		log_note("mailbox %s is read again", b->name);
	b->problem[0] = '\0';
	b->failures = 0;
	if (!b->more)
		b->read_ms = now;
	rest(b, b->more ? 0 : b->again ? MAIL_GATHER_MS : b->box->poll_ms);
}

static void on_look(struct job *job);

/* Looks where the lap begins. */
static void
look(struct mailbox *b)
{
	b->more = false;
	b->taken_now = 0;
	mailbox_look_init(&b->look);
	b->look.mailbox = b->name;
	b->look.reader.job.done = on_look;
	reader_submit(b->relay->reader, &b->look.reader);
}

/* A long round goes on over the same connection, which has the folder open,
 * until the settings are others. */
void
mailbox_turn(struct mailbox *b)
{
	bool left = b->more || b->look.move_count == MAIL_MOVES_MAX;

	if (left && !is_ending(b) && b->conf == b->relay->conf)
		look(b);
	else
		mail_in_part(b->in, on_parted);
}

/* The number behind a word of a STATUS answer, or -1. */
static int64_t
number_of(const char *text, const char *word)
{
	const char *at = strstr(text, word);

	return at == NULL ? -1 : strtoll(at + strlen(word), NULL, 10);
}

/* Whether it can be one that a mailbox gives out (RFC 3501 9, nz-number). */
static bool
is_number(int64_t number)
{
	return number > 0 && number <= UINT32_MAX;
}

/* Where the round begins: behind what was read, or where the numbers are not
 * those of then, as behind a server that came back from a copy, at the first
 * letter. */
static void
begin(struct mailbox *b)
{
	const struct letters_cursor *read = &b->look.cursor;
	bool anew = read->validity != b->validity || b->next_uid <= read->uid;

	if (anew && read->validity != 0)
		log_warn("mailbox %s: its letters have other numbers now "
			 "(UIDVALIDITY %lld, UIDNEXT %lld); it is read from "
			 "the start",
		    b->name, (long long)b->validity, (long long)b->next_uid);
	b->passed = anew ? 0 : read->uid;
}

/* They did not say it, and which folder was asked for. */
static void
refuse_folder(struct mailbox *b, const struct mail_in_answer *answer)
{
	char why[sizeof(b->problem)];

	(void)snprintf(why, sizeof(why), "folder \"%.40s\": %.100s",
	    b->box->folder, answer->why);
	mailbox_fail(b, answer->end == MAIL_IN_NO ? why : answer->why);
}

/* mail_in_fn: how many numbers it has given out. */
static void
on_status(void *ctx, const struct mail_in_answer *answer)
{
	struct mailbox *b = ctx;
	const char *list = strrchr(answer->bytes, '(');

	if (answer->end != MAIL_IN_GOOD) {
		refuse_folder(b, answer);
		return;
	}
	list = list == NULL ? "" : list;
	b->validity = number_of(list, "UIDVALIDITY ");
	b->next_uid = number_of(list, "UIDNEXT ");
	if (!is_number(b->validity) || !is_number(b->next_uid)) {
		mailbox_fail(b, "it does not say which letters it has");
		return;
	}
	begin(b);
	mailbox_list(b);
}

/* job done: where the round begins. */
static void
on_look(struct job *job)
{
	struct mailbox *b = (struct mailbox *)((char *)job -
	    offsetof(struct mailbox, look));
	char command[LETTERS_BOX_MAX + 256];

	if (is_ending(b)) {
		rest(b, 0);
		return;
	}
	if (b->look.reader.code != DB_OK) {
		mailbox_fail(b, "the hub cannot read where to start");
		return;
	}
	if (b->passed + 1 < b->next_uid) {
		mailbox_list(b);
		return;
	}
	(void)snprintf(command, sizeof(command),
	    "STATUS \"%.200s\" (UIDNEXT UIDVALIDITY)", b->box->folder);
	mail_in_ask(b->in, 0, command, on_status);
}

/* loop_fn: a round is due. */
static void
on_due(void *ctx)
{
	struct mailbox *b = ctx;

	b->gathering = false;
	b->box = section_of(b);
	if (b->busy || is_ending(b) || b->box == NULL)
		return;
	b->server = (struct mail_server){ .url = b->box->imap_url,
		.user = b->box->user,
		.password = b->box->password,
		.ca = b->box->ca };
	b->in = mail_in_new(b->relay->http, &b->server, b->box->folder, b);
	if (b->in == NULL) {
		loop_timer_arm(b->timer, b->box->poll_ms);
		return;
	}
	b->busy = true;
	b->again = b->created = b->ending = b->full = false;
	b->width = MAIL_LIST_MAX;
	b->passed = b->next_uid = 0;
	b->failing[0] = '\0';
	b->conf = conf_hold(b->relay->conf);
	look(b);
}

struct mailbox *
mailbox_new(struct relay *relay, const char *name)
{
	struct mailbox *b = calloc(1, sizeof(*b));

	if (b == NULL)
		return NULL;
	b->relay = relay;
	(void)snprintf(b->name, sizeof(b->name), "%s", name);
	mailbox_batch_init(&b->batches[0]);
	mailbox_batch_init(&b->batches[1]);
	b->timer = loop_timer_new(relay->loop, on_due, b);
	if (b->timer == NULL) {
		mailbox_free(b);
		return NULL;
	}
	loop_timer_arm(b->timer, 0);
	return b;
}

void
mailbox_free(struct mailbox *b)
{
	if (b == NULL)
		return;
	loop_timer_free(b->timer);
	mail_in_free(b->in);
	mailbox_batch_clear(&b->batches[0]);
	mailbox_batch_clear(&b->batches[1]);
	conf_release(b->conf);
	free(b);
}

bool
mailbox_busy(const struct mailbox *b)
{
	return b->busy;
}

const char *
mailbox_name(const struct mailbox *b)
{
	return b->name;
}

int64_t
mailbox_read_ms(const struct mailbox *b)
{
	return b->read_ms;
}

const char *
mailbox_problem(const struct mailbox *b)
{
	return b->problem;
}

uint64_t
mailbox_taken(const struct mailbox *b)
{
	return b->taken;
}

uint64_t
mailbox_doubled(const struct mailbox *b)
{
	return b->doubled;
}
