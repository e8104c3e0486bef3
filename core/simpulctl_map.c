/* SPDX-License-Identifier: Apache-2.0 */
/* What a mapping makes of a case, without sending it. */
#include "config.h"

#include "simpulctl_map.h"

#include <string.h>

#include "api_words.h"
#include "clock.h"
#include "disclose.h"
#include "hub_json.h"
#include "hub_time.h"
#include "limits.h"
#include "link.h"
#include "simpulctl_act.h"
#include "simpulctl_ask.h"
#include "simpulctl_conf.h"
#include "simpulctl_file.h"
#include "simpulctl_shown.h"
#include "trial.h"

/* Ids that no hub gives, and how long a case of a trial has. */
#define TRIAL_ID "0000000000001"
#define TRIAL_DUE_S (3 * 24 * 3600)

/* One trial: what is said, and what they are taken to answer. */
struct trying {
	struct ctl *ctl;
	struct trial *trial;
	struct trial_ask ask;
	const json_t *answers; /* borrowed; NULL: none */
	size_t used;
	json_t *steps; /* owned: what came of it */
	char carry[HUB_CARRY_MAX + 1];
	struct hub_error err;
	enum hub_status status;
};

const struct conf_institution *
ctl_map_institution(struct ctl *ctl, const struct conf *conf, const char *name)
{
	const struct conf_institution *inst = conf_find(conf, name);

	if (inst == NULL)
		(void)ctl_fail(ctl, "there is no institution \"%s\"", name);
	else if (inst->plugin_file[0] == '\0')
		(void)ctl_fail(ctl, "%s works by the API: it has no plugin",
		    name);
	else
		return inst;
	return NULL;
}

/* An answer's headers; false: they are no texts. */
static bool
read_headers(json_t *from, struct hub_headers *ret)
{
	const char *name;
	json_t *value;

	ret->count = 0;
	json_object_foreach(from, name, value)
	{
		if (!json_is_string(value) ||
		    ret->count == sizeof(ret->rows) / sizeof(ret->rows[0]))
			return false;
		ret->rows[ret->count].name = name;
		ret->rows[ret->count++].value = json_string_value(value);
	}
	return true;
}

/* Lets the worker hear the answer and keeps what it means. */
static void
hear(struct trying *t, json_t *said, json_t *step, struct hub_events *events)
{
	struct hub_headers headers = { .count = 0 };
	struct hub_answer answer = { .headers = &headers, .body = "" };
	json_t *body = json_object_get(said, "body");
	char *text = NULL;

	answer.status = (int)json_integer_value(
	    json_object_get(said, "status"));
	if (body != NULL) {
		text = json_dumps(body, JSON_COMPACT | JSON_ENCODE_ANY);
		headers.rows[headers.count++] = (struct request_field){
			"Content-Type", "application/json"
		};
	}
	if (json_object_get(said, "headers") != NULL &&
	    !read_headers(json_object_get(said, "headers"), &headers))
		t->status = hub_fail(&t->err, HUB_FAULT,
		    "the answer's headers are no texts, or too many");
	if (text != NULL || json_object_get(said, "text") != NULL)
		answer.body = text != NULL ? text : ctl_text(said, "text");
	answer.body_len = strlen(answer.body);
	(void)json_object_set_new(step, "status", json_integer(answer.status));
	if (t->status == HUB_OK)
		t->status = trial_hear(t->trial, &t->ask, &answer, events,
		    &t->err);
	if (t->status == HUB_OK)
		(void)json_object_set_new(step, "events", shown_events(events));
	free(text);
}

/* Whether the events lead to a next step, which is then the one asked for. */
static bool
goes_on(struct trying *t, const struct hub_events *events)
{
	for (size_t i = 0; i < events->count; i++) {
		if (events->rows[i].kind != HUB_EV_NEXT_STEP)
			continue;
		(void)snprintf(t->carry, sizeof(t->carry), "%s",
		    events->rows[i].carry);
		t->ask.at.step++;
		return true;
	}
	return false;
}

/* One step; whether there is another. */
static bool
try_step(struct trying *t)
{
	json_t *answer = json_array_get(t->answers, t->used);
	json_t *step = json_object();
	struct hub_request request;
	struct hub_events events;
	bool more = false;

	request_init(&request, "trial");
	events_init(&events);
	(void)json_array_append(t->steps, step);
	(void)json_object_set_new(step, "step", json_integer(t->ask.at.step));
	t->status = trial_say(t->trial, &t->ask, &request, &t->err);
	if (t->status == HUB_OK)
		(void)json_object_set_new(step, "request",
		    shown_request(&request));
	if (t->status == HUB_OK && answer != NULL) {
		t->used++;
		hear(t, answer, step, &events);
		more = t->status == HUB_OK && goes_on(t, &events);
	}
	json_decref(step);
	request_release(&request);
	events_release(&events);
	return more;
}

