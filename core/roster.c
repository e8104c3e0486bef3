/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "roster.h"

#include <string.h>

#include "conf_owner.h"
#include "delivery_recover.h"
#include "institutions.h"
#include "limits.h"

/* A name without a section. */
struct gone {
	struct gone *next;
	const char *name;
	int64_t key;
};

/* Where a list of them grows. */
struct gone_list {
	struct roster *roster;
	struct gone *first;
};

/* Whether an institution lives on, under its name or a new one. */
static bool
lives_on(const struct conf *conf, const char *name)
{
	if (conf_find(conf, name) != NULL)
		return true;
	for (size_t i = 0; i < conf->institution_count; i++)
		if (strcmp(conf->institutions[i].was, name) == 0)
			return true;
	return false;
}

/* db_row_fn: one name with its number. */
static bool
take_row(void *ctx, const struct db_row *row)
{
	struct gone_list *list = ctx;
	struct roster *r = list->roster;
	const char *name = db_row_text(row, 1);
	struct gone *gone;

	if (lives_on(r->conf, name) ||
	    (r->old != NULL && conf_find(r->old, name) == NULL))
		return true;
	gone = arena_take(&r->arena, sizeof(*gone));
	if (gone == NULL)
		return false;
	gone->name = arena_text(&r->arena, name);
	gone->key = db_row_int(row, 0);
	gone->next = list->first;
	list->first = gone;
	return true;
}

/* Lists what is still open at those that are gone. */
static enum db_code
look_after_gone(struct roster *r, struct db *db)
{
	struct gone_list list = { r, NULL };
	enum db_code code = institutions_each(db, take_row, &list);
	int64_t cases = 0, deliveries = 0;

	if (code == DB_NONE)
		code = DB_OK;
	if (!arena_ok(&r->arena))
		return DB_FAILED;
	for (struct gone *g = list.first; g != NULL && code == DB_OK;
	     g = g->next) {
		code = institutions_open_work(db, g->key, &cases, &deliveries);
		if (code == DB_OK && cases + deliveries > 0 &&
		    r->open_count < ROSTER_OPEN_MAX)
			r->open[r->open_count++] = (struct conf_open){ g->name,
				(uint64_t)cases, (uint64_t)deliveries };
	}
	return code;
}

/* db_row_fn: a name that may be without a section. */
static bool
take_former(void *ctx, const struct db_row *row)
{
	return conf_add_former(ctx, db_row_int(row, 0), db_row_text(row, 1));
}

/* The number that an institution has had so far, 0: none. */
static int64_t
key_before(const struct roster *r, const struct conf_institution *inst)
{
	const struct conf_institution *then = NULL;

	if (r->old != NULL)
		then = conf_find(r->old, inst->id);
	if (r->old != NULL && then == NULL)
		then = conf_find(r->old, inst->was);
	return then == NULL ? 0 : then->key;
}

/* The entry that says that one name goes on as another: from now on entries
 * have the new one. */
static enum db_code
note_renamed(struct ledger_room *room, const struct conf_institution *inst)
{
	struct audit_note note = audit_note_init(
	    "simpul.institution.changed.v1");

	note.entry.action = "rename";
	note.entry.outcome = "success";
	note.entry.initiator = inst->was;
	note.entry.target = inst->id;
	return audit_append(room->audit, room->db, room->now_ms, &note);
}

/* Numbers for all.  One that was known before keeps its own. */
static enum db_code
number_all(struct roster *r, struct ledger_room *room)
{
	struct db *db = room->db;
	enum db_code code = DB_OK;
	bool renamed = false;

	for (size_t i = 0; i < r->conf->institution_count; i++) {
		struct conf_institution *inst = &r->conf->institutions[i];
		int64_t before = key_before(r, inst);

		code = institutions_key(db, inst->id, inst->was, &inst->key,
		    &renamed);
		if (code == DB_OK && renamed)
			code = note_renamed(room, inst);
		if (code != DB_OK)
			return code;
		if (before != 0 && before != inst->key) {
			r->taken = inst->id;
			return DB_CONFLICT;
		}
	}
	(void)conf_index(r->conf); /* without it conf_by_key is only slower */
	code = institutions_each(db, take_former, r->conf);
	return code == DB_NONE ? DB_OK : code;
}

/* ledger run: first a look at what would be left, then numbers for all. */
static enum db_code
run(struct ledger_job *job, struct ledger_room *room)
{
	struct roster *r = (struct roster *)job;
	enum db_code code;

	arena_release(&r->arena);
	r->open_count = 0;
	r->taken = "";
	code = look_after_gone(r, room->db);
	if (code != DB_OK || r->look || (r->old != NULL && r->open_count > 0))
		return code;
	code = number_all(r, room);
	if (code != DB_OK || !r->recover)
		return code;
	return delivery_recover(room, &r->recovered);
}

/* A roster of a configuration that nobody shares yet. */
void
roster_init(struct roster *roster, struct conf *conf)
{
	memset(roster, 0, sizeof(*roster));
	roster->ledger.run = run;
	roster->conf = conf;
	roster->taken = "";
	arena_init(&roster->arena, CONF_MEMORY_MAX);
}

/* Gives the names back. */
void
roster_release(struct roster *roster)
{
	arena_release(&roster->arena);
}
