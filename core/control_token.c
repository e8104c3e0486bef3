/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "control_token.h"

#include <openssl/crypto.h>
#include <stdio.h>
#include <stdlib.h>

#include "api.h"
#include "ident.h"
#include "token_job.h"

#define DAY_MS INT64_C(86400000)

/* One act on one token. */
struct act {
	struct token_job job;
	struct control_call *call;
	struct conf *conf; /* held: the job borrows the institution's id */
};

/* The tokens that the API knows. */
static struct token_set *
tokens(const struct control_call *call)
{
	return api_tokens(control_hub(call)->api);
}

/* Forgets an act, its token's text first. */
static void
drop(struct act *act)
{
	OPENSSL_cleanse(act->job.text, sizeof(act->job.text));
	conf_release(act->conf);
	free(act);
}

/* An act that holds the configuration, or the call is answered. */
static struct act *
begin(struct control_call *call)
{
	struct act *act = calloc(1, sizeof(*act));

	if (act == NULL) {
		control_bad(call, "out of memory");
		return NULL;
	}
	act->call = call;
	act->conf = conf_hold(control_hub(call)->relay.conf);
	return act;
}

/* job done: the token is stored. */
static void
on_added(struct job *job)
{
	struct act *act = (struct act *)job;
	char id[IDENT_TEXT_SIZE];

	if (act->job.ledger.code != DB_OK) {
		control_bad(act->call, "not stored: %s",
		    db_code_name(act->job.ledger.code));
	} else if (!token_set_put(tokens(act->call), &act->job.row)) {
		control_bad(act->call, "out of memory");
	} else {
		ident_text(act->job.row.id, id);
		control_good(act->call,
		    json_pack("{s:s,s:s}", "id", id, "token", act->job.text));
	}
	drop(act);
}

/* Whether a token of that role may be this institution's; complains. */
static bool
may_have(struct control_call *call, enum token_role role,
    const struct conf_institution *inst)
{
	const char *name = control_text(call, "institution");

	if (inst == NULL && name[0] == '\0' && role != TOKEN_AUDITOR) {
		control_bad(call,
		    "the institution is missing; name whose token"
		    " it is with --institution");
		return false;
	}
	if (inst == NULL && (role != TOKEN_AUDITOR || name[0] != '\0')) {
		control_bad(call,
		    "no institution \"%.40s\" in the "
		    "configuration in force",
		    name);
		return false;
	}
	if (inst != NULL && role == TOKEN_SOURCE && !inst->source) {
		control_bad(call,
		    "%s hands no cases in: its section does not say source = "
		    "true; expected role institution, or that setting",
		    inst->id);
		return false;
	}
	return true;
}

/* Fills in what the request says; false: the call is answered. */
static bool
fill(struct act *act)
{
	struct control_call *call = act->call;
	struct token_row *row = &act->job.row;
	const char *name = control_text(call, "institution");
	const struct conf_institution *inst = conf_find(act->conf, name);
	int64_t days = control_int(call, "days", -1);

	if (!token_role_parse(control_text(call, "role"), &row->role)) {
		control_bad(call,
		    "role \"%.20s\" is none of source, "
		    "institution, coordinator, auditor",
		    control_text(call, "role"));
		return false;
	}
	if (days == 0) {
		control_bad(call,
		    "days: found 0, expected a whole number from 1;"
		    " without it the token does not end");
		return false;
	}
	if (!may_have(call, row->role, inst))
		return false;
	if (inst != NULL) {
		row->institution = inst->key;
		act->job.institution = inst->id;
	}
	row->person = control_int(call, "person", 0);
	if (days > 0)
		row->expires = relay_now_ms(&control_hub(call)->relay) +
		    days * DAY_MS;
	(void)snprintf(row->label, sizeof(row->label), "%s",
	    control_text(call, "label"));
	return true;
}

void
control_token_add(struct control_call *call)
{
	struct act *act = begin(call);

	if (act == NULL)
		return;
	token_job_add(&act->job);
	act->job.ledger.job.done = on_added;
	if (fill(act))
		ledger_submit(control_hub(call)->ledger, &act->job.ledger);
	else
		drop(act);
}

/* job done: the token is revoked. */
static void
on_revoked(struct job *job)
{
	struct act *act = (struct act *)job;
	enum db_code code = act->job.ledger.code;

	if (code == DB_OK) {
		token_set_drop(tokens(act->call), act->job.row.id);
		control_good(act->call, NULL);
	} else if (code == DB_NONE) {
		control_bad(act->call, "no token with that id is in force");
	} else {
		control_bad(act->call, "not stored: %s", db_code_name(code));
	}
	drop(act);
}

void
control_token_revoke(struct control_call *call)
{
	struct act *act = begin(call);
	int64_t id;

	if (act == NULL)
		return;
	if (!ident_parse(control_text(call, "id"), &id)) {
		control_bad(call, "\"%.20s\" is no token's id",
		    control_text(call, "id"));
		drop(act);
		return;
	}
	token_job_revoke(&act->job);
	act->job.row.id = id;
	act->job.ledger.job.done = on_revoked;
	ledger_submit(control_hub(call)->ledger, &act->job.ledger);
}

/* A list on its way. */
struct list {
	struct token_list tokens;
	struct control_call *call;
};

/* One token as a row. */
static json_t *
row_of(const struct conf *conf, const struct token_row *row)
{
	const struct conf_institution *inst = conf_by_key(conf,
	    row->institution);
	char id[IDENT_TEXT_SIZE];
	json_t *found;

	ident_text(row->id, id);
	found = json_pack("{s:s,s:s,s:s,s:s,s:I}", "id", id, "role",
	    token_role_name(row->role), "institution",
	    inst == NULL ? "" : inst->id, "label", row->label, "person",
	    (json_int_t)row->person);
	control_put_time(found, "created", row->created);
	control_put_time(found, "expires", row->expires);
	control_put_time(found, "revoked", row->revoked);
	return found;
}

/* job done: the tokens are read. */
static void
on_listed(struct job *job)
{
	struct list *list = (struct list *)job;
	const struct conf *conf = control_hub(list->call)->relay.conf;
	json_t *rows = json_array();

	for (size_t i = 0; i < list->tokens.count; i++)
		(void)json_array_append_new(rows,
		    row_of(conf, &list->tokens.rows[i]));
	if (list->tokens.reader.code == DB_OK ||
	    list->tokens.reader.code == DB_NONE)
		control_good(list->call, json_pack("{s:o}", "tokens", rows));
	else
		control_bad(list->call, "not read: %s",
		    db_code_name(list->tokens.reader.code));
	token_list_release(&list->tokens);
	free(list);
}

void
control_token_list(struct control_call *call)
{
	struct list *list = calloc(1, sizeof(*list));

	if (list == NULL) {
		control_bad(call, "out of memory");
		return;
	}
	token_list_init(&list->tokens);
	list->call = call;
	list->tokens.reader.job.done = on_listed;
	reader_submit(control_hub(call)->reader, &list->tokens.reader);
}
