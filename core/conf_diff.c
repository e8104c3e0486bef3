/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "conf_diff.h"

#include <inttypes.h>
#include <string.h>

#include "conf_row.h"

#define DETAIL_MAX 384

/* The names of changes, as they are told and stand in JSON. */
const char *
conf_change_name(enum conf_change_kind kind)
{
	static const char *const names[] = {
		[CHANGE_ADDED] = "added",
		[CHANGE_RENAMED] = "renamed",
		[CHANGE_RETIRED] = "retired",
		[CHANGE_REVIVED] = "revived",
		[CHANGE_SETTING] = "setting",
		[CHANGE_WORKER] = "worker",
		[CHANGE_REMOVED] = "removed",
		[CHANGE_RULES] = "rules",
		[CHANGE_RESTART] = "restart",
		[CHANGE_REFUSED] = "refused",
	};

	return names[kind];
}

/* Tells one change. */
static void
tell(const struct conf_diff *diff, enum conf_change_kind kind, const char *what,
    const char *detail)
{
	diff->tell(diff->ctx,
	    &(struct conf_change){ .kind = kind,
		.what = what,
		.detail = detail });
}

/* Tells each setting that two structs of a section do not share. */
static void
tell_settings(const struct conf_diff *diff, enum conf_section_place place,
    const char *what, const void *old, const void *fresh)
{
	const struct conf_row *row = conf_sections[place].rows;
	char name[DETAIL_MAX];

	for (; row->name != NULL; row++) {
		if (conf_row_same(row, old, fresh))
			continue;
		(void)snprintf(name, sizeof(name), "%s%s%s", row->group,
		    row->group[0] == '\0' ? "" : ".", row->name);
		tell(diff, row->restart ? CHANGE_RESTART : CHANGE_SETTING, what,
		    name);
	}
}

/* The mailbox of that name, or NULL. */
static const struct conf_mailbox *
mailbox_of(const struct conf *conf, const char *name)
{
	for (size_t i = 0; i < conf->mailbox_count; i++)
		if (strcmp(conf->mailboxes[i].name, name) == 0)
			return &conf->mailboxes[i];
	return NULL;
}

/* Tells what is new of our mailboxes. */
static void
tell_mailboxes(const struct conf_diff *diff)
{
	const struct conf *old = diff->old, *fresh = diff->fresh;
	char what[DETAIL_MAX];

	for (size_t i = 0; i < fresh->mailbox_count; i++) {
		const struct conf_mailbox *now = &fresh->mailboxes[i];
		const struct conf_mailbox *was = mailbox_of(old, now->name);

		(void)snprintf(what, sizeof(what), "mailbox %s", now->name);
		if (was == NULL)
			tell(diff, CHANGE_ADDED, what, "");
		else
			tell_settings(diff, SECTION_MAILBOX, what, was, now);
	}
	for (size_t i = 0; i < old->mailbox_count; i++) {
		const char *name = old->mailboxes[i].name;

		(void)snprintf(what, sizeof(what), "mailbox %s", name);
		if (mailbox_of(fresh, name) == NULL)
			tell(diff, CHANGE_REMOVED, what, "");
	}
}

/* The text of an option, or NULL. */
static const char *
option_text(const struct conf_institution *at, const char *name)
{
	for (size_t i = 0; at->option_names[i] != NULL; i++)
		if (strcmp(at->option_names[i], name) == 0)
			return at->option_texts[i];
	return NULL;
}

/* Tells the options of one that the other has not, or not so; of those that
 * both have, the second call is told nothing. */
static void
tell_options(const struct conf_diff *diff, const char *what,
    const struct conf_institution *one, const struct conf_institution *other,
    bool both)
{
	char name[DETAIL_MAX];

	for (size_t i = 0; one->option_names[i] != NULL; i++) {
		const char *text = option_text(other, one->option_names[i]);

		if (text != NULL &&
		    (!both || strcmp(text, one->option_texts[i]) == 0))
			continue;
		(void)snprintf(name, sizeof(name), "options.%s",
		    one->option_names[i]);
		tell(diff, CHANGE_SETTING, what, name);
	}
}

