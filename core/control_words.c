/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "control_words.h"

#include <stdlib.h>
#include <string.h>

#include "api_json.h"
#include "control_look.h"
#include "control_person.h"
#include "word_map.h"

/* db_row_fn: one word. */
static bool
put_word(void *ctx, const struct db_row *row)
{
	struct control_look *look = ctx;
	char meaning[WORD_MEANING_SIZE];
	struct word_row word;

	word_row_read(row, &word);
	word_meaning_text(&word, meaning);
	look->found++;
	hub_json_open(&look->out, NULL, '{');
	hub_json_put_text(&look->out, "word", word.word);
	hub_json_put_given(&look->out, "meaning", meaning);
	hub_json_put_int(&look->out, "count", word.count);
	hub_json_put_time(&look->out, "first", word.first_at / 1000);
	hub_json_put_time(&look->out, "last", word.last_at / 1000);
	hub_json_close(&look->out, '}');
	return true;
}

/* Its words, the newest first. */
static enum db_code
fill(struct control_look *look, struct reader_room *room)
{
	enum db_code code;

	hub_json_open(&look->out, "words", '[');
	code = words_each(room->db, look->institution, put_word, look);
	hub_json_close(&look->out, ']');
	return code;
}

void
control_words(struct control_call *call)
{
	static const struct control_look_kind kind = { .fill = fill };

	if (control_text(call, "institution")[0] == '\0')
		control_bad(call, "institution: is missing, expected its id");
	else
		control_look(call, &kind);
}

/* A meaning on its way through the ledger. */
struct mapping {
	struct word_map map; /* first: its job is what comes home */
	struct control_call *call;
};

/* Forgets it. */
static void
drop(struct mapping *m)
{
	word_map_release(&m->map);
	conf_release(m->map.conf);
	free(m);
}

/* Those who got something to be delivered go on. */
static void
wake(const struct mapping *m)
{
	struct relay *relay = &control_hub(m->call)->relay;

	if (m->map.wake.all)
		relay_wake_all(relay);
	for (size_t i = 0; i < m->map.wake.count && !m->map.wake.all; i++)
		relay_wake(relay, m->map.wake.keys[i]);
}

/* job done: a page more, or all of it. */
static void
on_mapped(struct job *job)
{
	struct mapping *m = (struct mapping *)job;
	struct hub *hub = control_hub(m->call);
	enum db_code code = m->map.ledger.code;

	if (code == DB_NONE) {
		control_bad(m->call,
		    "word: \"%s\" was never said; simpulctl words lists those "
		    "that were",
		    m->map.word.word);
	} else if (code != DB_OK) {
		control_bad(m->call, "not stored: %s; ask again",
		    db_code_name(code));
	} else {
		wake(m);
		if (word_map_next(&m->map) && !hub->draining) {
			ledger_submit(hub->ledger, &m->map.ledger);
			return;
		}
		control_good(m->call,
		    json_pack("{s:b,s:i,s:i,s:i}", "changed", m->map.changed,
			"applied", (int)m->map.count.applied, "late",
			(int)m->map.count.late, "illegal",
			(int)m->map.count.illegal));
	}
	drop(m);
}

/* What the request says; false: answered. */
static bool
read_request(struct control_call *call, struct word_row *word)
{
	bool bad;
	const struct conf_institution *inst = control_institution(call, &bad);

	if (bad)
		return false;
	if (inst == NULL || control_text(call, "word")[0] == '\0' ||
	    control_text(call, "by")[0] == '\0') {
		control_bad(call,
		    "expected institution, word, as and by, who says so");
		return false;
	}
	word->institution = inst->key;
	words_cut(control_text(call, "word"), word->word);
	if (word_meaning_parse(control_text(call, "as"), word))
		return true;
	control_bad(call,
	    "as: found \"%.80s\", expected progress, answered, accepted, "
	    "refused, refused:REASON, comment or ignore",
	    control_text(call, "as"));
	return false;
}

void
control_word_map(struct control_call *call)
{
	struct word_row word = { .institution = 0 };
	struct mapping *m;

	if (!read_request(call, &word))
		return;
	m = calloc(1, sizeof(*m));
	if (m == NULL) {
		control_bad(call, "out of memory");
		return;
	}
	word_map_init(&m->map);
	m->map.word = word;
	m->map.conf = conf_hold(control_hub(call)->relay.conf);
	m->map.person = control_person(call);
	m->map.ledger.job.done = on_mapped;
	m->call = call;
	ledger_submit(control_hub(call)->ledger, &m->map.ledger);
}
