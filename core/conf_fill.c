/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "conf_value.h"
#include "conf_work.h"
#include "hub_buf.h"

/* Where the structs of a section that may stand often are kept. */
static const struct shelf {
	enum conf_section_place place;
	size_t array, count; /* offsets in struct conf */
} shelves[] = {
	{ SECTION_INSTITUTION, offsetof(struct conf, institutions),
	    offsetof(struct conf, institution_count) },
	{ SECTION_ROUTE, offsetof(struct conf, routes),
	    offsetof(struct conf, route_count) },
	{ SECTION_DEADLINE, offsetof(struct conf, deadlines),
	    offsetof(struct conf, deadline_count) },
	{ SECTION_MAILBOX, offsetof(struct conf, mailboxes),
	    offsetof(struct conf, mailbox_count) },
	{ SECTION_CALENDAR, offsetof(struct conf, calendars),
	    offsetof(struct conf, calendar_count) },
	{ SECTION_ESCALATION, offsetof(struct conf, escalations),
	    offsetof(struct conf, escalation_count) },
	{ SECTION_JURISDICTION, offsetof(struct conf, jurisdictions),
	    offsetof(struct conf, jurisdiction_count) },
};

/* A setting as an operator names it: "name" or "block.name". */
static const char *
full_name(struct arena *arena, const char *group, const char *name)
{
	struct hub_buf full;
	const char *text;

	if (group[0] == '\0')
		return name;
	hub_buf_init(&full, 256);
	hub_buf_fmt(&full, "%s.%s", group, name);
	text = arena_text(arena, hub_buf_str(&full));
	hub_buf_release(&full);
	return text;
}

/* The first value of that name, or NULL. */
static const struct conf_value *
first_value(const struct conf_value *value, const char *group, const char *name)
{
	for (; value != NULL; value = value->next)
		if (strcmp(value->group, group) == 0 &&
		    strcmp(value->name, name) == 0)
			return value;
	return NULL;
}

/* The place of a setting. */
struct conf_site
conf_draft_site(const struct conf_draft *draft, const char *group,
    const char *name)
{
	const struct conf_value *value = first_value(draft->values, group,
	    name);
	struct conf_site site = draft->site;

	site.name = full_name(site.reading->scratch, group, name);
	site.value = value == NULL ? "" : value->text;
	if (value != NULL)
		site.line = value->line;
	return site;
}

/* Whether a setting is given. */
bool
conf_draft_has(const struct conf_draft *draft, const char *group,
    const char *name)
{
	return first_value(draft->values, group, name) != NULL;
}

/* Whether a block has any setting at all. */
bool
conf_draft_has_group(const struct conf_draft *draft, const char *group)
{
	const struct conf_value *value;

	for (value = draft->values; value != NULL; value = value->next)
		if (strcmp(value->group, group) == 0)
			return true;
	return false;
}

/* Reads the values of a list; its end is NULL. */
static const char *const *
read_list(struct conf_site site, const struct conf_row *row,
    const struct conf_value *value)
{
	const struct conf_value *at;
	const char **list;
	size_t count = 1;

	for (at = value; at != NULL;
	     at = first_value(at->next, row->group, row->name))
		count++;
	list = arena_take(site.reading->arena, count * sizeof(*list));
	count = 0;
	for (; value != NULL && list != NULL;
	     value = first_value(value->next, row->group, row->name)) {
		site.line = value->line;
		site.value = value->text;
		if (conf_value_read(&site, row, value->text, &list[count]))
			count++;
	}
	return list;
}

/* Reads a setting, or what stands for it when it is not given. */
static void
fill_row(const struct conf_draft *draft, const struct conf_row *row)
{
	struct conf_site site = conf_draft_site(draft, row->group, row->name);
	const struct conf_value *value = first_value(draft->values, row->group,
	    row->name);
	void *field = (char *)draft->target + row->offset;

	if (row->kind == CONF_LIST) {
		if (value != NULL)
			*(const char *const **)field = read_list(site, row,
			    value);
		return;
	}
	if (value == NULL)
		site.value = row->fallback;
	if (site.value != NULL)
		(void)conf_value_read(&site, row, site.value, draft->target);
	else if (row->required)
		conf_say(&site, "%s has no %s; write %s = ... (%s)",
		    site.section, site.name, row->name,
		    conf_kind_text(row->kind));
}