/* A heading, and a value indented below it. */
static void
print_part(struct ctl *ctl, const char *heading, const json_t *value)
{
	if (value == NULL)
		return;
	(void)fprintf(ctl->out, "%s ", heading);
	(void)json_dumpf(value, ctl->out, JSON_INDENT(2) | JSON_ENCODE_ANY);
	(void)fputc('\n', ctl->out);
}

/* What came of it, for people or as a document; the exit status. */
static int
tell(struct trying *t)
{
	bool good = t->status == HUB_OK;
	json_t *doc, *step;
	size_t i;

	if (t->ctl->json) {
		doc = json_pack("{s:b,s:O}", "good", good, "steps", t->steps);
		if (!good)
			(void)json_object_update_new(doc,
			    json_pack("{s:s,s:s}", "error", t->err.text, "who",
				hub_status_name(t->status)));
		ctl_print_json(t->ctl, doc);
		json_decref(doc);
		return good ? CTL_GOOD : CTL_BAD;
	}
	json_array_foreach(t->steps, i, step)
	{
		(void)fprintf(t->ctl->out, "langkah / step %zu\n", i);
		print_part(t->ctl, "permintaan / request",
		    json_object_get(step, "request"));
		print_part(t->ctl, "jawaban / answer",
		    json_object_get(step, "status"));
		print_part(t->ctl, "artinya / means",
		    json_object_get(step, "events"));
	}
	if (good)
		return CTL_GOOD;
	(void)ctl_fail(t->ctl, "step %u: %s: %s", t->ask.at.step,
	    hub_status_name(t->status), t->err.text);
	return CTL_BAD;
}

/* Has every step said, as far as there are answers. */
static int
try_all(struct ctl *ctl, const struct conf *conf,
    const struct conf_institution *inst, struct trying *t)
{
	const struct worker_plan plan = link_plan(inst);
	int status;

	t->ctl = ctl;
	t->ask.at.carry = t->carry;
	t->ask.at.attempt = 1;
	t->ask.at.key = TRIAL_ID ".0";
	t->ask.at.reply_to = t->ask.at.handoff_id = "";
	if (trial_new(conf->hub.worker_program, &plan, &t->trial, &t->err) !=
	    HUB_OK)
		return ctl_fail(ctl, "%s", t->err.text);
	t->steps = json_array();
	while (try_step(t))
		continue;
	status = tell(t);
	json_decref(t->steps);
	trial_free(t->trial);
	return status;
}

/* Fills in what the hub would: ids, parties and times. */
static void
fill_in(struct hub_dispatch *what, const struct conf_institution *inst,
    int64_t now, struct arena *arena)
{
	const struct disclose_to to = { inst, HANDOFF_OFFERED, now,
		HUB_KIND_TRANSFER };
	struct hub_handoff *h = &what->handoff;

	what->id = TRIAL_ID;
	h->id = h->case_id = what->event.handoff_id = TRIAL_ID;
	h->receiver = inst->id;
	h->hop = h->chan_seq = 1;
	h->received_at = now;
	h->due_at = now + TRIAL_DUE_S;
	what->names = (struct hub_names){ "", inst->name, "", "", "" };
	(void)disclose_apply(&to, h, arena);
}

/* The files that the case names. */
static void
put_files(struct hub_handoff *h, const struct body_ids *ids,
    struct hub_attachment all[BODY_IDS_MAX])
{
	for (size_t i = 0; i < ids->count; i++)
		all[i] = (struct hub_attachment){ .id = ids->ids[i],
			.name = "",
			.type = "",
			.sha256 = "" };
	h->attachments = all;
	h->attachment_count = ids->count;
}

/* What was typed. */
struct typed {
	const char *event, *text, *ref, *answers, *at;
	bool probe, poll;
};

