/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "simpulctl_list.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "ident.h"
#include "limits.h"
#include "simpulctl_account.h"
#include "simpulctl_file.h"
#include "simpulctl_findings.h"
#include "simpulctl_list_row.h"
#include "utf8.h"

#define DAY_MS INT64_C(86400000)
#define WHERE_SIZE 64
#define NO_MORE UINT32_MAX

/* The handoffs that a name stands for, as a chain through `next`. */
struct wanted {
	uint64_t key;
	uint32_t first; /* of account.handed */
};

/* A list and a log. */
struct held {
	struct ctl *ctl;
	struct ctl_desk desk;
	struct account account;
	struct ctl_findings findings;
	struct import_map map;
	struct import_file file;
	struct tz *zone; /* owned */
	const char *map_name, *institution;
	bool by_case; /* lines name cases, not handoffs */
	struct rowmap wanted;
	uint32_t *next; /* owned; one for each of account.handed */
	uint64_t rows, matched, waiting;
	struct hub_buf bytes; /* of the list */
};

/* import_complain_fn: a mistake of the map. */
static void
complain(void *ctx, unsigned line, const char *sentence)
{
	const struct held *held = ctx;

	(void)fprintf(held->ctl->err, "%s:%u: %s\n", held->map_name, line,
	    sentence);
}

/* The map, and what it says of the whole list; false after saying what is
 * wrong. */
static bool
read_map(struct held *held)
{
	struct ctl *ctl = held->ctl;
	const struct import_column *fixed;
	struct hub_buf bytes;
	bool good;

	hub_buf_init(&bytes, IMPORT_MAP_MAX);
	good = ctl_file_read(ctl, held->map_name, &bytes) &&
	    import_map_read(&held->map, hub_buf_str(&bytes), bytes.len,
		complain, held);
	hub_buf_release(&bytes);
	if (!good)
		return false;
	fixed = import_map_member(&held->map, "institution");
	if (held->institution[0] == '\0' && fixed != NULL)
		held->institution = fixed->value;
	if (held->institution[0] == '\0') {
		(void)ctl_fail(ctl,
		    "whose list? say it with --institution, or below [fixed] "
		    "in the map");
		return false;
	}
	held->by_case = import_map_member(&held->map, "handoff") == NULL;
	if (held->by_case && import_map_member(&held->map, "case") == NULL) {
		(void)ctl_fail(ctl,
		    "%s: expected a column that is handoff, or one that is "
		    "case",
		    held->map_name);
		return false;
	}
	held->zone = tz_open(
	    held->map.timezone[0] == '\0' ? "UTC" : held->map.timezone);
	if (held->zone == NULL)
		(void)ctl_fail(ctl,
		    "timezone is \"%.64s\"; expected a name "
		    "such as Asia/Makassar",
		    held->map.timezone);
	return held->zone != NULL;
}

/* Whether the log hands it to the list's owner. */
static bool
is_theirs(const struct held *held, const struct account_handed *h)
{
	return strcmp(namebook_text(&held->account.names, h->receiver),
		   held->institution) == 0;
}

/* Makes a list's handoffs findable by its names; false without memory. */
static bool
gather(struct held *held)
{
	const struct rowmap *handed = &held->account.handed;

	held->next = calloc(handed->count + 1, sizeof(*held->next));
	if (held->next == NULL)
		return false;
	for (size_t i = handed->count; i > 0; i--) {
		const struct account_handed *h = rowmap_at(handed, i - 1);
		size_t before = held->wanted.count;
		struct wanted *w;

		if (!is_theirs(held, h))
			continue;
		w = rowmap_add(&held->wanted,
		    held->by_case ? h->case_id : h->id);
		if (w == NULL)
			return false;
		held->next[i - 1] = held->wanted.count > before ? NO_MORE
								: w->first;
		w->first = (uint32_t)(i - 1);
	}
	return true;
}

/* One finding about a line of the list. */
static void
tell_line(struct held *held, const char *kind, unsigned long line,
    const char *text)
{
	char where[WHERE_SIZE];

	(void)snprintf(where, sizeof(where), "line %lu", line);
	ctl_findings_add(&held->findings, kind, where, text);
}