/* Makes all texts "" and all lists empty. */
static void
make_blank(const struct conf_row *row, void *target)
{
	static const char *const none[] = { NULL };

	for (; row->name != NULL; row++) {
		void *field = (char *)target + row->offset;

		if (row->kind < CONF_LIST)
			*(const char **)field = "";
		else if (row->kind == CONF_LIST)
			*(const char *const **)field = none;
	}
}

/* Fills the struct of a section. */
static void
fill_section(struct conf_draft *draft, void *target)
{
	const struct conf_section *section = draft->section;
	const struct conf_row *row;
	struct conf_row title = { .group = "", .kind = section->title_kind };

	draft->target = target;
	make_blank(section->rows, target);
	if (section->titled) {
		title.offset = section->title;
		draft->site.name = section->name;
		draft->site.value = draft->title;
		if (!conf_value_read(&draft->site, &title, draft->title,
			target))
			(void)conf_value_keep(&draft->site, draft->title,
			    (char *)target + section->title);
	}
	if (section->where != 0)
		*(const char **)((char *)target + section->where) = conf_where(
		    &draft->site);
	for (row = section->rows; row->name != NULL; row++)
		fill_row(draft, row);
}

/* By name, then by place. */
static int
by_title(const void *a, const void *b)
{
	const struct conf_draft *x = *(const struct conf_draft *const *)a;
	const struct conf_draft *y = *(const struct conf_draft *const *)b;
	int order = strcmp(x->title, y->title);

	if (order == 0)
		order = strcmp(x->site.file, y->site.file);
	if (order == 0)
		order = x->site.line < y->site.line ? -1 : 1;
	return order;
}

/* What a sentence calls the section. */
static const char *
label(const struct conf_draft *draft)
{
	struct hub_buf text;
	const char *kept;

	if (!draft->section->titled)
		return draft->section->name;
	hub_buf_init(&text, 512);
	hub_buf_fmt(&text, "%s \"%s\"", draft->section->name,
	    conf_short(&draft->site, draft->title));
	kept = arena_text(draft->site.reading->scratch, hub_buf_str(&text));
	hub_buf_release(&text);
	return kept;
}

/* Puts the sections of one kind into a row of their own. */
static void
collect(struct conf_work *work, struct conf_draft *drafts, size_t place)
{
	struct conf_draft *draft, **list;
	size_t count = 0;

	for (draft = drafts; draft != NULL; draft = draft->next)
		count += draft->section == &conf_sections[place];
	list = arena_take(work->reading.scratch, (count + 1) * sizeof(*list));
	if (list == NULL)
		return;
	work->drafts[place] = list;
	work->counts[place] = count;
	for (draft = drafts; draft != NULL; draft = draft->next) {
		if (draft->section != &conf_sections[place])
			continue;
		draft->site.section = label(draft);
		*list++ = draft;
	}
	if (place == SECTION_INSTITUTION || place == SECTION_MAILBOX ||
	    place == SECTION_CALENDAR)
		qsort(work->drafts[place], count, sizeof(*list), by_title);
}

/* Fills all structs of one kind. */
static void
fill_shelf(struct conf_work *work, const struct shelf *shelf)
{
	size_t size = conf_sections[shelf->place].size;
	size_t count = work->counts[shelf->place];
	char *array = arena_take(work->reading.arena, (count + 1) * size);

	if (array == NULL)
		return;
	*(void **)((char *)work->conf + shelf->array) = array;
	*(size_t *)((char *)work->conf + shelf->count) = count;
	for (size_t i = 0; i < count; i++)
		fill_section(work->drafts[shelf->place][i], array + i * size);
}

/* Fills everything. */
void
conf_fill(struct conf_work *work, struct conf_draft *drafts)
{
	for (size_t i = 0; i < CONF_SECTION_COUNT; i++)
		collect(work, drafts, i);
	make_blank(conf_hub_rows, &work->conf->hub);
	make_blank(conf_coordinator_rows, work->conf);
	for (size_t i = 0; i < work->counts[SECTION_HUB]; i++)
		fill_section(work->drafts[SECTION_HUB][i], &work->conf->hub);
	for (size_t i = 0; i < work->counts[SECTION_COORDINATOR]; i++)
		fill_section(work->drafts[SECTION_COORDINATOR][i], work->conf);
	for (size_t i = 0; i < sizeof(shelves) / sizeof(*shelves); i++)
		fill_shelf(work, &shelves[i]);
}
