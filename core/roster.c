/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "roster.h"

#include <stdio.h>
#include <string.h>

#include "delivery_recover.h"
#include "institutions.h"

/* Whether an institution of the old configuration lives on in the new one. */
static bool
lives_on(const struct conf *conf, const char *id)
{
	if (conf_find(conf, id) != NULL)
		return true;
	for (size_t i = 0; i < conf->institution_count; i++)
		if (strcmp(conf->institutions[i].was, id) == 0)
			return true;
	return false;
}

/* Adds an institution that cannot go to the refusal. */
static void
refuse(struct roster *r, const char *id, int64_t work)
{
	size_t len = strlen(r->refused);

	(void)snprintf(r->refused + len, sizeof(r->refused) - len,
	    "%s%s has %lld open handoffs or deliveries", len == 0 ? "" : "; ",
	    id, (long long)work);
}

/* Names those that would go while they still have work. */
static enum db_code
check_gone(struct roster *r, struct db *db)
{
	enum db_code code = DB_OK;

	for (size_t i = 0; i < r->old->institution_count; i++) {
		const struct conf_institution *inst = &r->old->institutions[i];
		int64_t work = 0;

		if (lives_on(r->conf, inst->id))
			continue;
		code = institutions_open_work(db, inst->key, &work);
		if (code != DB_OK)
			return code;
		if (work > 0)
			refuse(r, inst->id, work);
	}
	return code;
}

/* ledger run: numbers for all. */
static enum db_code
run(struct ledger_job *job, struct ledger_room *room)
{
	struct roster *r = (struct roster *)job;
	enum db_code code = DB_OK;

	r->refused[0] = '\0';
	if (r->old != NULL)
		code = check_gone(r, room->db);
	if (code != DB_OK || r->refused[0] != '\0' || r->look)
		return code;
	for (size_t i = 0; i < r->conf->institution_count; i++) {
		struct conf_institution *inst = &r->conf->institutions[i];

		code = institutions_key(room->db, inst->id, inst->was,
		    &inst->key);
		if (code != DB_OK)
			return code;
	}
	(void)conf_index(r->conf); /* without it conf_by_key is only slower */
	if (!r->recover)
		return DB_OK;
	return delivery_recover(room, &r->recovered);
}

/* A roster of a configuration that nobody shares yet. */
void
roster_init(struct roster *roster, struct conf *conf)
{
	memset(roster, 0, sizeof(*roster));
	roster->ledger.run = run;
	roster->conf = conf;
}
