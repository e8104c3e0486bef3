/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The hub's counters in the text format of Prometheus.  On the loopback
 * address nobody need say who they are.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "api_call.h"
#include "limits.h"
#include "link.h"
#include "mailroom.h"
#include "outbox_list.h"
#include "problem.h"

/* All numbers that have no label. */
struct numbers {
	struct ledger_counts ledger;
	struct worker_counts worker;
	struct http_server_counts http;
	struct mail_desk_counts mail;
	uint64_t letters, doubled;
	uint64_t dispatched, delivered, refused, retried, unknown, parked;
	uint64_t calls, declined, tokens, busy, uptime, waiting_jobs;
	uint64_t connections, held_bytes, workers, inboxes;
};

struct metric {
	const char *name, *type, *help;
	size_t offset;
};

#define COUNTER(n, field, what) \
	{ \
		"simpul_" n, "counter", what, offsetof(struct numbers, field) \
	}
#define GAUGE(n, field, what) \
	{ \
		"simpul_" n, "gauge", what, offsetof(struct numbers, field) \
	}

static const struct metric metrics[] = {
	COUNTER("ledger_jobs_total", ledger.jobs, "Jobs of the ledger"),
	COUNTER("ledger_commits_total", ledger.commits,
	    "Transactions, with one fsync each"),
	COUNTER("ledger_statements_total", ledger.statements, "Statements"),
	COUNTER("ledger_wal_bytes_total", ledger.wal_bytes,
	    "Bytes written to the database's log"),
	COUNTER("ledger_failures_total", ledger.failures,
	    "Jobs of which nothing was kept"),
	GAUGE("ledger_waiting_jobs", waiting_jobs, "Jobs that wait"),
	COUNTER("audit_entries_total", ledger.audit_entries,
	    "Entries of the audit log"),
	COUNTER("http_requests_total", http.requests, "Requests from outside"),
	COUNTER("http_refused_busy_total", http.refused_busy,
	    "Requests refused because the hub held too much"),
	COUNTER("http_refused_large_total", http.refused_large,
	    "Requests refused because they were too large"),
	GAUGE("http_connections", connections, "Connections from outside"),
	GAUGE("http_held_bytes", held_bytes, "Bytes held for peers"),
	COUNTER("api_calls_total", calls, "Calls of the API and pushes"),
	COUNTER("api_refused_total", declined,
	    "Calls without a token, role or room for them"),
	GAUGE("api_tokens", tokens, "Tokens in memory"),
	GAUGE("api_waiting_inboxes", inboxes, "Long polls under way"),
	COUNTER("worker_calls_total", worker.calls, "Calls to workers"),
	COUNTER("worker_starts_total", worker.starts, "Workers started"),
	COUNTER("worker_deaths_total", worker.deaths,
	    "Workers that died in a call"),
	COUNTER("worker_quarantined_total", worker.quarantined,
	    "Messages on which two workers died"),
	GAUGE("workers", workers, "Workers alive"),
	COUNTER("relay_dispatched_total", dispatched, "Attempts to deliver"),
	COUNTER("relay_delivered_total", delivered, "Deliveries that arrived"),
	COUNTER("relay_refused_total", refused, "Deliveries refused"),
	COUNTER("relay_retried_total", retried, "Attempts to be repeated"),
	COUNTER("relay_unknown_total", unknown,
	    "Attempts that may have arrived"),
	COUNTER("relay_parked_total", parked, "Deliveries parked"),
	COUNTER("mail_letters_total", letters, "Letters that came in"),
	COUNTER("mail_doubled_total", doubled,
	    "Letters that had come in before"),
	COUNTER("mail_answered_total", mail.answered, "Answers to letters"),
	COUNTER("mail_held_total", mail.held,
	    "Letters held until they are confirmed"),
	COUNTER("mail_trayed_total", mail.trayed,
	    "Letters that were not understood"),
	GAUGE("relay_busy", busy, "Deliveries in hand"),
	GAUGE("uptime_seconds", uptime, "Since the start"),
};

/* A look for /metrics. */
struct look {
	struct reader_job reader; /* first: its job is what comes home */
	struct api *api;
	struct conf *conf; /* held */
	struct http_call *http;
	struct hub_buf out;
	struct hub_buf waiting, parked; /* lines by institution */
};

/* What the parts of the hub have counted. */
static struct numbers
count(const struct api *api)
{
	const struct hub *hub = api->hub;
	const struct relay *relay = &hub->relay;
	struct numbers n = { .dispatched = relay->dispatched,
		.delivered = relay->delivered,
		.refused = relay->refused,
		.retried = relay->retried,
		.unknown = relay->unknown,
		.parked = relay->parked,
		.calls = api->calls,
		.declined = api->refused,
		.inboxes = api->inbox_count };

	n.ledger = ledger_counts(hub->ledger);
	n.mail = mailroom_counts(relay->mailroom);
	for (size_t i = 0; mailroom_box(relay->mailroom, i) != NULL; i++) {
		const struct mailbox *box = mailroom_box(relay->mailroom, i);

		n.letters += mailbox_taken(box);
		n.doubled += mailbox_doubled(box);
	}
	n.worker = worker_pool_counts(relay->workers);
	n.http = http_server_counts(hub->server);
	n.connections = n.http.connections;
	n.held_bytes = n.http.held_bytes;
	n.workers = n.worker.alive;
	n.tokens = token_set_count(api->tokens);
	n.busy = relay_busy(relay);
	n.waiting_jobs = ledger_waiting(hub->ledger);
	n.uptime = (uint64_t)(relay_now_ms(relay) - hub->started_ms) / 1000;
	return n;
}

