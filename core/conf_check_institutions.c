/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "conf_work.h"

/* Dates are ISO, so their order is that of their texts. */
static void
check_dates(const struct conf_draft *draft, const struct conf_institution *at)
{
	struct conf_site site = conf_draft_site(draft, "", "valid_until");

	if (at->valid_until[0] != '\0' &&
	    strcmp(at->valid_from, at->valid_until) > 0)
		conf_wrong(&site, "which is before valid_from \"%s\"",
		    at->valid_from);
}

/* Identity is shown under a recorded agreement only. */
static void
check_disclose(const struct conf_draft *draft,
    const struct conf_institution *at)
{
	struct conf_site site = conf_draft_site(draft, "", "disclose");

	if (at->disclose[0] == NULL ||
	    (at->agreement_number[0] != '\0' && at->agreement_basis[0] != '\0'))
		return;
	conf_say(&site,
	    "%s may see who complains (disclose), and no agreement "
	    "is recorded; write agreement { number = \"...\" basis "
	    "= \"...\" }",
	    draft->site.section);
}

/* An institution is reached by mail through a mailbox of ours. */
static void
check_mail(const struct conf_draft *draft, const struct conf_institution *at)
{
	struct conf_site site = conf_draft_site(draft, "", "mailbox");

	if (at->mailbox[0] != '\0' && at->address[0] == '\0')
		conf_say(&site,
		    "%s has a mailbox and no address to write to; "
		    "write address = \"name@host\"",
		    draft->site.section);
}

/* What holds for one institution. */
void
conf_check_institutions(struct conf_work *work)
{
	const struct conf_hub *hub = &work->conf->hub;

	for (size_t i = 0; i < work->conf->institution_count; i++) {
		struct conf_institution *at = &work->conf->institutions[i];
		const struct conf_draft *draft =
		    work->drafts[SECTION_INSTITUTION][i];

		if (at->timezone[0] == '\0')
			at->timezone = hub->timezone;
		if (at->calendar[0] == '\0')
			at->calendar = hub->calendar;
		check_dates(draft, at);
		check_disclose(draft, at);
		check_mail(draft, at);
	}
}
