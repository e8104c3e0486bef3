/* SPDX-License-Identifier: Apache-2.0 */
/*
 * api_title.h - what states, reasons and facts are called for people: in
 * Indonesian, and in English beside it.
 */
#ifndef API_TITLE_H
#define API_TITLE_H

#include "custody.h"
#include "hub_word.h"

struct api_title {
	const char *id, *en; /* "" for a value without one */
};

struct api_title api_title_case(enum case_state state);
struct api_title api_title_handoff(enum handoff_state state);
struct api_title api_title_reason(enum hub_reason reason);
/* Of an entry of the audit log: its reason, or what custody changed by. */
struct api_title api_title_ground(const char *reason, const char *basis);
/* By the audit log's type, "simpul.handoff.accepted.v1", and the entry's
 * action, which tells messages apart. */
struct api_title api_title_fact(const char *type, const char *action);

#endif
