/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "control_look.h"

#include <stdlib.h>

#include "api_json.h"
#include "limits.h"

/* reader run: the answer's members. */
static enum db_code
run(struct reader_job *job, struct reader_room *room)
{
	struct control_look *look = (struct control_look *)job;
	enum db_code code;

	hub_json_open(&look->out, NULL, '{');
	code = look->kind->fill(look, room);
	hub_json_close(&look->out, '}');
	return code;
}

/* Sends the answer. */
static void
answer(const struct control_look *look)
{
	json_error_t bad;
	json_t *said = json_loads(hub_buf_str(&look->text), 0, &bad);

	if (said == NULL) {
		control_bad(look->call,
		    "there is more to say than may be said at once");
		return;
	}
	if (look->kind->finish != NULL)
		look->kind->finish(look, said);
	control_good(look->call, said);
}

/* job done: it has been read. */
static void
on_read(struct job *job)
{
	struct control_look *look = (struct control_look *)job;
	enum db_code code = look->reader.code;

	if (code != DB_OK && code != DB_NONE)
		control_bad(look->call, "not read: %s", db_code_name(code));
	else if (look->found == 0 && look->kind->none != NULL)
		control_bad(look->call, "\"%.128s\": %s", look->ref,
		    look->kind->none);
	else
		answer(look);
	hub_buf_release(&look->text);
	conf_release(look->conf);
	free(look);
}

const struct conf_institution *
control_institution(struct control_call *call, bool *ret_bad)
{
	const char *name = control_text(call, "institution");
	const struct conf_institution *inst;

	*ret_bad = false;
	if (name[0] == '\0')
		return NULL;
	inst = conf_find(control_hub(call)->relay.conf, name);
	if (inst != NULL)
		return inst;
	*ret_bad = true;
	control_bad(call,
	    "no institution \"%.64s\" in the configuration in force; "
	    "simpulctl institutions lists them",
	    name);
	return NULL;
}

void
control_look(struct control_call *call, const struct control_look_kind *kind)
{
	const struct conf_institution *inst;
	struct control_look *look;
	bool bad;

	inst = control_institution(call, &bad);
	if (bad)
		return;
	look = calloc(1, sizeof(*look));
	if (look == NULL) {
		control_bad(call, "out of memory");
		return;
	}
	look->call = call;
	look->kind = kind;
	look->conf = conf_hold(control_hub(call)->relay.conf);
	look->ref = control_text(call, "ref");
	look->institution = inst == NULL ? 0 : inst->key;
	look->limit = control_int(call, "limit", 0);
	if (look->limit <= 0 || look->limit > CONTROL_ROWS_MAX)
		look->limit = CONTROL_ROWS_MAX;
	hub_buf_init(&look->text, CTL_OUTPUT_MAX);
	hub_json_out_init(&look->out, &look->text);
	look->reader.run = run;
	look->reader.job.done = on_read;
	reader_submit(control_hub(call)->reader, &look->reader);
}

void
control_put_name(struct control_look *look, const char *member,
    int64_t institution)
{
	const struct conf_institution *inst = conf_by_key(look->conf,
	    institution);

	if (inst != NULL)
		hub_json_put_text(&look->out, member, inst->name);
}
