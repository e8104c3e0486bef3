/* SPDX-License-Identifier: Apache-2.0 */
/*
 * control_todo.h - what a person enters at institutions whose section says
 * relay = "manual": the list, the text of one, and that it is done.
 */
#ifndef CONTROL_TODO_H
#define CONTROL_TODO_H

#include "control_call.h"

/* Request: "institution" or none, "limit". */
void control_todo(struct control_call *call);
/* "id", of a delivery. */
void control_todo_text(struct control_call *call);
/* "id"; "ref", what they call it; "by". */
void control_todo_done(struct control_call *call);

#endif
