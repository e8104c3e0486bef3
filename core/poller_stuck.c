/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "poller_stuck.h"

#include <string.h>

void
poller_question_of(const struct hub_request *request,
    struct poller_question *ret)
{
	const char *target = hub_buf_str(&request->target);
	size_t len = strcspn(target, "?");

	if (len >= sizeof(ret->path))
		len = sizeof(ret->path) - 1;
	digest_sha256(target, strlen(target), ret->sha256);
	memcpy(ret->path, target, len);
	ret->path[len] = '\0';
}

bool
poller_stuck_by(const struct outcome *outcome)
{
	return outcome->class == OUTCOME_UNKNOWN || outcome->status >= 500;
}

/* Where its row is, POLL_STUCK_MAX: nowhere. */
static size_t
place_of(const struct poller_stuck *stuck,
    const struct poller_question *question)
{
	size_t i = 0;

	while (i < POLL_STUCK_MAX &&
	    memcmp(question->sha256, stuck->rows[i].sha256, DIGEST_SIZE) != 0)
		i++;
	return i;
}

/* The row that was last spoken of the longest ago; an unused one never was. */
static struct poller_stuck_row *
oldest(struct poller_stuck *stuck)
{
	struct poller_stuck_row *row = &stuck->rows[0];

	for (size_t i = 1; i < POLL_STUCK_MAX; i++)
		if (stuck->rows[i].last_ms < row->last_ms)
			row = &stuck->rows[i];
	return row;
}

unsigned
poller_stuck_add(struct poller_stuck *stuck,
    const struct poller_question *question, int64_t now_ms)
{
	size_t at = place_of(stuck, question);
	struct poller_stuck_row *row = at < POLL_STUCK_MAX ? &stuck->rows[at]
							   : oldest(stuck);

	if (at == POLL_STUCK_MAX) {
		*row = (struct poller_stuck_row){ .since_ms = now_ms };
		memcpy(row->sha256, question->sha256, DIGEST_SIZE);
	}
	row->last_ms = now_ms;
	return ++row->rounds;
}

void
poller_stuck_good(struct poller_stuck *stuck,
    const struct poller_question *question, int64_t now_ms)
{
	size_t at = place_of(stuck, question);

	if (at < POLL_STUCK_MAX)
		stuck->rows[at] = (struct poller_stuck_row){ .rounds = 0 };
	stuck->good_ms = now_ms;
}

bool
poller_stuck_alone(const struct poller_stuck *stuck,
    const struct poller_question *question)
{
	size_t at = place_of(stuck, question);

	return at < POLL_STUCK_MAX && stuck->good_ms > stuck->rows[at].since_ms;
}

bool
poller_stuck_first(struct poller_stuck *stuck,
    const struct poller_question *question)
{
	size_t at = place_of(stuck, question);
	bool first = at < POLL_STUCK_MAX && !stuck->rows[at].told;

	if (first)
		stuck->rows[at].told = true;
	return first;
}

size_t
poller_stuck_count(const struct poller_stuck *stuck, int64_t now_ms)
{
	size_t count = 0;

	for (size_t i = 0; i < POLL_STUCK_MAX; i++)
		count += stuck->rows[i].rounds >= POLL_PATIENCE &&
		    stuck->rows[i].last_ms > now_ms - POLL_STUCK_MS;
	return count;
}
