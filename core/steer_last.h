/* SPDX-License-Identifier: Apache-2.0 */
/*
 * steer_last.h - whether the same was said last: a question or a reminder
 * that is repeated word for word before anybody said anything else.
 */
#ifndef STEER_LAST_H
#define STEER_LAST_H

#include "act.h"

/* Whether the last thing said about the case is the act's event, by the same
 * institution. */
bool steer_last_said(const struct act *act);

#endif
