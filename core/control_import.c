/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "control_import.h"

#include <stdlib.h>
#include <string.h>

#include "api_named.h"
#include "apply.h"
#include "control_person.h"
#include "import_row.h"
#include "limits.h"

struct batch;

/* One row on its way. */
struct row {
	struct apply apply; /* first: its job is what comes home */
	struct batch *batch;
	struct import_said said;
	struct hub_json *doc; /* owned: texts of said are borrowed from it */
	struct act_past past;
	bool sent; /* to the ledger */
	struct body_problem problem;
};

struct batch {
	struct control_call *call;
	struct conf *conf; /* held */
	struct import_rows table;
	size_t count, left; /* rows, and those of them in the ledger */
	struct row rows[];
};

/* Forgets a batch. */
static void
drop(struct batch *batch)
{
	control_hub(batch->call)->imports--;
	for (size_t i = 0; i < batch->count; i++) {
		apply_release(&batch->rows[i].apply);
		hub_json_free(batch->rows[i].doc);
	}
	conf_release(batch->conf);
	free(batch);
}

/* What became of a row, in a word. */
static const char *
word_of(const struct row *row)
{
	if (!row->sent)
		return "bad";
	if (row->apply.ledger.code != DB_OK)
		return "failed";
	switch (row->apply.rows[0].applied) {
	case HUB_APPLIED:
		return "new";
	case HUB_DUPLICATE:
		return "there";
	default:
		return "bad";
	}
}

/* The same with its case, or why not. */
static json_t *
result_of(const struct row *row)
{
	json_t *result = json_object();

	control_put_text(result, "result", word_of(row));
	if (!row->sent) {
		control_put_text(result, "error", row->problem.text);
	} else if (row->apply.ledger.code != DB_OK) {
		control_put_text(result, "error",
		    db_code_name(row->apply.ledger.code));
	} else {
		control_put_text(result, "case", row->apply.rows[0].case_id);
		control_put_text(result, "error", row->apply.rows[0].detail);
	}
	return result;
}

/* Those who got something to be delivered go on. */
static void
wake(struct relay *relay, const struct row *row)
{
	const struct act_wake *to = &row->apply.wake;

	if (!row->sent || row->apply.ledger.code != DB_OK)
		return;
	if (to->all)
		relay_wake_all(relay);
	for (size_t i = 0; i < to->count && !to->all; i++)
		relay_wake(relay, to->keys[i]);
}

/* Every row is where it will stay: the answer. */
static void
finish(struct batch *batch)
{
	struct control_call *call = batch->call;
	json_t *answer = json_object(), *results = json_array();

	for (size_t i = 0; i < batch->count; i++) {
		wake(&control_hub(call)->relay, &batch->rows[i]);
		(void)json_array_append_new(results,
		    result_of(&batch->rows[i]));
	}
	(void)json_object_set_new(answer, "results", results);
	drop(batch);
	control_good(call, answer);
}

/* job done: a row is committed, or nothing of it was kept. */
static void
on_applied(struct job *job)
{
	struct row *row = (struct row *)job;

	if (--row->batch->left == 0)
		finish(row->batch);
}

/* Reads one row; false with the row's problem. */
static bool
read_row(struct batch *batch, struct row *row, const json_t *value)
{
	int64_t now_ms = relay_now_ms(&control_hub(batch->call)->relay);
	char *text = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);
	struct hub_error err = { "" };
	enum hub_status status;

	if (text == NULL)
		return false;
	status = hub_json_read(text, strlen(text), &row->doc, &err);
	free(text);
	if (status == HUB_OK)
		return import_said_read(&batch->table, row->doc, now_ms,
			   &row->said, &row->problem) &&
		    api_named_known(batch->table.rows, &row->said, batch->conf,
			&row->problem);
	(void)snprintf(row->problem.text, sizeof(row->problem.text), "%s",
	    err.text);
	return false;
}

