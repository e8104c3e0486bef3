/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "conf_nearest.h"
#include "conf_work.h"

/* Tells a section whose name stands before; sections are in order of their
 * names. */
static void
check_once(const struct conf_work *work, enum conf_section_place place)
{
	struct conf_draft **drafts = work->drafts[place];

	for (size_t i = 1; i < work->counts[place]; i++)
		if (strcmp(drafts[i - 1]->title, drafts[i]->title) == 0)
			conf_say(&drafts[i]->site,
			    "%s stands a second time, first at %s; rename or "
			    "remove one",
			    drafts[i]->site.section,
			    conf_where(&drafts[i - 1]->site));
}

/* The same of sections whose order is not that of their names. */
static void
check_ordered_once(const struct conf_work *work, enum conf_section_place place)
{
	struct conf_draft **drafts = work->drafts[place];

	for (size_t i = 1; i < work->counts[place]; i++)
		for (size_t j = 0; j < i; j++)
			if (strcmp(drafts[i]->title, drafts[j]->title) == 0) {
				conf_say(&drafts[i]->site,
				    "%s stands a second time, first at %s; "
				    "rename or remove one",
				    drafts[i]->site.section,
				    conf_where(&drafts[j]->site));
				break;
			}
}

/* Tells when no institution has that name. */
static void
check_one(const struct conf_work *work, const struct conf_site *site,
    const char *name)
{
	const struct conf *conf = work->conf;
	struct conf_nearest nearest;
	char hint[128];

	if (name[0] == '\0' || conf_find(conf, name) != NULL ||
	    work->reading.broken)
		return;
	conf_nearest_init(&nearest, name);
	for (size_t i = 0; i < conf->institution_count; i++)
		conf_nearest_offer(&nearest, conf->institutions[i].id);
	conf_wrong(site, "but no institution has that name%s",
	    conf_nearest_hint(&nearest, hint, sizeof(hint)));
}

/* Settings that name an institution. */
static const struct reference {
	enum conf_section_place place;
	const char *name;
	bool in_force; /* a retired one will not do */
} references[] = {
	{ SECTION_COORDINATOR, "institution", true },
	{ SECTION_COORDINATOR, "deputies", true },
	{ SECTION_COORDINATOR, "above", true },
	{ SECTION_ROUTE, "to", true },
	{ SECTION_ESCALATION, "to", true },
	{ SECTION_ROUTE, "source", false },
	{ SECTION_INSTITUTION, "superior", false },
	{ SECTION_INSTITUTION, "second_contact", true },
	{ SECTION_INSTITUTION, "successor", false },
};

/* Looks at one value of such a setting. */
static void
check_reference(const struct conf_work *work, const struct reference *reference,
    const struct conf_draft *draft, const struct conf_value *value)
{
	struct conf_site site = conf_draft_site(draft, "", reference->name);
	const struct conf_institution *found;

	site.line = value->line;
	site.value = value->text;
	check_one(work, &site, value->text);
	found = conf_find(work->conf, value->text);
	if (found != NULL && found->retired && found->successor[0] == '\0' &&
	    reference->in_force)
		conf_wrong(&site,
		    "which is retired at %s without a successor; name one in "
		    "force",
		    found->where);
}

/* Looks at all values of such a setting. */
static void
check_references(const struct conf_work *work,
    const struct reference *reference)
{
	struct conf_draft **drafts = work->drafts[reference->place];
	const struct conf_value *value;

	for (size_t i = 0; i < work->counts[reference->place]; i++)
		for (value = drafts[i]->values; value != NULL;
		     value = value->next)
			if (strcmp(value->name, reference->name) == 0 &&
			    value->group[0] == '\0')
				check_reference(work, reference, drafts[i],
				    value);
}

/* A former name is nobody's present one, and was one institution's only. */
static void
check_was(const struct conf_work *work)
{
	const struct conf *conf = work->conf;

	for (size_t i = 0; i < conf->institution_count; i++) {
		const char *was = conf->institutions[i].was;
		const struct conf_institution *found = conf_find(conf, was);
		struct conf_site site =
		    conf_draft_site(work->drafts[SECTION_INSTITUTION][i], "",
			"was");

		if (was[0] == '\0')
			continue;
		if (found != NULL)
			conf_wrong(&site,
			    "but that institution still stands "
			    "at %s; for a new body that takes "
			    "over write successor there",
			    found->where);
		for (size_t j = 0; j < i; j++)
			if (strcmp(conf->institutions[j].was, was) == 0)
				conf_wrong(&site,
				    "and so is that of %s; only "
				    "one can be the same body",
				    conf->institutions[j].id);
	}
}

/* Mailboxes that institutions share. */
static void
check_mailboxes(const struct conf_work *work)
{
	struct conf *conf = work->conf;

	for (size_t i = 0; i < conf->institution_count; i++) {
		struct conf_institution *at = &conf->institutions[i];
		const char *name = at->mailbox;
		struct conf_site site =
		    conf_draft_site(work->drafts[SECTION_INSTITUTION][i], "",
			"mailbox");
		bool found = name[0] == '\0' || work->reading.broken;

		for (size_t j = 0; j < conf->mailbox_count; j++)
			if (strcmp(conf->mailboxes[j].name, name) == 0)
				at->post = &conf->mailboxes[j];
		if (!found && at->post == NULL)
			conf_wrong(&site,
			    "but there is no section mailbox "
			    "\"%s\" { ... }",
			    name);
	}
}

/* Names and what they refer to. */
void
conf_check_names(struct conf_work *work)
{
	check_once(work, SECTION_INSTITUTION);
	check_once(work, SECTION_MAILBOX);
	check_once(work, SECTION_CALENDAR);
	check_ordered_once(work, SECTION_ROUTE);
	check_ordered_once(work, SECTION_JURISDICTION);
	check_ordered_once(work, SECTION_ESCALATION);
	for (size_t i = 0; i < sizeof(references) / sizeof(*references); i++)
		check_references(work, &references[i]);
	check_was(work);
	check_mailboxes(work);
}
