/* SPDX-License-Identifier: Apache-2.0 */
/*
 * control_token.h - the operator makes, lists and revokes tokens of the API.
 *
 * A token's text is shown once, when it is made, and stored nowhere.
 */
#ifndef CONTROL_TOKEN_H
#define CONTROL_TOKEN_H

#include "control_call.h"

/* {"command":"token_add","role":..,"institution":..,"label":..,"person":n,
 * "days":n} */
void control_token_add(struct control_call *call);
/* {"command":"token_revoke","id":".."} */
void control_token_revoke(struct control_call *call);
/* {"command":"token_list"} */
void control_token_list(struct control_call *call);

#endif
