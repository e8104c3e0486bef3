/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "report.h"

#include "regions.h"

/* How a value is rounded: as it was asked for, else its indicator's way.
 * Whoever asks for a rounding gets no zeros that they did not ask for. */
static struct ratio_style
style_of(const struct report *r, const struct indicator *row)
{
	struct ratio_style style = row->style;

	if (r->rounding >= 0)
		style.rounding = (enum ratio_rounding)r->rounding;
	if (r->digits >= 0)
		style.digits = (unsigned)r->digits;
	if (r->rounding >= 0 || r->digits >= 0)
		style.pad = style.digits;
	if (r->pad >= 0)
		style.pad = (unsigned)r->pad;
	return style;
}

/* One value of a group. */
static void
put_value(struct report *r, const struct indicator *row, const int64_t *sums)
{
	struct ratio_style style = style_of(r, row);
	char text[RATIO_TEXT_SIZE];

	hub_json_open(&r->out, NULL, '{');
	hub_json_put_text(&r->out, "id", row->id);
	hub_json_put_int(&r->out, "numerator", sums[row->numerator]);
	if (row->denominator != SUM_NONE) {
		hub_json_put_int(&r->out, "denominator",
		    sums[row->denominator]);
		(void)ratio_text(sums[row->numerator], sums[row->denominator],
		    &style, text);
		hub_json_put_given(&r->out, "value", text);
		hub_json_put_text(&r->out, "rounding",
		    ratio_rounding_words[style.rounding]);
	}
	hub_json_close(&r->out, '}');
}

/* The values of a group; all: zeros too. */
static void
put_values(struct report *r, const int64_t *sums, bool all)
{
	size_t count;
	const struct indicator *rows = indicator_rows(&count);

	hub_json_open(&r->out, "values", '[');
	for (size_t i = 0; i < count; i++)
		if (all || sums[rows[i].numerator] != 0 ||
		    sums[rows[i].denominator] != 0)
			put_value(r, &rows[i], sums);
	hub_json_close(&r->out, ']');
}

/* What the indicators are. */
static void
put_indicators(struct report *r)
{
	size_t count;
	const struct indicator *rows = indicator_rows(&count);

	hub_json_open(&r->out, "indicators", '[');
	for (size_t i = 0; i < count; i++) {
		hub_json_open(&r->out, NULL, '{');
		hub_json_put_text(&r->out, "id", rows[i].id);
		hub_json_open(&r->out, "title", '{');
		hub_json_put_text(&r->out, "id", rows[i].name);
		hub_json_put_text(&r->out, "en", rows[i].english);
		hub_json_close(&r->out, '}');
		hub_json_put_text(&r->out, "unit", unit_name(rows[i].unit));
		hub_json_put_text(&r->out, "population",
		    population_name(rows[i].population));
		hub_json_put_text(&r->out, "counted_at",
		    counted_at_name(rows[i].at));
		hub_json_close(&r->out, '}');
	}
	hub_json_close(&r->out, ']');
}

void
report_put_head(struct report *report)
{
	const struct indicators *of = report->of;
	struct hub_json_out *out = &report->out;

	hub_json_put_given(out, "from", of->period.from);
	hub_json_put_text(out, "to", of->period.to);
	hub_json_put_text(out, "zone", of->conf->hub.timezone);
	hub_json_put_time(out, "counted_at", of->now_ms / 1000);
	hub_json_put_given(out, "institution",
	    conf_name(of->conf, of->tally.institution));
	hub_json_put_given(out, "region", of->tally.region);
	hub_json_put_given(out, "group", tally_by_words[of->tally.by]);
	put_indicators(report);
}

void
report_put_total(struct report *report, const char *key)
{
	hub_json_open(&report->out, key, '{');
	put_values(report, report->of->tally.total.sums, true);
	hub_json_close(&report->out, '}');
}

void
report_put_group(struct report *report, size_t place)
{
	const struct indicators *of = report->of;
	const struct tally_group *group = &of->tally.groups[place];
	const struct conf_institution *inst = conf_by_key(of->conf,
	    group->institution);
	bool by_region = of->tally.by == TALLY_REGION;

	hub_json_open(&report->out, NULL, '{');
	hub_json_put_text(&report->out, "group",
	    by_region ? group->region
		      : conf_name(of->conf, group->institution));
	if (by_region)
		hub_json_put_given(&report->out, "name",
		    regions_name(of->conf->hub.regions, group->region));
	else if (inst != NULL)
		hub_json_put_given(&report->out, "name", inst->name);
	put_values(report, group->sums, false);
	hub_json_close(&report->out, '}');
}
