/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "poller_news.h"

#include <stdio.h>
#include <string.h>

#include "log.h"

/* What says that there is too much of it (RFC 9110 15.5.14). */
#define TOO_LONG 413
/* What a gateway says of whom it cannot reach (15.6.3 to 15.6.5). */
#define NO_ANSWER 502
#define UNAVAILABLE 503
#define TIMED_OUT 504
/* Room for a digest, a stop and a number. */
#define OWN_ID_SIZE (DIGEST_HEX_SIZE + 24)

/* Begins to be understood. */
static const struct hub_answer *
begin(struct poller_news *news, const struct hub_answer *answer)
{
	digest_sha256(answer->body, answer->body_len, news->sha256);
	news->len = answer->body_len;
	news->end = HUB_EV_NONE;
	news->after = news->until = 0;
	news->status = answer->status;
	news->notice = "";
	news->carry[0] = '\0';
	news->ref[0] = '\0';
	return answer;
}

const struct hub_answer *
poller_news_of(struct poller_news *news, const struct outcome *outcome)
{
	const struct hub_answer *answer = &outcome->answer;

	news->none = false;
	news->why[0] = '\0';
	if (outcome->too_long) {
		news->cut = (struct hub_answer){ TOO_LONG, answer->headers, "",
			0 };
		answer = &news->cut;
		(void)snprintf(news->why, sizeof(news->why), "%s",
		    outcome->why);
	} else if (outcome->class != OUTCOME_ANSWER) {
		return NULL;
	}
	return begin(news, answer);
}

const struct hub_answer *
poller_news_none(struct poller_news *news, int status, const char *why)
{
	static const struct hub_headers headers = { .count = 0 };

	if (status != UNAVAILABLE && status != TIMED_OUT)
		status = NO_ANSWER;
	news->none = true;
	news->cut = (struct hub_answer){ status, &headers, "", 0 };
	(void)snprintf(news->why, sizeof(news->why), "%s", why);
	return begin(news, &news->cut);
}

int64_t
poller_news_until_ms(const struct poller_news *news, int64_t began_ms)
{
	int64_t until_ms = began_ms;

	if (news->until > 0 && news->until < began_ms / 1000)
		until_ms = news->until * 1000;
	return until_ms;
}

/* Which events say how a poll goes on. */
static bool
goes_on(enum hub_event_kind kind)
{
	return kind == HUB_EV_NEXT_STEP || kind == HUB_EV_CURSOR ||
	    kind == HUB_EV_DEFERRED;
}

/* Gives an event that has no id of theirs one of the answer. */
static void
name_event(const struct poller_news *news, struct hub_events *events, size_t i)
{
	char hex[DIGEST_HEX_SIZE], id[OWN_ID_SIZE];

	if (events->rows[i].their_id[0] != '\0')
		return;
	digest_hex(news->sha256, hex);
	(void)snprintf(id, sizeof(id), "%s.%zu", hex, i);
	events->rows[i].their_id = arena_text(&events->arena, id);
}

/* The files of an event go where it goes; false: it has some. */
static bool
move_files(struct hub_events *events, size_t from, size_t to)
{
	bool none = true;

	for (size_t i = 0; i < events->file_count; i++) {
		if (events->files[i].event != from)
			continue;
		events->files[i].event = to;
		none = false;
	}
	return none;
}

/* Takes the one event out that says how it goes on. */
const char *
poller_news_take(struct poller_news *news, struct hub_events *events)
{
	size_t ends = 0, kept = 0;

	for (size_t i = 0; i < events->count; i++) {
		const struct hub_event *e = &events->rows[i];

		if (!goes_on(e->kind)) {
			events->rows[kept] = *e;
			(void)move_files(events, i, kept);
			name_event(news, events, kept++);
			continue;
		}
		if (!move_files(events, i, i))
			return "a file belongs to no event of theirs";
		ends++;
		news->end = e->kind;
		news->after = e->after;
		news->until = e->claimed_at;
		news->notice = e->text;
		(void)snprintf(news->carry, sizeof(news->carry), "%s",
		    e->carry);
		(void)snprintf(news->ref, sizeof(news->ref), "%s",
		    e->remote_ref);
	}
	events->count = kept;
	if (news->end == HUB_EV_DEFERRED && news->status >= 500 &&
	    news->why[0] == '\0')
		(void)snprintf(news->why, sizeof(news->why), "they answered %d",
		    news->status);
	if (ends != 1)
		return "the plugin does not say once how the poll goes on";
	return arena_ok(&events->arena) ? "" : "out of memory";
}

/* Whether it would be missed that it was not taken. */
static bool
is_missed(enum hub_event_kind kind)
{
	return kind == HUB_EV_HANDOFF || kind == HUB_EV_REFUSED ||
	    kind == HUB_EV_RETURNED || kind == HUB_EV_ANSWERED ||
	    kind == HUB_EV_SUPPLEMENT || kind == HUB_EV_OBJECTION;
}

/* Says what they said and the hub could not take: who speaks in a poll gets no
 * answer. */
static void
note_missed(const char *institution, const struct hub_event *event,
    const struct hub_result *result)
{
	if (result->applied == HUB_INVALID ||
	    (result->applied == HUB_ILLEGAL && is_missed(event->kind)))
		log_note("%s said %s of handoff \"%s\" and it was not "
			 "taken: %s",
		    institution, hub_event_kind_name(event->kind), result->id,
		    result->detail[0] != '\0' ? result->detail : result->state);
}

/* Says loudly what they said that is not their own. */
void
poller_news_watch(const char *institution, const struct hub_events *events,
    const struct hub_result *rows)
{
	for (size_t i = 0; i < events->count; i++) {
		note_missed(institution, &events->rows[i], &rows[i]);
		if (rows[i].applied == HUB_FORBIDDEN)
			log_warn("ALERT %s spoke of a handoff to which it is "
				 "no party (event %s)",
			    institution,
			    hub_event_kind_name(events->rows[i].kind));
	}
}