/* Tries the case of a document with the answers. */
static int
try_doc(struct ctl *ctl, const struct typed *typed, const struct hub_json *doc,
    const json_t *answers)
{
	struct api_said said = { .event = hub_event_init(HUB_EV_HANDOFF) };
	struct hub_attachment files[BODY_IDS_MAX];
	struct hub_dispatch what = { .event = hub_event_init(HUB_EV_HANDOFF) };
	struct trying t = { .answers = answers };
	int64_t now = clock_now_ms(clock_system()) / 1000;
	const struct conf_institution *inst;
	struct conf *conf;
	struct arena arena;
	int status = CTL_FAILED;

	if (!ctl_file_case(ctl, ctl->argv[1], doc, &said))
		return CTL_FAILED;
	if (!hub_event_kind_parse(typed->event, &what.event.kind) ||
	    (typed->at[0] != '\0' && !hub_time_parse(typed->at, &now)))
		return ctl_fail(ctl,
		    "--event is a kind of simpul-plugin(7), --at a time with "
		    "its zone");
	conf = ctl_conf(ctl);
	if (conf == NULL)
		return CTL_FAILED;
	arena_init(&arena, API_BODY_MAX);
	what.handoff = said.event.handoff;
	put_files(&what.handoff, &said.attachments, files);
	what.event.text = typed->text;
	t.ask.what = typed->poll ? NULL : &what;
	t.ask.at.purpose = typed->poll ? HUB_FOR_POLL
	    : typed->probe	       ? HUB_FOR_PROBE
				       : HUB_FOR_DELIVERY;
	t.ask.at.now = now;
	t.ask.at.remote_ref = typed->ref;
	inst = ctl_map_institution(ctl, conf, ctl->argv[0]);
	if (inst != NULL) {
		fill_in(&what, inst, now, &arena);
		status = try_all(ctl, conf, inst, &t);
	}
	arena_release(&arena);
	conf_release(conf);
	return status;
}

/* The answers' file, [] for none; NULL after saying what is wrong. */
static json_t *
read_answers(struct ctl *ctl, const char *name)
{
	json_error_t error;
	json_t *all, *one;
	size_t i;

	if (name[0] == '\0')
		return json_array();
	all = json_load_file(name, JSON_REJECT_DUPLICATES, &error);
	if (all == NULL)
		(void)ctl_fail(ctl, "%s:%d: %s", name, error.line, error.text);
	json_array_foreach(all, i, one)
	{
		if (json_is_integer(json_object_get(one, "status")))
			continue;
		(void)ctl_fail(ctl, "%s: answer %zu has no number status", name,
		    i);
		json_decref(all);
		return NULL;
	}
	if (all != NULL && !json_is_array(all)) {
		(void)ctl_fail(ctl, "%s: expected an array of answers", name);
		json_decref(all);
		return NULL;
	}
	return all;
}

/* simpulctl map try INSTITUTION FILE, its options read. */
static int
try_file(struct ctl *ctl, const struct typed *typed)
{
	struct hub_error err = { "" };
	struct hub_json *doc = NULL;
	struct hub_buf bytes;
	json_t *answers = read_answers(ctl, typed->answers);
	int status = CTL_FAILED;

	if (answers == NULL)
		return CTL_FAILED;
	hub_buf_init(&bytes, API_BODY_MAX);
	if (!ctl_file_read(ctl, ctl->argv[1], &bytes))
		status = CTL_FAILED;
	else if (hub_json_read(hub_buf_str(&bytes), bytes.len, &doc, &err) !=
	    HUB_OK)
		status = ctl_fail(ctl, "%s: %s", ctl->argv[1], err.text);
	else
		status = try_doc(ctl, typed, doc, answers);
	hub_json_free(doc);
	hub_buf_release(&bytes);
	json_decref(answers);
	return status;
}

/* simpulctl map try */
static int
ctl_map_try(struct ctl *ctl)
{
	const struct typed typed = {
		.probe = ctl_flag(ctl, "--probe"),
		.poll = ctl_flag(ctl, "--poll"),
		.event = ctl_value(ctl, "--event", "handoff"),
		.text = ctl_value(ctl, "--text", ""),
		.ref = ctl_value(ctl, "--ref", ""),
		.answers = ctl_value(ctl, "--answers", ""),
		.at = ctl_value(ctl, "--at", ""),
	};

	if (typed.event == NULL || typed.text == NULL || typed.ref == NULL ||
	    typed.answers == NULL || typed.at == NULL ||
	    (typed.probe && typed.poll)) {
		ctl_usage(ctl->err, ctl->command);
		return CTL_FAILED;
	}
	if (!ctl_arguments(ctl, 2, 2))
		return CTL_FAILED;
	return try_file(ctl, &typed);
}

static const struct ctl_act acts[] = {
	{ "try", ctl_map_try },
	{ "diff", ctl_map_diff },
	{ .name = NULL },
};

/* simpulctl map ... */
int
ctl_map(struct ctl *ctl)
{
	return ctl_act(ctl, acts);
}
