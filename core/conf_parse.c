/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "conf_parse.h"

#include <stdarg.h>

#include "conf_grammar.h"
#include "conf_unknown.h"
#include "hub_buf.h"
#include "limits.h"

/* One try to read a section. */
struct parse {
	struct conf_draft draft;
	struct conf_value **end;
	const struct conf_section *begun; /* by its first word, or NULL */
	struct conf_unknown unknown;	  /* where libconfuse stopped */
	unsigned unknown_line;		  /* counted within the section */
	bool unknown_told;
};

/* libconfuse hands no context to its callbacks. */
static struct parse *under_way;

/* The site of a line of the section. */
static struct conf_site
site_of(const struct parse *parse, int line)
{
	struct conf_site site = parse->draft.site;

	site.line += (unsigned)line - 1;
	return site;
}

/* The block that settings of this libconfuse section stand in. */
static const char *
group_of(const cfg_t *cfg)
{
	return conf_section_find(cfg->name) == NULL ? cfg->name : "";
}

/* Whether the section already has a value of that name. */
static const struct conf_value *
find_value(const struct parse *parse, const char *group, const char *name)
{
	const struct conf_value *value;

	for (value = parse->draft.values; value != NULL; value = value->next)
		if (strcmp(value->group, group) == 0 &&
		    strcmp(value->name, name) == 0)
			return value;
	return NULL;
}

/* Called by libconfuse for each value: keeps it with its line. */
static int
take_value(cfg_t *cfg, cfg_opt_t *opt, const char *text, void *result)
{
	struct parse *parse = under_way;
	struct arena *scratch = parse->draft.site.reading->scratch;
	struct conf_site site = site_of(parse, cfg->line);
	const struct conf_value *before;
	struct conf_value *value = arena_take(scratch, sizeof(*value));

	*(const char **)result = "";
	if (value == NULL)
		return -1;
	*value = (struct conf_value){ .group = arena_text(scratch,
					  group_of(cfg)),
		.name = arena_text(scratch, opt->name),
		.text = arena_text(scratch, text),
		.line = site.line };
	before = opt->nvalues > 1
	    ? NULL
	    : find_value(parse, value->group, value->name);
	value->repeats = before == NULL ? 0 : before->line;
	*parse->end = value;
	parse->end = &value->next;
	return 0;
}

/* Called by libconfuse when a section is closed: keeps what it is. */
static int
end_section(cfg_t *cfg, cfg_opt_t *opt)
{
	struct conf_draft *draft = &under_way->draft;
	const cfg_t *section = opt->values[opt->nvalues - 1]->section;

	(void)cfg;
	draft->section = conf_section_find(opt->name);
	draft->title = section->title == NULL
	    ? ""
	    : arena_text(draft->site.reading->scratch, section->title);
	return 0;
}

/* What libconfuse says, and what we say instead; %s is its own argument.  One
 * of a name has its statement taken out, so that the rest is read. */
static const struct {
	const char *theirs;
	bool of_name;
	const char *ours; /* NULL: see conf_unknown.h */
} sentences[] = {
	{ "no such option '%s'", true, NULL },
	{ "unexpected token '%s'", false,
	    "found %s where a name or a value was expected; a setting is "
	    "written NAME = \"VALUE\"" },
	{ "missing equal sign after option '%s'", true,
	    "%s is not followed by =; write %s = \"...\"" },
	{ "missing opening brace for section '%s'", true,
	    "%s does not open with {; write %s { ... }" },
	{ "missing title for section '%s'", true,
	    "%s has no name; write %s \"name\" { ... }" },
	{ "attempt to append to non-list option '%s'", true,
	    "%s takes one value and no +=; write %s = \"...\"" },
};
#define SENTENCES (sizeof(sentences) / sizeof(*sentences))

/* Says what libconfuse found, in our words; word is its argument. */
static void
tell(const struct conf_site *site, const char *ours, const char *word)
{
	struct hub_buf sentence;
	const char *at;

	hub_buf_init(&sentence, CONF_TEXT_MAX);
	for (at = ours; *at != '\0'; at++) {
		if (at[0] == '%' && at[1] == 's') {
			hub_buf_text(&sentence, conf_short(site, word));
			at++;
		} else {
			hub_buf_char(&sentence, *at);
		}
	}
	conf_say(site, "%s", hub_buf_str(&sentence));
	hub_buf_release(&sentence);
}