/* Tells what is new of an institution that both have. */
static void
tell_institution(const struct conf_diff *diff,
    const struct conf_institution *old, const struct conf_institution *fresh)
{
	if (strcmp(old->id, fresh->id) != 0)
		tell(diff, CHANGE_RENAMED, fresh->id, old->id);
	if (fresh->retired && !old->retired)
		tell(diff, CHANGE_RETIRED, fresh->id, "");
	if (!fresh->retired && old->retired)
		tell(diff, CHANGE_REVIVED, fresh->id, "");
	tell_settings(diff, SECTION_INSTITUTION, fresh->id, old, fresh);
	tell_options(diff, fresh->id, fresh, old, true);
	tell_options(diff, fresh->id, old, fresh, false);
	if (strcmp(old->settings_sha256, fresh->settings_sha256) != 0 ||
	    (strcmp(old->id, fresh->id) == 0 && !conf_same_worker(old, fresh)))
		tell(diff, CHANGE_WORKER, fresh->id, "");
}

/* What an institution is in the new conf, under its name or a new one. */
static const struct conf_institution *
after(const struct conf_diff *diff, const char *name)
{
	const struct conf_institution *found = conf_find(diff->fresh, name);

	for (size_t i = 0; i < diff->fresh->institution_count && found == NULL;
	     i++)
		if (strcmp(diff->fresh->institutions[i].was, name) == 0 &&
		    conf_find(diff->old, diff->fresh->institutions[i].id) ==
			NULL)
			found = &diff->fresh->institutions[i];
	return found;
}

/* Tells an institution whose section is gone; 1 if that cannot be. */
static unsigned
tell_removed(const struct conf_diff *diff, const char *name)
{
	char why[DETAIL_MAX];

	for (size_t i = 0; i < diff->open_count; i++) {
		const struct conf_open *open = &diff->open[i];

		if (strcmp(open->institution, name) != 0 ||
		    (open->cases == 0 && open->deliveries == 0))
			continue;
		(void)snprintf(why, sizeof(why),
		    "its section is gone, but it has %" PRIu64
		    " open cases and %" PRIu64 " open deliveries; write "
		    "retired = true in it instead, or was = \"%s\" in the one "
		    "that replaces it",
		    open->cases, open->deliveries, name);
		tell(diff, CHANGE_REFUSED, name, why);
		return 1;
	}
	tell(diff, CHANGE_REMOVED, name, "");
	return 0;
}

/* Tells a rename to an institution that has long been another; 1 if so. */
static unsigned
tell_merged(const struct conf_diff *diff, const struct conf_institution *fresh)
{
	char why[DETAIL_MAX];

	if (fresh->was[0] == '\0' || conf_find(diff->old, fresh->was) == NULL ||
	    conf_find(diff->old, fresh->id) == NULL)
		return 0;
	(void)snprintf(why, sizeof(why),
	    "was = \"%s\", but both stood side by side until now; write "
	    "retired = true and successor = \"%s\" in the other",
	    fresh->was, fresh->id);
	tell(diff, CHANGE_REFUSED, fresh->id, why);
	return 1;
}

/* Tells everything that a reload would change. */
unsigned
conf_diff_tell(const struct conf_diff *diff)
{
	const struct conf *old = diff->old, *fresh = diff->fresh;
	const struct conf_institution *now;
	unsigned refused = 0;

	tell_settings(diff, SECTION_HUB, "hub", &old->hub, &fresh->hub);
	if (strcmp(old->rules_sha256, fresh->rules_sha256) != 0)
		tell(diff, CHANGE_RULES, "rules", "");
	tell_mailboxes(diff);
	for (size_t i = 0; i < fresh->institution_count; i++) {
		now = &fresh->institutions[i];
		refused += tell_merged(diff, now);
		if (conf_find(old, now->id) == NULL &&
		    (now->was[0] == '\0' || conf_find(old, now->was) == NULL))
			tell(diff, CHANGE_ADDED, now->id, "");
	}
	for (size_t i = 0; i < old->institution_count; i++) {
		now = after(diff, old->institutions[i].id);
		if (now == NULL)
			refused += tell_removed(diff, old->institutions[i].id);
		else
			tell_institution(diff, &old->institutions[i], now);
	}
	return refused;
}
