/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "heard_news.h"

#include <string.h>

bool
heard_of(const struct conf_institution *inst)
{
	return inst->map_sha256[0] != '\0' && inst->seal.in == SEAL_NONE;
}

/* The one case that anything was done to, "" for none or several. */
static const char *
one_case(const struct heard_news *news)
{
	const char *found = "";

	for (size_t i = 0; i < news->count; i++) {
		const struct hub_result *r = &news->rows[i];

		if (r->applied != HUB_APPLIED || r->case_id[0] == '\0')
			continue;
		if (found[0] != '\0' && strcmp(found, r->case_id) != 0)
			return "";
		found = r->case_id;
	}
	return found;
}

enum db_code
heard_news_put(struct ledger_room *room, const struct heard_news *news)
{
	struct heard_note note = { .what = news->what, .call = news->call };

	if (news->call == NULL || news->speaker == NULL ||
	    !heard_of(news->speaker) ||
	    !ident_parse(one_case(news), &note.case_id))
		return DB_OK;
	note.institution = news->speaker->key;
	return heard_put(room, &note);
}
