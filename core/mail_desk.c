/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "mail_desk.h"

#include <stdlib.h>
#include <string.h>

#include "db_take.h"
#include "limits.h"
#include "log.h"
#include "mail_way.h"
#include "mailroom.h"

#define ANSWERED_MOST 256 /* institutions whose answers are counted */

struct mail_desk {
	struct relay *relay;
	struct loop_timer *timer;
	struct mail_way ways[LETTERS_BUSY_MAX];
	bool loading, again;
	struct mail_desk_counts counts;
	/* Answers of this hour. */
	int64_t hour;
	struct {
		int64_t institution;
		unsigned count;
	} answered[ANSWERED_MOST];
};

/* Opens what the found letter's state needs. */
static enum db_code
open_letter(struct mail_load *load, struct reader_room *room)
{
	struct letter_row *row = &load->row;
	enum db_code code;

	code = letters_open(room->db, room->content, row->id, &load->bytes);
	if (code == DB_OK && row->state == LETTER_ANSWERING)
		code = letters_open_answer(room->db, room->content, row->id,
		    &load->answer);
	if (code != DB_OK || row->delivery == 0)
		return code;
	code = outbox_get(room->db, row->delivery, &load->answered);
	if (code != DB_OK)
		return db_none_is_ok(code);
	return db_none_is_ok(outbox_remote_ref(room->db,
	    load->answered.handoff_id, load->remote_ref));
}

/* reader run: the next letter. */
static enum db_code
run_load(struct reader_job *job, struct reader_room *room)
{
	struct mail_load *load = (struct mail_load *)job;
	enum db_code code;

	load->found = false;
	hub_buf_clear(&load->bytes);
	hub_buf_clear(&load->answer);
	memset(&load->answered, 0, sizeof(load->answered));
	code = letters_due(room->db, load->now_ms, load->busy, &load->row);
	if (code == DB_NONE)
		return letters_next_due(room->db, load->now_ms,
		    &load->next_due);
	if (code == DB_OK)
		code = open_letter(load, room);
	load->found = code == DB_OK;
	return code;
}

/* The first way that is free, or NULL. */
static struct mail_way *
free_way(struct mail_desk *desk)
{
	for (size_t i = 0; i < LETTERS_BUSY_MAX; i++)
		if (!desk->ways[i].busy)
			return &desk->ways[i];
	return NULL;
}

/* job done: a letter is there, or none. */
static void
on_loaded(struct job *job)
{
	struct mail_way *way = (struct mail_way *)((char *)job -
	    offsetof(struct mail_way, load));
	struct mail_desk *desk = way->desk;
	struct mail_load *load = &way->load;
	int64_t now = relay_now_ms(desk->relay);

	desk->loading = false;
	if (!load->found) {
		way->busy = false;
		if (load->reader.code != DB_OK)
			log_error("letters cannot be read: %s",
			    db_code_name(load->reader.code));
		if (desk->again)
			loop_timer_arm(desk->timer, 0);
		else if (load->reader.code != DB_OK)
			loop_timer_arm(desk->timer, LEDGER_AGAIN_MS);
		else if (load->next_due > 0)
			loop_timer_arm(desk->timer, load->next_due - now);
		return;
	}
	mail_way_begin(way);
	mail_desk_wake(desk);
}

/* loop_fn: looks for the next letter. */
static void
on_look(void *ctx)
{
	struct mail_desk *desk = ctx;
	struct mail_way *way = free_way(desk);

	if (desk->relay->stopping || desk->loading || way == NULL)
		return;
	desk->loading = way->busy = true;
	desk->again = false;
	memset(way->load.busy, 0, sizeof(way->load.busy));
	for (size_t i = 0; i < LETTERS_BUSY_MAX; i++)
		if (desk->ways[i].busy && &desk->ways[i] != way)
			way->load.busy[i] = desk->ways[i].load.row.institution;
	way->load.next_due = 0;
	way->load.now_ms = relay_now_ms(desk->relay);
	way->load.reader.run = run_load;
	way->load.reader.job.done = on_loaded;
	reader_submit(desk->relay->reader, &way->load.reader);
}

void
mail_desk_wake(struct mail_desk *desk)
{
	desk->again = true;
	if (!desk->loading && !desk->relay->stopping)
		loop_timer_arm(desk->timer, 0);
}

void
mail_desk_ended(struct mail_way *way, enum letter_state state)
{
	struct mail_desk *desk = way->desk;

	way->busy = false;
	desk->counts.understood += state == LETTER_DONE;
	desk->counts.held += state == LETTER_HELD;
	desk->counts.trayed += state == LETTER_TRAY;
	if (state != LETTER_WAITING)
		mailroom_dealt(desk->relay->mailroom, way->load.row.mailbox);
	if (way->load.bytes.room > HTTP_SMALL_MAX)
		hub_buf_release(&way->load.bytes);
	mail_desk_wake(desk);
}

bool
mail_desk_may_answer(struct mail_desk *desk, int64_t institution)
{
	int64_t hour = relay_now_ms(desk->relay) / 3600000;
	size_t i = 0;

	if (hour != desk->hour)
		memset(desk->answered, 0, sizeof(desk->answered));
	desk->hour = hour;
	while (i < ANSWERED_MOST - 1 && desk->answered[i].institution != 0 &&
	    desk->answered[i].institution != institution)
		i++;
	desk->answered[i].institution = institution;
	if (++desk->answered[i].count > MAIL_ANSWERS_MAX)
		return false;
	desk->counts.answered++;
	return true;
}

struct mail_desk *
mail_desk_new(struct relay *relay)
{
	struct mail_desk *desk = calloc(1, sizeof(*desk));

	if (desk == NULL)
		return NULL;
	desk->relay = relay;
	desk->timer = loop_timer_new(relay->loop, on_look, desk);
	if (desk->timer == NULL) {
		free(desk);
		return NULL;
	}
	for (size_t i = 0; i < LETTERS_BUSY_MAX; i++) {
		struct mail_way *way = &desk->ways[i];

		way->desk = desk;
		way->relay = relay;
		hub_buf_init(&way->call.in, FRAME_CALL_MAX);
		hub_buf_init(&way->load.bytes, MAIL_IN_MAX);
		hub_buf_init(&way->load.answer, REQUEST_BODY_MAX);
		hub_buf_init(&way->answer, REQUEST_BODY_MAX);
	}
	return desk;
}

void
mail_desk_free(struct mail_desk *desk)
{
	if (desk == NULL)
		return;
	loop_timer_free(desk->timer);
	for (size_t i = 0; i < LETTERS_BUSY_MAX; i++) {
		struct mail_way *way = &desk->ways[i];

		hub_buf_release(&way->call.in);
		hub_buf_release(&way->load.bytes);
		hub_buf_release(&way->load.answer);
		hub_buf_release(&way->answer);
	}
	free(desk);
}

bool
mail_desk_busy(const struct mail_desk *desk)
{
	for (size_t i = 0; i < LETTERS_BUSY_MAX; i++)
		if (desk->ways[i].busy)
			return true;
	return false;
}

struct mail_desk_counts
mail_desk_counts(const struct mail_desk *desk)
{
	return desk->counts;
}
