/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "conf_unknown.h"

#include "conf_nearest.h"

/* Names that people try, and what they should do. */
static const struct {
	const char *name, *advice;
} advices[] = {
	{ "include",
	    "there is no include: every file conf.d/*.conf beside "
	    "simpul.conf is read, in order of names" },
	{ "secret",
	    "a secret never stands in a configuration; write it into "
	    "a file and secret_file = \"FILE\"" },
	{ "token",
	    "a secret never stands in a configuration; write it into "
	    "a file and secret_file = \"FILE\"" },
	{ "api_key",
	    "a secret never stands in a configuration; write it into "
	    "a file and secret_file = \"FILE\"" },
	{ "password",
	    "a secret never stands in a configuration; write it "
	    "into a file and name that (secret_file, in a mailbox "
	    "password_file)" },
};

/* What is known of a misplaced name without measuring: advice, or another
 * block of the section that has it. */
static bool
say_advice(const struct conf_site *site, const struct conf_unknown *unknown)
{
	const struct conf_row *row;

	for (size_t i = 0; i < sizeof(advices) / sizeof(*advices); i++) {
		if (strcmp(advices[i].name, unknown->name) == 0) {
			conf_say(site, "found \"%s\": %s", unknown->name,
			    advices[i].advice);
			return true;
		}
	}
	if (unknown->section == NULL)
		return false;
	for (row = unknown->section->rows; row->name != NULL; row++) {
		if (strcmp(row->name, unknown->name) != 0)
			continue;
		if (row->group[0] != '\0')
			conf_say(site,
			    "found %s here; it belongs in %s { ... }",
			    row->name, row->group);
		else
			conf_say(site,
			    "found %s in %s { ... }; it belongs "
			    "outside of that block",
			    row->name, unknown->group);
		return true;
	}
	return false;
}

/* Offers the names that could stand there. */
static void
offer(struct conf_nearest *nearest, const struct conf_unknown *unknown)
{
	const struct conf_section *section;
	const struct conf_row *row;

	for (section = conf_sections; section->name != NULL; section++)
		if (unknown->section == NULL)
			conf_nearest_offer(nearest, section->name);
	if (unknown->section == NULL)
		return;
	for (row = unknown->section->rows; row->name != NULL; row++) {
		if (strcmp(row->group, unknown->group) == 0)
			conf_nearest_offer(nearest, row->name);
		else if (unknown->group[0] == '\0')
			conf_nearest_offer(nearest, row->group);
	}
	if (unknown->group[0] == '\0')
		conf_nearest_offer(nearest, unknown->section->free);
}

/* Tells of an unknown name. */
void
conf_unknown_say(const struct conf_site *site,
    const struct conf_unknown *unknown)
{
	struct conf_nearest nearest;
	char hint[128];

	if (say_advice(site, unknown))
		return;
	conf_nearest_init(&nearest, unknown->name);
	offer(&nearest, unknown);
	(void)conf_nearest_hint(&nearest, hint, sizeof(hint));
	if (unknown->section == NULL)
		conf_say(site,
		    "found \"%s\", expected hub, institution, "
		    "coordinator, route, deadline, mailbox, "
		    "calendar, jurisdiction or escalation%s",
		    conf_short(site, unknown->name), hint);
	else
		conf_say(site, "%s has no setting \"%s\"%s",
		    unknown->group[0] != '\0' ? unknown->group
					      : unknown->section->name,
		    conf_short(site, unknown->name),
		    hint[0] != '\0' ? hint : "; see simpul.conf(5)");
}
