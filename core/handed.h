/* SPDX-License-Identifier: Apache-2.0 */
/*
 * handed.h - an act's case as it was handed in: its canonical content, opened
 * once for those who have to route or to judge it anew.
 */
#ifndef HANDED_H
#define HANDED_H

#include "act.h"

struct handed {
	struct hub_handoff h; /* texts borrowed from here and act->arena */
	struct hub_buf frame;
};

/* Needs the act's case, key and arena; released also after a failure. */
enum db_code handed_read(struct act *act, struct handed *ret);
void handed_release(struct handed *handed);

#endif