/* The row as a message of its source. */
static void
fill(struct batch *batch, struct row *row,
    const struct conf_institution *source, int64_t person)
{
	struct apply *apply = &row->apply;
	const struct import_said *said = &row->said;

	row->batch = batch;
	row->past.received_ms = said->received * 1000;
	if (said->status != 0 && !case_open(said->status)) {
		row->past.state = said->status;
		row->past.ended_ms = said->ended * 1000;
	}
	row->said.said.event.claimed_at = said->received;
	apply->ledger.job.done = on_applied;
	apply->ledger.weight = strlen(said->said.event.handoff.narrative) +
	    4096;
	apply->conf = batch->conf;
	apply->actor.institution = source->key;
	apply->actor.person = person;
	apply->actor.channel = "control";
	apply->events = &row->said.said.event;
	apply->count = 1;
	apply->past = &row->past;
}

/* Reads every row, then sends those that are good to the ledger. */
static void
run(struct batch *batch, const json_t *rows,
    const struct conf_institution *source)
{
	struct hub *hub = control_hub(batch->call);
	int64_t person = control_person(batch->call);

	for (size_t i = 0; i < batch->count; i++) {
		struct row *row = &batch->rows[i];
		const char *named;

		apply_init(&row->apply);
		row->said = import_said_init();
		row->sent = read_row(batch, row, json_array_get(rows, i));
		named = row->said.said.event.handoff.source;
		if (row->sent && named[0] != '\0' &&
		    strcmp(named, source->id) != 0) {
			row->sent = false;
			(void)snprintf(row->problem.text,
			    sizeof(row->problem.text),
			    "source: found another institution, expected %s",
			    source->id);
		}
		if (!row->sent)
			continue;
		fill(batch, row, source, person);
		batch->left++;
	}
	if (batch->left == 0)
		finish(batch);
	else
		for (size_t i = 0, n = batch->count; i < n; i++)
			if (batch->rows[i].sent)
				ledger_submit(hub->ledger,
				    &batch->rows[i].apply.ledger);
}

/* The institution that the cases come from; NULL: answered. */
static const struct conf_institution *
find_source(struct control_call *call)
{
	const char *name = control_text(call, "source");
	const struct conf_institution *source;

	source = conf_find(control_hub(call)->relay.conf, name);
	if (source == NULL)
		control_bad(call,
		    "source: no institution \"%.64s\" in the configuration in "
		    "force",
		    name);
	else if (source->retired)
		control_bad(call, "source: %s is retired", name);
	else if (!source->source)
		control_bad(call,
		    "source: %s hands no cases in; its section in conf.d needs "
		    "source = true",
		    name);
	else
		return source;
	return NULL;
}

/* A batch with that many rows; NULL: answered. */
static struct batch *
batch_new(struct control_call *call, size_t count)
{
	struct hub *hub = control_hub(call);
	struct batch *batch;

	if (hub->draining) {
		control_bad(call, "the hub is stopping; ask again");
		return NULL;
	}
	if (count > IMPORT_ROWS_MAX) {
		control_bad(call, "found %zu rows, expected at most %u", count,
		    IMPORT_ROWS_MAX);
		return NULL;
	}
	if (hub->imports >= IMPORT_BATCHES_MAX) {
		control_bad(call, "%u imports are under way; ask again later",
		    hub->imports);
		return NULL;
	}
	batch = calloc(1, sizeof(*batch) + count * sizeof(struct row));
	if (batch == NULL) {
		control_bad(call, "out of memory");
		return NULL;
	}
	hub->imports++;
	batch->call = call;
	batch->count = count;
	batch->conf = conf_hold(hub->relay.conf);
	import_rows_init(&batch->table);
	return batch;
}

void
control_import(struct control_call *call)
{
	const json_t *rows = control_array(call, "rows");
	const struct conf_institution *source;
	struct batch *batch;

	source = find_source(call);
	if (source == NULL)
		return;
	batch = batch_new(call, json_array_size(rows));
	if (batch != NULL)
		run(batch, rows, source);
}