/* The two lines above a metric's values. */
static void
put_head(struct hub_buf *out, const char *name, const char *type,
    const char *help)
{
	hub_buf_fmt(out, "# HELP %s %s.\n# TYPE %s %s\n", name, help, name,
	    type);
}

/* Every number without a label. */
static void
put_numbers(struct hub_buf *out, const struct numbers *n)
{
	for (size_t i = 0; i < sizeof(metrics) / sizeof(metrics[0]); i++) {
		const struct metric *m = &metrics[i];
		uint64_t value;

		memcpy(&value, (const char *)n + m->offset, sizeof(value));
		put_head(out, m->name, m->type, m->help);
		hub_buf_fmt(out, "%s %llu\n", m->name,
		    (unsigned long long)value);
	}
}

/* Whether each link is up. */
static void
put_links(struct hub_buf *out, const struct relay *relay)
{
	put_head(out, "simpul_link_up", "gauge", "1 while the link works");
	for (const struct link *l = relay->links; l != NULL; l = l->next)
		hub_buf_fmt(out, "simpul_link_up{institution=\"%s\"} %d\n",
		    l->inst->id, l->health == LINK_UP);
}

/* How long each certificate is good. */
static void
put_expiries(struct hub_buf *out, const struct look *look)
{
	const struct expiries *list = &look->conf->expiries;
	int64_t now = relay_now_ms(&look->api->hub->relay) / 1000;

	put_head(out, "simpul_certificate_days", "gauge",
	    "Days until a certificate expires, below 0 when it has");
	for (size_t i = 0; i < list->count; i++)
		hub_buf_fmt(out,
		    "simpul_certificate_days{institution=\"%s\","
		    "certificate=\"%s\",sha256=\"%s\"} %lld\n",
		    list->rows[i].institution, list->rows[i].setting,
		    list->rows[i].print,
		    (long long)expiry_days(&list->rows[i], now));
}

/* A line of a list by institution. */
static void
put_row(struct hub_buf *out, const struct look *look, const char *name,
    const struct db_row *row)
{
	const struct conf_institution *inst;

	inst = conf_by_key(look->conf, db_row_int(row, 0));
	hub_buf_fmt(out, "%s{institution=\"%s\"} %lld\n", name,
	    inst == NULL ? "" : inst->id, (long long)db_row_int(row, 1));
}

/* db_row_fn: how many wait for an institution. */
static bool
put_waiting(void *ctx, const struct db_row *row)
{
	struct look *look = ctx;

	put_row(&look->waiting, look, "simpul_deliveries_waiting", row);
	return true;
}

/* db_row_fn: how many are parked. */
static bool
put_parked(void *ctx, const struct db_row *row)
{
	struct look *look = ctx;

	put_row(&look->parked, look, "simpul_deliveries_parked", row);
	return true;
}

/* reader run: what only the database knows. */
static enum db_code
run(struct reader_job *job, struct reader_room *room)
{
	struct look *look = (struct look *)job;
	enum db_code code;

	code = outbox_waiting(room->db, put_waiting, look);
	return code == DB_OK ? outbox_parked(room->db, put_parked, look) : code;
}

/* job done: all is there; what took too long to count is left out. */
static void
looked(struct job *job)
{
	struct look *look = (struct look *)job;
	struct numbers n = count(look->api);
	struct hub_buf *out = &look->out;

	put_numbers(out, &n);
	put_links(out, &look->api->hub->relay);
	put_expiries(out, look);
	if (look->reader.code == DB_OK) {
		put_head(out, "simpul_deliveries_waiting", "gauge",
		    "Deliveries that have not concluded");
		hub_buf_text(out, hub_buf_str(&look->waiting));
		put_head(out, "simpul_deliveries_parked", "gauge",
		    "Deliveries that wait for a person");
		hub_buf_text(out, hub_buf_str(&look->parked));
	}
	http_call_reply(look->http,
	    &(struct http_answer){ .status = 200,
		.type = "text/plain; version=0.0.4; charset=utf-8",
		.body = hub_buf_str(out),
		.len = out->len });
	hub_buf_release(out);
	hub_buf_release(&look->waiting);
	hub_buf_release(&look->parked);
	conf_release(look->conf);
	free(look);
}

/* Whether the caller is on this machine. */
static bool
is_local(const struct api_call *call)
{
	const char *peer = http_call_peer(call->http);

	return strcmp(peer, "127.0.0.1") == 0 || strcmp(peer, "::1") == 0;
}

/* The counters. */
void
api_metrics(const struct api_call *call)
{
	struct look *look;

	if (!is_local(call)) {
		problem_reply(call->http, 403,
		    "only from the hub's own machine");
		return;
	}
	look = calloc(1, sizeof(*look));
	if (look == NULL) {
		problem_reply(call->http, 503, "no memory; try again later");
		return;
	}
	look->reader.run = run;
	look->reader.job.done = looked;
	look->api = call->api;
	look->conf = conf_hold(call->conf);
	look->http = call->http;
	hub_buf_init(&look->out, API_ANSWER_MAX);
	hub_buf_init(&look->waiting, API_ANSWER_MAX / 4);
	hub_buf_init(&look->parked, API_ANSWER_MAX / 4);
	reader_submit(call->api->hub->reader, &look->reader);
}
