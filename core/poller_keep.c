/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "poller_keep.h"

#include <string.h>

#include "crashpoint.h"
#include "words.h"

/* reader run: the institution's cursor, and the next reference. */
static enum db_code
read_on(struct reader_job *job, struct reader_room *room)
{
	struct poller_read *read = (struct poller_read *)job;
	char behind[sizeof(read->ref)];
	enum db_code code = DB_OK;

	memcpy(behind, read->ref, sizeof(behind));
	if (read->is_first)
		code = institutions_cover(room->db, read->institution,
		    &read->cover);
	if (code != DB_OK)
		return code;
	return outbox_ref_behind(room->db, read->institution, behind,
	    read->ref);
}

/* Everything 0, and the job ready to be filled in. */
void
poller_read_init(struct poller_read *read)
{
	memset(read, 0, sizeof(*read));
	read->reader.run = read_on;
}

/* Every line of what people should know, as a word that the institution said;
 * an empty one is none. */
static enum db_code
keep_notice(const struct poller_keep *k, struct ledger_room *room)
{
	enum db_code code = DB_OK;
	char line[WORD_MAX + 2];
	struct word_row row;

	for (const char *at = k->notice; *at != '\0' && code == DB_OK;) {
		size_t len = strcspn(at, "\n");
		size_t kept = len < sizeof(line) ? len : sizeof(line) - 1;

		memcpy(line, at, kept);
		line[kept] = '\0';
		if (len > 0)
			code = words_hear(room->db, k->apply.actor.institution,
			    line, room->now_ms, &row);
		at += len + (at[len] == '\n');
	}
	return code;
}

/* ledger run: what was said, and the cursor. */
static enum db_code
run(struct ledger_job *job, struct ledger_room *room)
{
	struct poller_keep *k = (struct poller_keep *)job;
	enum db_code code = k->events(job, room);

	if (code == DB_OK)
		code = keep_notice(k, room);
	if (code != DB_OK || !k->ends)
		return code;
	crashpoint("poller.cursor");
	return institutions_set_cover(room->db, k->apply.actor.institution,
	    k->cursor, k->until_ms);
}

void
poller_keep_init(struct poller_keep *keep, const struct poller_news *news,
    const struct hub_events *events)
{
	memset(keep, 0, sizeof(*keep));
	apply_init(&keep->apply);
	keep->events = keep->apply.ledger.run;
	keep->apply.ledger.run = run;
	keep->apply.seen_scope = "poll";
	keep->apply.each_event = true;
	keep->apply.heard_as = HEARD_NEWS;
	keep->apply.events = events->rows;
	keep->apply.count = events->count;
	keep->apply.payload.sha256 = news->sha256;
	keep->apply.payload.len = news->len;
	keep->ends = news->end == HUB_EV_CURSOR;
	keep->cursor = news->carry;
	keep->notice = news->notice;
}
