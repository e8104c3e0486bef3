/* SPDX-License-Identifier: Apache-2.0 */
/* What two cases are to each other, for people at a terminal. */
#include "config.h"

#include "simpulctl_ask.h"

/* What was done, or that it was so. */
static void
print_related(struct ctl *ctl, const json_t *answer)
{
	bool changed = json_is_true(json_object_get(answer, "changed"));

	(void)fprintf(ctl->out,
	    changed ? "%s Hubungan laporan dicatat; pemegang %s.\n"
		    : "%s Hubungan laporan sudah demikian; pemegang %s.\n",
	    ctl_text(answer, "case"), ctl_text(answer, "holder"));
	(void)fprintf(ctl->out,
	    changed ? "%s The relation is kept; its holder is %s.\n"
		    : "%s They were so already; its holder is %s.\n",
	    ctl_text(answer, "case"), ctl_text(answer, "holder"));
}

/* The same of a relation that holds no more. */
static void
print_undone(struct ctl *ctl, const json_t *answer)
{
	bool changed = json_is_true(json_object_get(answer, "changed"));

	(void)fprintf(ctl->out,
	    changed ? "%s Hubungan laporan dihapus; pemegang %s.\n"
		    : "%s Tidak ada hubungan demikian; pemegang %s.\n",
	    ctl_text(answer, "case"), ctl_text(answer, "holder"));
	(void)fprintf(ctl->out,
	    changed ? "%s The relation is undone; its holder is %s.\n"
		    : "%s There was no such relation; its holder is %s.\n",
	    ctl_text(answer, "case"), ctl_text(answer, "holder"));
}

/* simpulctl relate */
int
ctl_relate(struct ctl *ctl)
{
	const char *as = ctl_value(ctl, "--as", "");
	const char *by = ctl_value(ctl, "--by", "");
	const char *why = ctl_value(ctl, "--reason", "");
	bool undo = ctl_flag(ctl, "--undo");

	if (as == NULL || by == NULL || why == NULL || as[0] == '\0' ||
	    by[0] == '\0' || why[0] == '\0')
		return ctl_fail(ctl,
		    "--as, --reason and --by are needed; see simpulctl relate "
		    "--help");
	if (!ctl_arguments(ctl, 2, 2))
		return CTL_FAILED;
	return ctl_ask_print(ctl, "steer",
	    json_pack("{s:s,s:s,s:s,s:s,s:s,s:s,s:b}", "verb", "relate", "ref",
		ctl->argv[0], "other", ctl->argv[1], "as", as, "text", why,
		"by", by, "undo", undo),
	    undo ? print_undone : print_related);
}
