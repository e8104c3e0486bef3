/* SPDX-License-Identifier: Apache-2.0 */
/* Who held what when, from the log alone. */
#include "config.h"

#include "custody_replay.h"
#include "hub_json.h"
#include "hub_time.h"
#include "limits.h"
#include "logbook_walk.h"
#include "simpulctl_audit.h"
#include "simpulctl_desk.h"
#include "simpulctl_table.h"

#include <string.h>

/* What was asked, and the answer on its way out. */
struct asked {
	struct ctl *ctl;
	struct custody_replay *replay;
	const char *case_id; /* "": all */
	int64_t at_ms;
	uint64_t cases, unknown;
	uint64_t lost_at; /* entry that cannot be followed */
	bool lost;
	struct hub_buf text;
	struct hub_json_out json;
};

/* --case and --at; false after saying what is wrong. */
static bool
take_options(struct ctl *ctl, struct asked *asked)
{
	const char *at = ctl_value(ctl, "--at", "");
	int64_t ms;

	asked->ctl = ctl;
	asked->at_ms = INT64_MAX;
	asked->case_id = ctl_value(ctl, "--case", "");
	if (asked->case_id == NULL || at == NULL) {
		ctl_usage(ctl->err, ctl->command);
		return false;
	}
	if (strncmp(asked->case_id, "case/", 5) == 0)
		asked->case_id += 5;
	if (at[0] == '\0')
		return true;
	if (!hub_time_parse_ms(at, &ms)) {
		(void)ctl_fail(ctl,
		    "--at is \"%.40s\"; expected a time as "
		    "2026-02-02T08:00:00Z",
		    at);
		return false;
	}
	/* All of a second that is named whole. */
	asked->at_ms = strchr(at, '.') == NULL ? ms + 999 : ms;
	return true;
}

/* logbook_entry_fn: the next entry. */
static bool
on_entry(void *ctx, uint64_t index, struct note_span bytes,
    const struct canon_entry *entry)
{
	struct asked *asked = ctx;

	(void)bytes;
	if (custody_replay_add(asked->replay, index, entry))
		return true;
	asked->lost = true;
	asked->lost_at = index;
	return false;
}

/* Between which entries something is missing. */
static void
put_gap(const struct custody_holder *h, struct hub_buf *out)
{
	if (h->gap_from == CUSTODY_BEGINNING)
		hub_buf_fmt(out, "not known before entry %llu",
		    (unsigned long long)h->gap_to);
	else
		hub_buf_fmt(out, "not known between entries %llu and %llu",
		    (unsigned long long)h->gap_from,
		    (unsigned long long)h->gap_to);
}

/* What was gathered leaves. */
static void
flush(struct asked *asked)
{
	(void)fwrite(hub_buf_str(&asked->text), 1, asked->text.len,
	    asked->ctl->out);
	hub_buf_clear(&asked->text);
}

/* One case as a member of the document. */
static void
put_json(struct asked *asked, const struct custody_holder *h)
{
	struct hub_buf gap;

	hub_buf_init(&gap, 128);
	if (h->gap)
		put_gap(h, &gap);
	hub_json_open(&asked->json, NULL, '{');
	hub_json_put_text(&asked->json, "case", h->case_id);
	hub_json_put_flag(&asked->json, "known", h->known);
	hub_json_put_given(&asked->json, "holder", h->holder);
	hub_json_put_given(&asked->json, "joined", h->joined);
	if (h->holder[0] != '\0') {
		hub_json_put_time(&asked->json, "since", h->since_ms / 1000);
		hub_json_put_int(&asked->json, "entry", (int64_t)h->since);
	}
	hub_json_put_given(&asked->json, "gap", hub_buf_str(&gap));
	hub_json_close(&asked->json, '}');
	hub_buf_release(&gap);
}

