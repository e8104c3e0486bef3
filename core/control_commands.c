/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "control_call.h"
#include "control_reload.h"
#include "control_status.h"

const struct control_command control_commands[] = {
	{ "institutions", control_institutions },
	{ "reload", control_reload },
	{ "status", control_status },
	{ NULL, NULL },
};
