/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "agreement.h"

#include <string.h>

#include "hub_time.h"

bool
agreement_in_force(const struct conf_institution *inst, int64_t now)
{
	char today[HUB_TIME_SIZE];

	if (inst->agreement_number[0] == '\0')
		return false;
	hub_time_text(now, today);
	return inst->agreement_until[0] == '\0' ||
	    strncmp(today, inst->agreement_until, strlen("2026-01-01")) <= 0;
}
