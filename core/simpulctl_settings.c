/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "conf_row.h"
#include "hub_json.h"
#include "limits.h"
#include "simpulctl.h"

/* What the value of a row is to look like. */
static void
print_value(struct ctl *ctl, const struct conf_row *row)
{
	if (row->words == NULL) {
		(void)fprintf(ctl->out, "%s", conf_kind_text(row->kind));
		return;
	}
	(void)fprintf(ctl->out, "%s",
	    row->kind == CONF_LIST ? "any of " : "one of ");
	for (size_t i = 0; row->words[i] != NULL; i++)
		(void)fprintf(ctl->out, "%s%s", i == 0 ? "" : ", ",
		    row->words[i]);
}

/* One section for people. */
static void
print_text(struct ctl *ctl, const struct conf_section *section)
{
	const struct conf_row *row;

	(void)fprintf(ctl->out, "%s%s\n", section->name,
	    section->titled ? " \"name\"" : "");
	for (row = section->rows; row->name != NULL; row++) {
		(void)fprintf(ctl->out, "  %s%s%s: ", row->group,
		    row->group[0] == '\0' ? "" : ".", row->name);
		print_value(ctl, row);
		if (row->required)
			(void)fprintf(ctl->out, ", required");
		if (row->fallback != NULL)
			(void)fprintf(ctl->out, ", %s unless given",
			    row->fallback);
		(void)fprintf(ctl->out, "%s\n",
		    row->restart ? "; changes at the next start" : "");
	}
}

/* One row for programs. */
static void
put_row(struct hub_json_out *json, const struct conf_section *section,
    const struct conf_row *row)
{
	hub_json_open(json, NULL, '{');
	hub_json_put_text(json, "section", section->name);
	hub_json_put_given(json, "block", row->group);
	hub_json_put_text(json, "name", row->name);
	hub_json_put_flag(json, "required", row->required);
	hub_json_put_flag(json, "restart", row->restart);
	hub_json_put_text(json, "value", conf_kind_text(row->kind));
	if (row->fallback != NULL)
		hub_json_put_text(json, "default", row->fallback);
	if (row->words != NULL) {
		hub_json_open(json, "words", '[');
		for (size_t i = 0; row->words[i] != NULL; i++)
			hub_json_put_text(json, NULL, row->words[i]);
		hub_json_close(json, ']');
	}
	hub_json_close(json, '}');
}

/* One section for programs. */
static void
put_section(struct hub_json_out *json, const struct conf_section *section)
{
	const struct conf_row *row;

	for (row = section->rows; row->name != NULL; row++)
		put_row(json, section, row);
}

/* simpulctl settings [SECTION] */
int
ctl_settings(struct ctl *ctl)
{
	const struct conf_section *section;
	struct hub_json_out json;
	struct hub_buf text;

	if (!ctl_arguments(ctl, 0, 1))
		return CTL_FAILED;
	if (ctl->argc > 0 && conf_section_find(ctl->argv[0]) == NULL)
		return ctl_fail(ctl,
		    "there is no section %s; simpulctl settings tells them all",
		    ctl->argv[0]);
	hub_buf_init(&text, CTL_OUTPUT_MAX);
	hub_json_out_init(&json, &text);
	hub_json_open(&json, NULL, '[');
	for (section = conf_sections; section->name != NULL; section++) {
		if (ctl->argc > 0 && strcmp(ctl->argv[0], section->name) != 0)
			continue;
		if (ctl->json)
			put_section(&json, section);
		else
			print_text(ctl, section);
	}
	hub_json_close(&json, ']');
	if (ctl->json)
		ctl_print(ctl, &text);
	hub_buf_release(&text);
	return CTL_GOOD;
}
