/* SPDX-License-Identifier: Apache-2.0 */
/*
 * api_words.h - what may be said in the body of each call, as tables of
 * members.
 */
#ifndef API_WORDS_H
#define API_WORDS_H

#include "api_body.h"
#include "hub_event.h"
#include "steer.h"

/* What one call says. */
struct api_said {
	struct hub_event event; /* for intake, event.handoff */
	struct body_ids attachments;
	struct steer steer; /* what the coordinator does about a case */
};

extern const struct body_row api_case_rows[];	 /* a case comes in */
extern const struct body_row api_pass_rows[];	 /* it is passed on */
extern const struct body_row api_accept_rows[];	 /* text or nothing */
extern const struct body_row api_refuse_rows[];	 /* reason, text, target */
extern const struct body_row api_answer_rows[];	 /* the answer, for all */
extern const struct body_row api_text_rows[];	 /* a text that must be */
extern const struct body_row api_ask_rows[];	 /* a question, of whom */
extern const struct body_row api_correct_rows[]; /* of which event */
extern const struct body_row api_decide_rows[];	 /* of an arbiter */
extern const struct body_row api_rate_rows[];	 /* 1 to 5 */

/* In api_words_steer.c. */
extern const struct body_row api_steer_rows[];	    /* text or nothing */
extern const struct body_row api_steer_text_rows[]; /* a reason in words */
extern const struct body_row api_postpone_rows[];   /* and until when */
extern const struct body_row api_reclassify_rows[];
extern const struct body_row api_relate_rows[];
extern const struct body_row api_adopt_rows[];

#endif