/* Which member says something else, or NULL. */
static const char *
differs(const struct held *held, const struct listed *l,
    const struct account_handed *h, struct hub_buf *log)
{
	const char *reason = namebook_text(&held->account.names, h->reason);
	char id[IDENT_TEXT_SIZE];

	ident_text((int64_t)h->case_id, id);
	hub_buf_clear(log);
	if (!held->by_case && l->case_id[0] != '\0' &&
	    strcasecmp(l->case_id, id) != 0) {
		hub_buf_text(log, id);
		return "case";
	}
	if (l->number != 0 && l->number != h->number) {
		hub_buf_fmt(log, "%llu", (unsigned long long)h->number);
		return "number";
	}
	if (l->kind != 0 && l->kind != h->kind) {
		hub_buf_text(log, hub_kind_name(h->kind));
		return "kind";
	}
	if (l->state != 0 && l->state != h->state) {
		hub_buf_text(log, handoff_state_name(h->state));
		return "state";
	}
	if (l->reason != 0 && strcmp(hub_reason_name(l->reason), reason) != 0) {
		hub_buf_text(log, reason[0] == '\0' ? "none" : reason);
		return "reason";
	}
	if (l->received != 0 && l->received * 1000 + DAY_MS < h->at_ms) {
		hub_buf_text(log, "later than that");
		return "received";
	}
	return NULL;
}

/* A line with the handoff that it names. */
static void
compare(struct held *held, unsigned long line, const struct listed *l,
    struct account_handed *h)
{
	const char *member;
	char text[256], id[IDENT_TEXT_SIZE];
	struct hub_buf log;

	h->matched = true;
	ident_text((int64_t)h->id, id);
	hub_buf_init(&log, 128);
	member = differs(held, l, h, &log);
	if (member == NULL) {
		held->matched++;
	} else {
		(void)snprintf(text, sizeof(text),
		    "handoff %s (entry %llu): another %s; in the log it is %s",
		    id, (unsigned long long)h->entry, member,
		    hub_buf_str(&log));
		tell_line(held, "changed", line, text);
	}
	hub_buf_release(&log);
}

/* A line of the list. */
static void
take(struct held *held, unsigned long line, const struct listed *l)
{
	const char *name = held->by_case ? l->case_id : l->handoff;
	struct account_handed *h = NULL;
	char lower[LISTED_SIZE], text[256];
	struct wanted *w = NULL;
	int64_t key;

	held->rows++;
	for (size_t i = 0; i < sizeof(lower); i++)
		lower[i] = (char)tolower((unsigned char)name[i]);
	if (name[0] == '\0') {
		tell_line(held, "row", line,
		    held->by_case ? "it names no case" : "it names no handoff");
		return;
	}
	if (!utf8_is_line(name, strlen(name))) {
		tell_line(held, "row", line, "it is no text in UTF-8");
		return;
	}
	if (ident_parse(strncmp(lower, "case/", 5) == 0 ? lower + 5 : lower,
		&key))
		w = rowmap_find(&held->wanted, (uint64_t)key);
	if (w != NULL && w->first != NO_MORE) {
		h = rowmap_at(&held->account.handed, w->first);
		w->first = held->next[w->first];
		compare(held, line, l, h);
		return;
	}
	(void)snprintf(text, sizeof(text),
	    w == NULL ? "the log hands no %s %s to %s"
		      : "the %s %s stood before; the log hands it to %s "
			"not so often",
	    held->by_case ? "case" : "handoff", name, held->institution);
	tell_line(held, "extra", line, text);
}

/* What the list lacks. */
static void
miss(struct held *held)
{
	const struct rowmap *handed = &held->account.handed;
	char where[WHERE_SIZE], text[256], id[IDENT_TEXT_SIZE];

	for (size_t i = 0; i < handed->count; i++) {
		const struct account_handed *h = rowmap_at(handed, i);

		if (h->matched || !is_theirs(held, h))
			continue;
		if (!h->reached) {
			held->waiting++;
			continue;
		}
		ident_text((int64_t)h->id, id);
		(void)snprintf(where, sizeof(where), "entry %llu",
		    (unsigned long long)h->entry);
		(void)snprintf(text, sizeof(text),
		    "handoff %s, number %llu, reached %.60s, whose list lacks "
		    "it",
		    id, (unsigned long long)h->number, held->institution);
		ctl_findings_add(&held->findings, "missing", where, text);
	}
}