/* Called by libconfuse when it cannot go on. */
static void __attribute__((format(printf, 2, 0)))
hear(cfg_t *cfg, const char *fmt, va_list args)
{
	struct parse *parse = under_way;
	struct conf_site site = site_of(parse, cfg->line);
	char theirs[CONF_TEXT_MAX];
	const char *name;

	parse->unknown.section = conf_section_find(cfg->name);
	parse->unknown.group = arena_text(site.reading->scratch, group_of(cfg));
	if (parse->unknown.group[0] != '\0')
		parse->unknown.section = parse->begun;
	parse->unknown_line = (unsigned)cfg->line;
	for (size_t i = 0; i < SENTENCES; i++) {
		if (strcmp(sentences[i].theirs, fmt) != 0)
			continue;
		name = arena_text(site.reading->scratch,
		    va_arg(args, const char *));
		if (sentences[i].of_name)
			parse->unknown.name = name;
		if (sentences[i].ours != NULL)
			tell(&site, sentences[i].ours, name);
		parse->unknown_told = sentences[i].ours != NULL;
		return;
	}
	(void)vsnprintf(theirs, sizeof(theirs), fmt, args);
	conf_say(&site, "%s", conf_short(&site, theirs));
}

/* The grammar; its callbacks stand here. */
struct conf_grammar *
conf_grammar_new(struct conf_reading *reading)
{
	static const struct conf_grammar_hooks hooks = { take_value,
		end_section };

	return conf_grammar_make(reading->scratch, &hooks);
}

/* Lets libconfuse read the section once; false where it stopped. */
static bool
try_once(struct conf_grammar *grammar, struct parse *parse,
    const struct conf_chunk *chunk)
{
	cfg_t *cfg = cfg_init(grammar->sections, CFGF_NONE);
	bool good;

	parse->draft.values = NULL;
	parse->end = &parse->draft.values;
	parse->unknown = (struct conf_unknown){ .name = NULL };
	if (cfg == NULL)
		return false;
	(void)cfg_set_error_function(cfg, hear);
	under_way = parse;
	good = cfg_parse_buf(cfg, chunk->text) == CFG_SUCCESS;
	under_way = NULL;
	(void)cfg_free(cfg);
	return good;
}

/* Makes what libconfuse stopped at readable: a plugin's own name is learned,
 * any other is told and taken out.  False when neither can be done. */
static bool
mend(struct conf_grammar *grammar, struct parse *parse,
    struct conf_chunk *chunk)
{
	const struct conf_unknown *unknown = &parse->unknown;
	struct conf_site site = site_of(parse, (int)parse->unknown_line);

	if (unknown->name == NULL)
		return false;
	if (!parse->unknown_told && unknown->section != NULL &&
	    unknown->group[0] != '\0' &&
	    strcmp(unknown->group, unknown->section->free) == 0) {
		if (conf_grammar_learn(grammar, unknown->name, take_value))
			return true;
		conf_say(&site, "there are more than %u names of options",
		    CONF_OPTIONS_MAX);
		return false;
	}
	if (!parse->unknown_told)
		conf_unknown_say(&site, unknown);
	return conf_text_blank(chunk, parse->unknown_line, unknown->name);
}

/* Tells which settings stand twice. */
static void
say_repeats(const struct parse *parse)
{
	struct conf_site site = parse->draft.site;
	const struct conf_value *value;

	for (value = parse->draft.values; value != NULL; value = value->next) {
		if (value->repeats == 0)
			continue;
		site.line = value->line;
		conf_say(&site,
		    "%s stands a second time, first on line %u; keep one",
		    value->name, value->repeats);
	}
}

/* Reads one section. */
struct conf_draft *
conf_parse(struct conf_grammar *grammar, const struct conf_site *site,
    struct conf_chunk *chunk)
{
	struct conf_reading *reading = site->reading;
	unsigned before = reading->mistakes;
	struct parse parse = { .draft.site = *site };
	struct conf_draft *draft;
	size_t len = strcspn(chunk->text, " \t\r\n{\"'=");

	parse.draft.site.line = chunk->line;
	parse.begun = conf_section_find(
	    arena_bytes(reading->scratch, chunk->text, len));
	while (!try_once(grammar, &parse, chunk)) {
		if (!mend(grammar, &parse, chunk) ||
		    reading->mistakes - before > CONF_SECTION_MISTAKES_MAX) {
			reading->broken = true;
			return NULL;
		}
	}
	say_repeats(&parse);
	if (parse.draft.section == NULL)
		return NULL;
	draft = arena_take(reading->scratch, sizeof(*draft));
	if (draft != NULL)
		*draft = parse.draft;
	return draft;
}
