/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "conf_grammar.h"

#include "limits.h"

/* Blocks of one section, at most. */
#define GROUPS_MAX 16u

/* A block as a section of its own; given twice, it is told by its values. */
static cfg_opt_t
section_opt(const char *name, cfg_opt_t *within)
{
	return (cfg_opt_t){ .name = name,
		.type = CFGT_SEC,
		.flags = CFGF_MULTI | CFGF_NODEFAULT,
		.subopts = within };
}

/* One setting. */
static cfg_opt_t
value_opt(const struct conf_row *row, cfg_callback_t value)
{
	return (cfg_opt_t){ .name = row->name,
		.type = CFGT_STR,
		.flags = CFGF_NODEFAULT |
		    (row->kind == CONF_LIST ? CFGF_LIST : CFGF_NONE),
		.parsecb = value };
}

/* The rows of one block behind each other, as many as there are rows. */
static cfg_opt_t *
group_opts(struct arena *arena, const struct conf_row *rows, const char *group,
    cfg_callback_t value)
{
	const struct conf_row *row;
	cfg_opt_t *opts;
	size_t count = 1;

	for (row = rows; row->name != NULL; row++)
		count += strcmp(row->group, group) == 0;
	if (group[0] == '\0')
		count += GROUPS_MAX;
	opts = arena_take(arena, count * sizeof(*opts));
	count = 0;
	for (row = rows; opts != NULL && row->name != NULL; row++)
		if (strcmp(row->group, group) == 0)
			opts[count++] = value_opt(row, value);
	return opts;
}

/* The first option that has that name, or the end of the list. */
static cfg_opt_t *
find_or_end(cfg_opt_t *opts, const char *name)
{
	while (opts->name != NULL && strcmp(opts->name, name) != 0)
		opts++;
	return opts;
}

/* Everything that may stand in a section. */
static cfg_opt_t *
section_opts(struct arena *arena, const struct conf_section *section,
    cfg_callback_t value)
{
	cfg_opt_t *opts = group_opts(arena, section->rows, "", value), *place;
	const struct conf_row *row;

	for (row = section->rows; opts != NULL && row->name != NULL; row++) {
		if (row->group[0] == '\0')
			continue;
		place = find_or_end(opts, row->group);
		if (place->name != NULL)
			continue;
		*place = section_opt(row->group,
		    group_opts(arena, section->rows, row->group, value));
		if (place->subopts == NULL)
			return NULL;
	}
	return opts;
}

/* All sections, as libconfuse is to know them. */
struct conf_grammar *
conf_grammar_make(struct arena *arena, const struct conf_grammar_hooks *hooks)
{
	struct conf_grammar *grammar = arena_take(arena, sizeof(*grammar));
	const struct conf_section *section;
	cfg_opt_t *opt, *within;
	size_t count = 1;

	for (section = conf_sections; section->name != NULL; section++)
		count++;
	opt = arena_take(arena, count * sizeof(*opt));
	within = arena_take(arena, (CONF_OPTIONS_MAX + 1) * sizeof(*within));
	if (grammar == NULL || opt == NULL || within == NULL)
		return NULL;
	*grammar = (struct conf_grammar){ .sections = opt, .free = within };
	for (section = conf_sections; section->name != NULL; section++, opt++) {
		within = section_opts(arena, section, hooks->value);
		if (within == NULL)
			return NULL;
		*opt = section_opt(section->name, within);
		opt->validcb = hooks->section_end;
		if (section->titled)
			opt->flags |= CFGF_TITLE;
		if (section->free[0] != '\0')
			*find_or_end(within, section->free) =
			    section_opt(section->free, grammar->free);
	}
	return grammar;
}

/* Lets a name stand in the blocks that are a plugin's. */
bool
conf_grammar_learn(struct conf_grammar *grammar, const char *name,
    cfg_callback_t value)
{
	static const struct conf_row text = { .kind = CONF_TEXT };

	if (grammar->free_count == CONF_OPTIONS_MAX)
		return false;
	grammar->free[grammar->free_count] = value_opt(&text, value);
	grammar->free[grammar->free_count++].name = name;
	return true;
}
