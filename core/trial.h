/* SPDX-License-Identifier: Apache-2.0 */
/*
 * trial.h - an institution's worker by itself: asked what it would say and
 * what an answer would mean.  Nothing is sent and nothing is kept.
 *
 * For commands: each question runs the loop until the worker has answered.
 */
#ifndef TRIAL_H
#define TRIAL_H

#include "events.h"
#include "hub_exchange.h"
#include "request.h"
#include "worker.h"

struct trial;

/* The worker is a fresh process of the program; the plan is borrowed until
 * trial_free(). */
enum hub_status trial_new(const char *program, const struct worker_plan *plan,
    struct trial **ret, struct hub_error *err);
void trial_free(struct trial *trial);

/* What a question is about; at.purpose says which: a delivery's step, whether
 * they have it, or their news, where what is NULL. */
struct trial_ask {
	const struct hub_dispatch *what;
	struct hub_at at;
};

/* The request of the step, into an initialised one. */
enum hub_status trial_say(struct trial *trial, const struct trial_ask *ask,
    struct hub_request *ret, struct hub_error *err);
/* What an answer to it means, into initialised events. */
enum hub_status trial_hear(struct trial *trial, const struct trial_ask *ask,
    const struct hub_answer *answer, struct hub_events *ret,
    struct hub_error *err);

/* What a message of theirs means. */
enum hub_status trial_receive(struct trial *trial,
    const struct hub_message *message, const struct hub_at *at,
    struct hub_events *ret, struct hub_error *err);

#endif
