/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "word_map.h"

#include <string.h>

#include "act_step.h"
#include "cases_list.h"
#include "said.h"
#include "unmapped.h"

static enum db_code run(struct ledger_job *job, struct ledger_room *room);

void
word_map_init(struct word_map *map)
{
	memset(map, 0, sizeof(*map));
	map->ledger.run = run;
	map->ledger.weight = 64 * 1024;
	map->first = true;
	arena_init(&map->arena, APPLY_RESULTS_MAX);
}

void
word_map_release(struct word_map *map)
{
	arena_release(&map->arena);
}

bool
word_map_next(struct word_map *map)
{
	map->first = false;
	map->after = map->page_last;
	map->count.applied += map->page.applied;
	map->count.late += map->page.late;
	map->count.illegal += map->page.illegal;
	return map->full;
}

/* Held events of a page. */
struct page {
	struct event_row rows[WORDS_PAGE];
	size_t count;
};

/* db_row_fn: one of them. */
static bool
take_event(void *ctx, const struct db_row *row)
{
	struct page *page = ctx;

	event_row_read(row, &page->rows[page->count++]);
	return page->count < WORDS_PAGE;
}

/* The entry about the word, which names whose it is. */
static enum db_code
note(struct word_map *map, struct ledger_room *room)
{
	struct audit_note note = audit_note_init("simpul.map.activated.v1");
	char person[IDENT_TEXT_SIZE] = "", meaning[WORD_MEANING_SIZE];

	/* A code has no colon; a refusal is told by its reason. */
	word_meaning_text(&map->word, meaning);
	meaning[strcspn(meaning, ":")] = '\0';
	note.entry.action = "map_word";
	note.entry.outcome = "success";
	note.entry.reason = map->word.reason == HUB_REASON_NONE
	    ? meaning
	    : hub_reason_name(map->word.reason);
	note.entry.target = conf_name(map->conf, map->word.institution);
	if (map->person != 0)
		ident_text(map->person, person);
	note.entry.operator_id = person;
	return audit_append(room->audit, room->db, room->now_ms, &note);
}

/* The word gets its meaning. */
static enum db_code
mean(struct word_map *map, struct ledger_room *room)
{
	struct word_row known;
	enum db_code code = words_get(room->db, map->word.institution,
	    map->word.word, &known);

	if (code != DB_OK)
		return code;
	map->changed = known.meaning != map->word.meaning ||
	    known.reason != map->word.reason;
	if (!map->changed)
		return DB_OK;
	code = words_mean(room->db, &map->word);
	return code == DB_OK ? note(map, room) : code;
}

/* What is left of the held one once it was taken as what it means. */
static enum event_applied
settled(struct word_map *map, enum hub_applied applied)
{
	switch (applied) {
	case HUB_APPLIED:
	case HUB_DUPLICATE:
		map->page.applied++;
		return EVENT_MAPPED;
	case HUB_LATE:
	case HUB_BOUND:
		map->page.late++;
		return EVENT_MAPPED;
	default:
		map->page.illegal++;
		return EVENT_LATE;
	}
}

/* A held event is taken as what it means. */
static enum db_code
take_up(struct word_map *map, struct act *act, const struct event_row *row)
{
	struct ledger_room *room = act->room;
	const struct hub_event *said = act->event;
	struct hub_event meant;
	enum db_code code;

	if (map->word.meaning == WORD_IGNORED ||
	    map->word.meaning == HUB_EV_COMMENT) {
		map->page.applied++;
		return words_settle(room, row->id,
		    map->word.meaning == WORD_IGNORED ? EVENT_MAPPED
						      : EVENT_APPLIED);
	}
	meant = unmapped_meant(said, &map->word, act->handoff.state);
	act->event = &meant;
	code = act_step(act);
	act->event = said;
	if (code != DB_OK)
		return code;
	return words_settle(room, row->id, settled(map, act->result->applied));
}

/* One held event, if it was said in this word. */
static enum db_code
look_at(struct word_map *map, struct ledger_room *room,
    const struct event_row *row)
{
	struct act_actor actor = { .institution = row->speaker, .channel = "" };
	struct hub_event event;
	struct hub_result result;
	struct act act = { .room = room,
		.conf = map->conf,
		.actor = &actor,
		.event = &event,
		.result = &result,
		.arena = &map->arena,
		.wake = &map->wake };
	char word[WORD_MAX + 1];
	enum db_code code;

	memset(&result, 0, sizeof(result));
	code = handoffs_get(room->db, row->handoff_id, &act.handoff);
	if (code == DB_OK)
		code = act_load(&act);
	if (code == DB_OK)
		code = said_read(&act, row, &event);
	/* Of an erased case nothing is left to be said. */
	if (code != DB_OK)
		return code == DB_NONE ? DB_OK : code;
	words_cut(event.status, word);
	if (strcmp(word, map->word.word) != 0)
		return DB_OK;
	return take_up(map, &act, row);
}

/* ledger run: the meaning, and a page of what is held. */
static enum db_code
run(struct ledger_job *job, struct ledger_room *room)
{
	struct word_map *map = (struct word_map *)job;
	struct page page = { .count = 0 };
	enum db_code code = DB_OK;

	arena_release(&map->arena);
	map->page = (struct word_map_count){ 0, 0, 0 };
	map->wake = (struct act_wake){ .count = 0 };
	map->page_last = map->after;
	if (map->first)
		code = mean(map, room);
	if (code == DB_OK)
		code = words_held(room->db, map->word.institution, map->after,
		    take_event, &page);
	for (size_t i = 0; i < page.count && code == DB_OK; i++) {
		code = look_at(map, room, &page.rows[i]);
		map->page_last = page.rows[i].id;
	}
	map->full = page.count == WORDS_PAGE;
	return code;
}
