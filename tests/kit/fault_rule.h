/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fault_rule.h - what must hold for whatever a plugin answers under a fault.
 */
#ifndef FAULT_RULE_H
#define FAULT_RULE_H

#include "case_play.h"

/* Makes the call and returns the rule that was broken, or NULL. */
const char *fault_rule_request(struct case_play *play);
const char *fault_rule_events(struct case_play *play);
const char *fault_rule_reply(struct case_play *play);
/* Whether two calls with the same arguments say the same. */
bool fault_rule_same(struct case_play *play, const char *section);

#endif