/* Every line. */
static bool
take_all(struct held *held, struct import_record *record)
{
	enum import_end end = import_file_next(&held->file, record);
	struct listed listed;
	char text[600];

	for (; end == IMPORT_RECORD || end == IMPORT_BAD;
	     end = import_file_next(&held->file, record)) {
		if (end == IMPORT_RECORD &&
		    listed_read(&held->map, held->zone, record, &listed)) {
			take(held, record->line, &listed);
			continue;
		}
		(void)snprintf(text, sizeof(text), "%s%s%s", record->column,
		    record->column[0] == '\0' ? "" : ": ", record->problem);
		tell_line(held, "row", record->line, text);
	}
	return end == IMPORT_END;
}

/* Says how it ended. */
static int
conclude(struct held *held)
{
	unsigned long long matched = (unsigned long long)held->matched;
	unsigned long long waiting = (unsigned long long)held->waiting;
	char whole[256];

	ctl_findings_close(&held->findings);
	hub_json_put_int(&held->findings.json, "rows", (int64_t)held->rows);
	hub_json_put_int(&held->findings.json, "matched", (int64_t)matched);
	hub_json_put_int(&held->findings.json, "waiting", (int64_t)waiting);
	(void)snprintf(whole, sizeof(whole),
	    "%llu baris sama dengan catatan, %llu penerusan belum sampai\n"
	    "%llu %s with the log, %llu %s not arrived yet",
	    matched, waiting, matched,
	    ctl_plural(matched, "row agrees", "rows agree"), waiting,
	    ctl_plural(waiting, "handoff has", "handoffs have"));
	return ctl_findings_end(&held->findings, whole);
}

/* The list, against the account. */
static int
hold(struct held *held, const char *name)
{
	const struct import_input input = { hub_buf_str(&held->bytes),
		held->bytes.len, IMPORT_CSV };
	struct import_record record;

	if (!gather(held))
		return ctl_fail(held->ctl, "out of memory");
	if (import_file_open(&held->file, &input, &held->map, &record) !=
	    IMPORT_RECORD)
		return ctl_fail(held->ctl, "%s:%lu: %s%s%s", name, record.line,
		    record.column, record.column[0] == '\0' ? "" : ": ",
		    record.problem);
	ctl_findings_init(&held->findings, held->ctl);
	if (!take_all(held, &record)) {
		ctl_findings_drop(&held->findings);
		return ctl_fail(held->ctl, "out of memory");
	}
	miss(held);
	return conclude(held);
}

/* All that is needed, then the list. */
static int
run(struct held *held, const char *name)
{
	struct ctl *ctl = held->ctl;
	int status = CTL_FAILED;

	if (!ctl_arguments(ctl, 0, 1))
		return CTL_FAILED;
	if (read_map(held) && ctl_file_read(ctl, name, &held->bytes) &&
	    ctl_desk_open(&held->desk, ctl->argc > 0 ? ctl->argv[0] : "") &&
	    ctl_account_read(&held->desk, &held->account))
		status = hold(held, name);
	import_file_release(&held->file);
	return status;
}

int
ctl_list_reconcile(struct ctl *ctl, const char *file)
{
	struct held held = { .ctl = ctl };
	int status;

	held.map_name = ctl_value(ctl, "--map", "");
	held.institution = ctl_value(ctl, "--institution", "");
	if (held.map_name == NULL || held.map_name[0] == '\0' ||
	    held.institution == NULL) {
		ctl_usage(ctl->err, ctl->command);
		return CTL_FAILED;
	}
	if (!ctl_desk_options(&held.desk, ctl))
		return CTL_FAILED;
	import_map_init(&held.map);
	listed_map(&held.map);
	account_init(&held.account);
	rowmap_init(&held.wanted, sizeof(struct wanted));
	hub_buf_init(&held.bytes, IMPORT_FILE_MAX);
	status = run(&held, file);
	hub_buf_release(&held.bytes);
	rowmap_release(&held.wanted);
	account_release(&held.account);
	import_map_release(&held.map);
	tz_free(held.zone);
	free(held.next);
	ctl_desk_close(&held.desk);
	return status;
}
