/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "simpulctl_explain.h"

#include "hub_json.h"
#include "limits.h"
#include "route.h"
#include "simpulctl_table.h"

/* What becomes of one rule: as a word, for officers, and in English. */
static const char *const verdicts[][3] = {
	[ROUTE_CHOSEN] = { "chosen", "dipilih", "chosen" },
	[ROUTE_LATER] = { "later", "cocok, sesudah yang dipilih",
	    "fits, behind the chosen one" },
	[ROUTE_UNFIT] = { "unfit", "tidak cocok", "does not fit" },
	[ROUTE_NOBODY] = { "nobody", "tidak ada yang menjabat",
	    "nobody in office" },
	[ROUTE_REPORTED] = { "reported", "terlapor atau bawahannya",
	    "the reported body, or below it" },
	[ROUTE_SKIPPED] = { "skipped", "dilewati", "skipped" },
	[ROUTE_BESIDE] = { "beside", "di samping yang dipilih",
	    "beside the chosen one" },
};

static const struct ctl_column columns[] = {
	{ "ATURAN", "RULE", false },
	{ "KE", "TO", false },
	{ "HASIL", "RESULT", false },
	{ "SYARAT", "CONDITION", false },
	{ "DITEMUKAN", "FOUND", false },
	{ "DIHARAPKAN", "EXPECTED", false },
	{ "TEMPAT", "WHERE", false },
	{ .head = NULL },
};

/* One explanation under way. */
struct explaining {
	struct ctl *ctl;
	const struct conf *conf;
	const struct hub_handoff *h;
	int64_t now_ms;
	struct ctl_table table;
	struct hub_buf text;
	struct hub_json_out json;
};

/* What a rule's row says of one condition; NULL: nothing is against it. */
static void
put_unfit(struct ctl_table *table, const struct route_unfit *unfit)
{
	struct hub_buf expected;

	if (unfit == NULL) {
		for (int i = 0; i < 3; i++)
			ctl_table_text(table, "");
		return;
	}
	hub_buf_init(&expected, CTL_OUTPUT_MAX);
	for (size_t i = 0; unfit->expected[i] != NULL; i++)
		hub_buf_fmt(&expected, "%s%s", i > 0 ? ", " : "",
		    unfit->expected[i]);
	ctl_table_text(table, unfit->condition);
	ctl_table_text(table, unfit->found[0] == '\0' ? "-" : unfit->found);
	ctl_table_buf(table, &expected);
	hub_buf_release(&expected);
}

/* One rule for people: a row, and one more for each further condition. */
static void
hear_row(struct ctl_table *table, const struct route_finding *f)
{
	char result[96];

	(void)snprintf(result, sizeof(result), "%s (%s)",
	    verdicts[f->verdict][1], verdicts[f->verdict][2]);
	ctl_table_text(table, f->rule);
	ctl_table_text(table, f->to == NULL ? f->target : f->to->id);
	ctl_table_text(table, result);
	put_unfit(table, f->unfit_count > 0 ? &f->unfit[0] : NULL);
	ctl_table_text(table, f->where);
	for (size_t i = 1; i < f->unfit_count; i++) {
		for (int k = 0; k < 3; k++)
			ctl_table_text(table, "");
		put_unfit(table, &f->unfit[i]);
		ctl_table_text(table, "");
	}
}

/* One rule for programs. */
static void
hear_json(struct hub_json_out *out, const struct route_finding *f)
{
	hub_json_open(out, NULL, '{');
	hub_json_put_text(out, "rule", f->rule);
	hub_json_put_text(out, "target", f->target);
	hub_json_put_given(out, "to", f->to == NULL ? "" : f->to->id);
	hub_json_put_given(out, "where", f->where);
	hub_json_put_text(out, "verdict", verdicts[f->verdict][0]);
	hub_json_open(out, "unfit", '[');
	for (size_t i = 0; i < f->unfit_count; i++) {
		hub_json_open(out, NULL, '{');
		hub_json_put_text(out, "condition", f->unfit[i].condition);
		hub_json_put_text(out, "found", f->unfit[i].found);
		hub_json_open(out, "expected", '[');
		for (size_t k = 0; f->unfit[i].expected[k] != NULL; k++)
			hub_json_put_text(out, NULL, f->unfit[i].expected[k]);
		hub_json_close(out, ']');
		hub_json_close(out, '}');
	}
	hub_json_close(out, ']');
	hub_json_close(out, '}');
}

/* route_hear_fn: one rule. */
static void
hear(void *ctx, const struct route_finding *finding)
{
	struct explaining *e = ctx;

	if (e->ctl->json)
		hear_json(&e->json, finding);
	else
		hear_row(&e->table, finding);
}

/* The choice and why, for programs. */
static void
explain_json(struct explaining *e)
{
	const struct conf_institution *reported = route_reported(e->conf, e->h);
	struct route_choice choice;

	hub_buf_init(&e->text, CTL_OUTPUT_MAX);
	hub_json_out_init(&e->json, &e->text);
	hub_json_open(&e->json, NULL, '{');
	hub_json_open(&e->json, "rules", '[');
	choice = route_explain(e->conf, e->h, e->now_ms, hear, e);
	hub_json_close(&e->json, ']');
	hub_json_put_text(&e->json, "rule", choice.rule);
	hub_json_put_text(&e->json, "to", choice.to->id);
	hub_json_put_text(&e->json, "name", choice.to->name);
	hub_json_put_given(&e->json, "reported",
	    reported == NULL ? "" : reported->id);
	hub_json_put_time(&e->json, "at", e->now_ms / 1000);
	hub_json_put_flag(&e->json, "good", true);
	hub_json_close(&e->json, '}');
	ctl_print(e->ctl, &e->text);
}

/* The same for people. */
static void
explain_text(struct explaining *e)
{
	const struct conf_institution *reported = route_reported(e->conf, e->h);
	struct route_choice choice;
	FILE *out = e->ctl->out;

	ctl_table_init(&e->table, columns);
	choice = route_explain(e->conf, e->h, e->now_ms, hear, e);
	(void)fprintf(out,
	    "Laporan ini diteruskan ke %s (%s), aturan: %s.\n"
	    "This case goes to %s (%s), rule: %s.\n",
	    choice.to->name, choice.to->id, choice.rule, choice.to->name,
	    choice.to->id, choice.rule);
	if (reported != NULL)
		(void)fprintf(out,
		    "Tidak kepada terlapor %s atau bawahannya.\n"
		    "Not to the reported body %s, nor below it.\n",
		    reported->id, reported->id);
	(void)fputc('\n', out);
	(void)ctl_table_print(&e->table, out);
}

void
ctl_explain(struct ctl *ctl, const struct conf *conf,
    const struct hub_handoff *h, int64_t now_ms)
{
	struct explaining e = { .ctl = ctl,
		.conf = conf,
		.h = h,
		.now_ms = now_ms };

	if (ctl->json)
		explain_json(&e);
	else
		explain_text(&e);
}
