/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "link.h"
#include "regions.h"
#include "token.h"

#define OWN INT64_C(-1)

/* Sets what is grouped by, and which region; what is wrong, or NULL. */
static const char *
take_groups(struct report *r, const struct report_asked *asked)
{
	struct tally *tally = &r->of->tally;
	unsigned by = 0;

	while (tally_by_words[by] != NULL &&
	    strcmp(tally_by_words[by], asked->by) != 0)
		by++;
	if (tally_by_words[by] == NULL)
		return "group: expected institution or region";
	if (asked->region[0] != '\0' && !regions_is_code(asked->region))
		return "region: expected a code such as 51 or 51.71";
	tally->by = (enum tally_by)by;
	tally->institution = asked->institution;
	(void)snprintf(tally->region, sizeof(tally->region), "%s",
	    asked->region);
	return NULL;
}

/* Sets how values are rounded; what is wrong, or NULL. */
static const char *
take_style(struct report *r, const struct report_asked *asked)
{
	enum ratio_rounding rounding;

	r->rounding = OWN;
	r->digits = asked->digits;
	r->pad = asked->pad;
	if (r->digits > RATIO_DIGITS_MAX || r->pad > RATIO_DIGITS_MAX)
		return "digits, pad: expected a whole number from 0 to 9";
	if (asked->rounding[0] == '\0')
		return NULL;
	if (!ratio_rounding_parse(asked->rounding, &rounding))
		return "rounding: expected truncate or half_up";
	r->rounding = (int64_t)rounding;
	return NULL;
}

/* Sets which links work. */
static void
take_links(struct report *r)
{
	const struct conf *conf = r->of->conf;

	for (size_t i = 0; i < conf->institution_count; i++) {
		const struct link *link = relay_link(&r->hub->relay,
		    conf->institutions[i].key);

		r->of->linked[i] = link != NULL && link->health == LINK_UP;
	}
}

/* db_row_fn: a token, by which somebody without a wire is linked. */
static bool
take_token(void *ctx, const struct db_row *row)
{
	struct indicators *of = ctx;
	const struct conf_institution *inst;
	struct token_row token;

	token_row_read(row, &token);
	inst = conf_by_key(of->conf, token.institution);
	if (inst != NULL && strcmp(inst->plugin, "none") == 0 &&
	    token.revoked == 0 &&
	    (token.expires == 0 || token.expires > of->now_ms))
		of->linked[inst - of->conf->institutions] = true;
	return true;
}

/* reader run: one turn. */
static enum db_code
run(struct reader_job *job, struct reader_room *room)
{
	struct report *r = (struct report *)job;
	enum db_code code = DB_OK;

	if (r->of->phase == INDICATORS_DONE) {
		r->wrote = true;
		r->more = false;
		r->write(r);
		return DB_OK;
	}
	if (r->of->seen == 0)
		code = token_each(room->db, take_token, r->of);
	if (code != DB_OK && code != DB_NONE)
		return code;
	return indicators_step(r->of, room);
}

/* job done: a turn is over. */
static void
on_turn(struct job *job)
{
	struct report *r = (struct report *)job;

	r->turn(r);
}

struct report *
report_new(struct hub *hub, struct conf *conf, const struct report_asked *asked,
    const char **why)
{
	int64_t now = relay_now_ms(&hub->relay);
	struct period period;
	struct report *r;

	*why = period_read(conf->hub.place.zone, asked->from, asked->to, now,
	    &period);
	if (*why != NULL)
		return NULL;
	*why = "out of memory";
	r = calloc(1, sizeof(*r));
	if (r == NULL)
		return NULL;
	hub_buf_init(&r->text, CTL_OUTPUT_MAX);
	r->hub = hub;
	r->reader.run = run;
	r->reader.job.done = on_turn;
	r->of = indicators_new(conf, &period, now);
	if (r->of != NULL)
		*why = take_groups(r, asked);
	if (*why == NULL)
		*why = take_style(r, asked);
	if (*why != NULL) {
		report_free(r);
		return NULL;
	}
	take_links(r);
	return r;
}

void
report_go_on(struct report *report)
{
	hub_buf_clear(&report->text);
	hub_json_out_init(&report->out, &report->text);
	reader_submit(report->hub->reader, &report->reader);
}

/* Lets go of everything. */
void
report_free(struct report *report)
{
	indicators_free(report->of);
	hub_buf_release(&report->text);
	free(report);
}
