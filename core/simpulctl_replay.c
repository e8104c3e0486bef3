/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "simpulctl_replay.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "limits.h"
#include "simpulctl_ask.h"
#include "simpulctl_table.h"

static const struct ctl_column columns[] = {
	{ "LAPORAN", "CASE", false },
	{ "ACUAN", "TRACKING", false },
	{ "SEMULA", "FROM", false },
	{ "ATURAN", "RULE", false },
	{ "MENJADI", "NOW", false },
	{ "ATURAN", "RULE", false },
	{ .head = NULL },
};

static const struct ctl_column total_columns[] = {
	{ "JUMLAH", "COUNT", true },
	{ "SEMULA", "FROM", false },
	{ "ATURAN", "RULE", false },
	{ "MENJADI", "NOW", false },
	{ "ATURAN", "RULE", false },
	{ .head = NULL },
};

/* What has come of a replay. */
struct heard {
	struct ctl *ctl;
	int64_t last;
	bool on_terminal;    /* progress is shown */
	json_t *differences; /* owned */
	json_t *totals;	     /* owned; by what they have in common */
};

/* Both sides of a difference as one text. */
static void
put_way(struct hub_buf *way, const json_t *difference)
{
	const json_t *from = json_object_get(difference, "from");
	const json_t *now = json_object_get(difference, "now");

	hub_buf_fmt(way, "%s\n%s\n%s\n%s", ctl_text(from, "to"),
	    ctl_text(from, "rule"), ctl_text(now, "to"), ctl_text(now, "rule"));
}

/* One more difference of its kind. */
static void
add_total(json_t *totals, const json_t *difference)
{
	struct hub_buf way;
	json_t *total;

	hub_buf_init(&way, CONTROL_LINE_MAX);
	put_way(&way, difference);
	total = json_object_get(totals, hub_buf_str(&way));
	if (total == NULL) {
		total = json_pack("{s:i,s:O,s:O}", "count", 0, "from",
		    json_object_get(difference, "from"), "now",
		    json_object_get(difference, "now"));
		(void)json_object_set_new(totals, hub_buf_str(&way), total);
	}
	(void)json_object_set_new(total, "count",
	    json_integer(ctl_int(total, "count") + 1));
	hub_buf_release(&way);
}

/* A page of differences. */
static void
take_page(void *ctx, const json_t *said)
{
	const json_t *page = json_object_get(said, "page");
	struct heard *heard = ctx;

	(void)json_array_extend(heard->differences, (json_t *)page);
	for (size_t i = 0; i < json_array_size(page); i++)
		add_total(heard->totals, json_array_get(page, i));
	if (heard->on_terminal)
		(void)fprintf(heard->ctl->err, "\r%lld / %lld",
		    (long long)ctl_int(said, "seen"), (long long)heard->last);
}

/* Who and by which rule, as two cells. */
static void
put_sides(struct ctl_table *table, const json_t *row)
{
	static const char *const sides[] = { "from", "now" };

	for (size_t i = 0; i < sizeof(sides) / sizeof(*sides); i++) {
		const json_t *side = json_object_get(row, sides[i]);

		ctl_table_text(table, ctl_text(side, "to"));
		ctl_table_text(table, ctl_text(side, "rule"));
	}
}

/* Every difference as a row. */
static void
print_differences(struct ctl *ctl, const json_t *rows)
{
	struct ctl_table table;

	ctl_table_init(&table, columns);
	for (size_t i = 0; i < json_array_size(rows); i++) {
		const json_t *row = json_array_get(rows, i);

		ctl_table_text(&table, ctl_text(row, "case"));
		ctl_table_text(&table, ctl_text(row, "tracking_id"));
		put_sides(&table, row);
	}
	(void)ctl_table_print(&table, ctl->out);
	(void)fputc('\n', ctl->out);
}

/* How many of each kind. */
static void
print_totals(struct ctl *ctl, const json_t *rows)
{
	struct ctl_table table;

	ctl_table_init(&table, total_columns);
	for (size_t i = 0; i < json_array_size(rows); i++) {
		const json_t *row = json_array_get(rows, i);

		ctl_table_int(&table, ctl_int(row, "count"));
		put_sides(&table, row);
	}
	(void)ctl_table_print(&table, ctl->out);
	(void)fputc('\n', ctl->out);
}

