/* SPDX-License-Identifier: Apache-2.0 */
/*
 * api_act.h - a call that tells something: its body as an event, on its way
 * through the ledger, and the answer from its result.
 */
#ifndef API_ACT_H
#define API_ACT_H

#include "api_call.h"
#include "api_words.h"
#include "apply.h"

struct api_act {
	struct apply apply; /* first: its job is what comes home */
	struct api_call call;
	struct api_said said;
	struct hub_json *doc; /* owned: texts of said are borrowed from it */
	char id[IDENT_TEXT_SIZE];
	struct hub_attachment *attachments; /* owned; named by id alone */
	struct api_act *next;		    /* of the same bucket */
	uint8_t running[SEEN_KEY_SIZE];
	bool is_running;
};

/* The key of a call is taken while it is under way; false: it is already. */
bool api_running_enter(struct api *api, struct api_act *act);
void api_running_leave(struct api *api, struct api_act *act);

/* Answers the call by what came of it. */
void api_act_answer(struct api_act *act);

#endif
