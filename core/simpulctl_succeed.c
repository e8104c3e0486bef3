/* SPDX-License-Identifier: Apache-2.0 */
/* An institution's open work goes over to its successor. */
#include "config.h"

#include "simpulctl_ask.h"

/* How much has gone over. */
static void
print_moved(struct ctl *ctl, const json_t *answer)
{
	long long moved = ctl_int(answer, "moved");

	(void)fprintf(ctl->out,
	    "%lld penerusan dan laporan beralih.\n"
	    "%lld %s gone over.\n",
	    moved, moved,
	    ctl_plural((uint64_t)moved, "handoff or case has",
		"handoffs and cases have"));
}

/* simpulctl succeed */
int
ctl_succeed(struct ctl *ctl)
{
	const char *by = ctl_value(ctl, "--by", "");
	const char *why = ctl_value(ctl, "--reason", "");

	if (by == NULL || why == NULL || by[0] == '\0' || why[0] == '\0')
		return ctl_fail(ctl,
		    "--reason and --by are needed; see simpulctl succeed "
		    "--help");
	if (!ctl_arguments(ctl, 2, 2))
		return CTL_FAILED;
	return ctl_ask_print(ctl, "succeed",
	    json_pack("{s:s,s:s,s:s,s:s}", "from", ctl->argv[0], "to",
		ctl->argv[1], "reason", why, "by", by),
	    print_moved);
}