/* What it comes to. */
static void
print_sums(struct ctl *ctl, const json_t *answer)
{
	long long seen = ctl_int(answer, "seen");
	long long changed = ctl_int(answer, "changed");
	long long rule_only = ctl_int(answer, "rule_only");
	long long erased = ctl_int(answer, "erased");
	long long unreadable = ctl_int(answer, "unreadable");

	(void)fprintf(ctl->out,
	    "%lld laporan diuji: %lld akan berpindah tujuan, %lld hanya "
	    "berganti aturan, %lld sudah dihapus, %lld tak terbaca.\n"
	    "%lld %s tried: %lld would go elsewhere, %lld by another rule "
	    "to the same institution, %lld erased, %lld unreadable.\n"
	    "Tidak ada yang diubah.\nNothing was changed.\n",
	    seen, changed, rule_only, erased, unreadable, seen,
	    ctl_plural((uint64_t)seen, "case", "cases"), changed, rule_only,
	    erased, unreadable);
}

/* The totals as a list, the commonest first. */
static json_t *
list_totals(const json_t *totals)
{
	json_t *list = json_array(), *total;
	const char *key;

	json_object_foreach((json_t *)totals, key, total)
	{
		size_t at = 0;

		while (at < json_array_size(list) &&
		    ctl_int(json_array_get(list, at), "count") >=
			ctl_int(total, "count"))
			at++;
		(void)json_array_insert(list, at, total);
	}
	return list;
}

/* Everything that was heard. */
static void
print_all(struct heard *heard, json_t *answer)
{
	json_t *totals = list_totals(heard->totals);
	struct ctl *ctl = heard->ctl;

	if (ctl->json) {
		(void)json_object_set(answer, "differences",
		    heard->differences);
		(void)json_object_set(answer, "totals", totals);
		ctl_print_json(ctl, answer);
	} else {
		if (json_array_size(totals) > 0) {
			print_differences(ctl, heard->differences);
			print_totals(ctl, totals);
		}
		print_sums(ctl, answer);
	}
	json_decref(totals);
}

/* Asks the hub to try the configuration in that file. */
static int
ask(struct ctl *ctl, const char *file, int64_t last)
{
	struct heard heard = { .ctl = ctl,
		.last = last,
		.on_terminal = isatty(fileno(ctl->err)) != 0,
		.differences = json_array(),
		.totals = json_object() };
	const struct ctl_pages pages = { take_page, &heard };
	json_t *answer = NULL;
	int status;

	status = ctl_ask_pages(ctl, "route_dry_run",
	    json_pack("{s:s,s:I}", "file", file, "last", (json_int_t)last),
	    &pages, &answer);
	if (heard.on_terminal)
		(void)fprintf(ctl->err, "\r%24s\r", "");
	if (status == CTL_GOOD)
		print_all(&heard, answer);
	json_decref(answer);
	json_decref(heard.differences);
	json_decref(heard.totals);
	return status;
}

int
ctl_replay(struct ctl *ctl)
{
	bool dry_run = ctl_flag(ctl, "--dry-run");
	int64_t last;
	char *file;
	int status;

	if (!ctl_number(ctl, "--last", ROUTE_REPLAY_LAST, &last) ||
	    !ctl_arguments(ctl, 0, 0))
		return CTL_FAILED;
	if (!dry_run) {
		ctl_usage(ctl->err, ctl->command);
		return CTL_FAILED;
	}
	if (last < 1 || last > ROUTE_REPLAY_MAX)
		return ctl_fail(ctl, "--last is %lld; expected from 1 to %d",
		    (long long)last, ROUTE_REPLAY_MAX);
	file = realpath(ctl->config, NULL);
	if (file == NULL)
		return ctl_fail(ctl, "%s cannot be read: %s", ctl->config,
		    strerror(errno));
	status = ask(ctl, file, last);
	free(file);
	return status;
}
