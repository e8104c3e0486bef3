/* SPDX-License-Identifier: Apache-2.0 */
/*
 * poller_stuck.h - questions of a poll that come to nothing round after round:
 * nobody answers, a gateway does, or what is answered makes no sense.
 *
 * One such question must not keep all other news away.  In the third round
 * running its plugin is told that there is no answer, and may set the thing
 * aside and go on.  Whether it is the question or their whole system is shown
 * by others that are understood meanwhile.
 */
#ifndef POLLER_STUCK_H
#define POLLER_STUCK_H

#include "digest.h"
#include "limits.h"
#include "outcome.h"
#include "request.h"

struct poller_stuck {
	struct poller_stuck_row {
		uint8_t sha256[DIGEST_SIZE]; /* of the question; 0: unused */
		unsigned rounds;	     /* running, of nothing */
		int64_t since_ms, last_ms;
		bool told;
	} rows[POLL_STUCK_MAX]; /* the oldest gives way */
	int64_t good_ms;	/* when one was last understood */
};

/* A question of this round. */
struct poller_question {
	uint8_t sha256[DIGEST_SIZE];
	char path[64]; /* of it, cut, without its query */
};
void poller_question_of(const struct hub_request *request,
    struct poller_question *ret);

/* Whether an outcome that is no answer is about the question and not about the
 * line to them: somebody there did not manage. */
bool poller_stuck_by(const struct outcome *outcome);
/* It came to nothing: in how many rounds running now. */
unsigned poller_stuck_add(struct poller_stuck *stuck,
    const struct poller_question *question, int64_t now_ms);
/* It was understood. */
void poller_stuck_good(struct poller_stuck *stuck,
    const struct poller_question *question, int64_t now_ms);
/* Whether anything was understood since it first came to nothing. */
bool poller_stuck_alone(const struct poller_stuck *stuck,
    const struct poller_question *question);
/* Whether nobody was told of it yet; from now on somebody was. */
bool poller_stuck_first(struct poller_stuck *stuck,
    const struct poller_question *question);
/* How many are set aside now. */
size_t poller_stuck_count(const struct poller_stuck *stuck, int64_t now_ms);

#endif
