/* SPDX-License-Identifier: Apache-2.0 */
/* What an entry may say. */
#include "config.h"

#include "canon.h"
#include "limits.h"
#include "simpulctl_audit.h"

/* simpulctl audit schema */
int
ctl_audit_schema(struct ctl *ctl)
{
	struct hub_buf text;

	if (!ctl_arguments(ctl, 0, 0))
		return CTL_FAILED;
	hub_buf_init(&text, CTL_OUTPUT_MAX);
	canon_schema(&text);
	ctl_print(ctl, &text);
	return CTL_GOOD;
}
