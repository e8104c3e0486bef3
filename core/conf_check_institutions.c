/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <string.h>
#include <strings.h>

#include <stdio.h>

#include "civil.h"
#include "conf_work.h"
#include "hub_time.h"
#include "tz.h"

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

/* The instant at which a day begins in an institution's zone. */
static int64_t
day_ms(const struct tz *tz, const char *date, int64_t more)
{
	char instant[HUB_TIME_SIZE];
	int64_t seconds;

	(void)snprintf(instant, sizeof(instant), "%.11sT00:00:00Z", date);
	if (!hub_time_parse(instant, &seconds))
		return 0;
	return tz_day_start(tz, civil_day_of(seconds) + more) * 1000;
}

/* Days from which and up to which it is in office, as instants. */
static void
set_days(struct conf_institution *at)
{
	struct tz *tz;

	if (at->valid_from[0] == '\0' && at->valid_until[0] == '\0')
		return;
	tz = tz_open(at->timezone);
	if (tz == NULL) /* and that was told */
		return;
	if (at->valid_from[0] != '\0')
		at->from_ms = day_ms(tz, at->valid_from, 0);
	if (at->valid_until[0] != '\0')
		at->until_ms = day_ms(tz, at->valid_until, 1);
	tz_free(tz);
}

/* Whether a list has a word. */
static bool
lists(const char *const *list, const char *word)
{
	for (; *list != NULL; list++)
		if (strcmp(*list, word) == 0)
			return true;
	return false;
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

/* Whoever needs to know who complains is told of every member of it. */
static void
check_requires(const struct conf_draft *draft,
    const struct conf_institution *at)
{
	static const char *const members[] = { "name", "birth_place",
		"birth_date", "marital_status", "occupation", "address" };
	struct conf_site site = conf_draft_site(draft, "", "requires");

	if (!lists(at->requires, "identity"))
		return;
	for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++)
		if (!lists(at->disclose, members[i]))
			conf_say(&site,
			    "%s requires the identity, and disclose does not "
			    "list %s; add it",
			    draft->site.section, members[i]);
}

/* An institution is reached by mail through a mailbox of ours. */
static void
check_mail(const struct conf_draft *draft, const struct conf_institution *at)
{
	struct conf_site site = conf_draft_site(draft, "", "mailbox");

	if (at->mailbox[0] != '\0' && !conf_draft_has(draft, "", "address"))
		conf_say(&site,
		    "%s has a mailbox and no address to write to; "
		    "write address = \"name@host\"",
		    draft->site.section);
	if (at->mailbox[0] != '\0' && at->acceptance == ACCEPTANCE_ON_RECEIPT)
		conf_say(&site,
		    "%s takes cases by receipt, and of a letter nobody says "
		    "that it was received; write acceptance = \"explicit\"",
		    draft->site.section);
}

/* Whether mail to both ends in one mailbox: what stands behind a "+" is for
 * who reads it. */
static bool
same_mailbox(const char *a, const char *b)
{
	size_t len = strcspn(a, "+@");

	return len == strcspn(b, "+@") && strncasecmp(a, b, len) == 0 &&
	    strcasecmp(a + strcspn(a, "@"), b + strcspn(b, "@")) == 0;
}

/* A letter to a mailbox of ours would come back to us. */
static void
check_own(const struct conf_work *work, const struct conf_draft *draft,
    const struct conf_institution *at)
{
	struct conf_site site = conf_draft_site(draft, "", "address");

	for (size_t i = 0; i < work->conf->mailbox_count; i++) {
		const struct conf_mailbox *own = &work->conf->mailboxes[i];

		if (at->mailbox[0] != '\0' && at->address[0] != '\0' &&
		    same_mailbox(at->address, own->address))
			conf_wrong(&site,
			    "but that is the hub's own mailbox \"%s\"; "
			    "expected the address of the institution",
			    own->name);
	}
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
		set_days(at);
		check_disclose(draft, at);
		check_requires(draft, at);
		check_mail(draft, at);
		check_own(work, draft, at);
	}
}