/* custody_holder_fn: one case. */
static void
on_case(void *ctx, const struct custody_holder *h)
{
	struct asked *asked = ctx;
	char since[HUB_TIME_SIZE];

	asked->cases++;
	asked->unknown += h->gap || !h->known;
	if (asked->ctl->json) {
		put_json(asked, h);
		flush(asked);
		return;
	}
	hub_buf_fmt(&asked->text, "%s  ", h->case_id);
	if (h->holder[0] != '\0') {
		hub_time_text(h->since_ms / 1000, since);
		ctl_put_plain(&asked->text, h->holder);
		hub_buf_fmt(&asked->text, "  %s  entry %llu", since,
		    (unsigned long long)h->since);
	}
	if (h->known && h->holder[0] == '\0')
		hub_buf_text(&asked->text, "-");
	if (h->joined[0] != '\0')
		hub_buf_fmt(&asked->text, "  joined to %s", h->joined);
	if (h->gap) {
		hub_buf_text(&asked->text, "  ");
		put_gap(h, &asked->text);
	}
	hub_buf_char(&asked->text, '\n');
	flush(asked);
}

/* The answer: one case, or all. */
static int
answer(struct asked *asked)
{
	struct custody_holder h;

	if (asked->case_id[0] != '\0' &&
	    !custody_replay_find(asked->replay, asked->case_id, &h))
		return ctl_fail(asked->ctl,
		    "the log does not speak of case %.40s up to then; a case "
		    "goes by the id that the hub gave to it",
		    asked->case_id);
	hub_buf_init(&asked->text, CTL_OUTPUT_MAX);
	hub_json_out_init(&asked->json, &asked->text);
	if (asked->ctl->json) {
		hub_json_open(&asked->json, NULL, '{');
		hub_json_open(&asked->json, "cases", '[');
	}
	if (asked->case_id[0] != '\0')
		on_case(asked, &h);
	else
		custody_replay_each(asked->replay, on_case, asked);
	if (asked->ctl->json) {
		hub_json_close(&asked->json, ']');
		hub_json_put_int(&asked->json, "count", (int64_t)asked->cases);
		hub_json_put_int(&asked->json, "unknown",
		    (int64_t)asked->unknown);
		hub_json_put_flag(&asked->json, "good", asked->unknown == 0);
		hub_json_close(&asked->json, '}');
	} else {
		hub_buf_fmt(&asked->text,
		    "%llu kasus, %llu tidak diketahui\n"
		    "%llu %s, %llu not known",
		    (unsigned long long)asked->cases,
		    (unsigned long long)asked->unknown,
		    (unsigned long long)asked->cases,
		    ctl_plural(asked->cases, "case", "cases"),
		    (unsigned long long)asked->unknown);
	}
	ctl_print(asked->ctl, &asked->text);
	return asked->unknown == 0 ? CTL_GOOD : CTL_BAD;
}

/* Reads the log. */
static int
run(struct ctl_desk *desk, struct asked *asked)
{
	struct logbook_walk walk = { .book = &desk->book,
		.each = on_entry,
		.progress = ctl_desk_progress,
		.progress_ctx = desk };
	struct hub_error err = { "" };
	struct tlog_head head;
	struct hub_buf note;
	int status = CTL_FAILED;

	hub_buf_init(&note, NOTE_MAX);
	asked->replay = custody_replay_new(asked->at_ms);
	walk.ctx = asked;
	if (asked->replay == NULL) {
		status = ctl_fail(desk->ctl, "out of memory");
	} else if (ctl_desk_head(desk, &note, &head)) {
		walk.size = head.size;
		walk.root = &head.root;
		if (logbook_walk_run(&walk, &err) != HUB_OK)
			status = ctl_fail(desk->ctl, "%s", err.text);
		else
			status = asked->lost
			    ? ctl_fail(desk->ctl,
				  "entry %llu: no name that a hub gives to a "
				  "case, or no memory for it",
				  (unsigned long long)asked->lost_at)
			    : answer(asked);
	}
	custody_replay_free(asked->replay);
	hub_buf_release(&note);
	return status;
}

/* simpulctl audit custody [DIR] */
int
ctl_audit_custody(struct ctl *ctl)
{
	struct asked asked = { .cases = 0 };
	struct ctl_desk desk;
	int status = CTL_FAILED;

	if (!take_options(ctl, &asked) || !ctl_desk_options(&desk, ctl))
		return CTL_FAILED;
	if (ctl_arguments(ctl, 0, 1) &&
	    ctl_desk_open(&desk, ctl->argc > 0 ? ctl->argv[0] : ""))
		status = run(&desk, &asked);
	ctl_desk_close(&desk);
	return status;
}
