/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <string.h>

#include "conf_work.h"

/* What the audit log calls a choice that no rule made. */
static const char *const own_names[] = { "explicit", "coordinator", "deputy",
	"above", NULL };

/* A rule is known by its name. */
static void
check_name(const struct conf_draft *draft)
{
	for (size_t i = 0; own_names[i] != NULL; i++)
		if (strcmp(own_names[i], draft->title) == 0)
			conf_say(&draft->site,
			    "%s has the name that the hub gives to a choice "
			    "without a rule; call it something else",
			    draft->site.section);
}

/* "infrastructure/road", from the root, without an end. */
static void
check_category(const struct conf_draft *draft, const struct conf_value *value)
{
	struct conf_site site = conf_draft_site(draft, "", "category");
	size_t len = strlen(value->text);

	site.line = value->line;
	site.value = value->text;
	if (len == 0 || value->text[0] == '/' || value->text[len - 1] == '/' ||
	    strstr(value->text, "//") != NULL)
		conf_wrong(&site,
		    "which no case can have; write a branch of the tree such "
		    "as infrastructure/road, and all below it is meant too");
}

/* Rules that can be told apart, and can fit. */
void
conf_check_routes(struct conf_work *work)
{
	const struct conf_value *value;

	for (size_t i = 0; i < work->counts[SECTION_ROUTE]; i++) {
		const struct conf_draft *draft = work->drafts[SECTION_ROUTE][i];

		check_name(draft);
		for (value = draft->values; value != NULL; value = value->next)
			if (strcmp(value->name, "category") == 0 &&
			    value->group[0] == '\0')
				check_category(draft, value);
	}
}
