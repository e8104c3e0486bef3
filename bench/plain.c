/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bench-plain: a yardstick for the hub on the machine it is measured on.
 *
 *	bench-plain FOLDER SINK
 *
 * It takes what bench-load hands in, keeps it in SQLite by groups, sends it to
 * the bench-sink on port SINK and keeps that too: the hub's own libraries and
 * wires (evhttp with TLS, libcurl, one thread that commits) without routing,
 * translation, custody, encryption and audit.  FOLDER has cert.pem and key.pem.
 * It prints port=N when it listens; SIGTERM ends it.
 */
#include "config.h"

#include <err.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "db.h"
#include "http_client.h"
#include "http_server.h"

enum {
	GROUP = 256,  /* jobs a transaction, as the hub's ledger */
	IN_HAND = 64, /* requests to the sink at a time */
	BODY_MAX = 256 << 10,
	WAL_MOST = 6 << 20,
};

struct plain {
	struct loop *loop;
	struct http_server *server;
	struct http_client *client;
	struct http_target target;
	struct job_queue to_keep;
	pthread_t keeper;
	struct db *db;
	struct message *first, **last; /* kept, not yet being sent */
	int64_t next_id;
};

/* One message, from its call to the sink's answer. */
struct message {
	struct job job; /* first: the keeper's */
	struct plain *plain;
	struct message *next;
	struct http_call *call; /* until it is answered */
	struct hub_request request;
	int64_t id;
	bool sent;
};

/* Its row, or that it was sent. */
static void
keep(struct plain *p, const struct message *m)
{
	static const struct db_query insert = {
		"INSERT INTO message(id, body) VALUES(?1, ?2)"
	};
	static const struct db_query update = {
		"UPDATE message SET sent = 1 WHERE id = ?1"
	};
	const struct request_part *part = &m->request.parts[0];
	enum db_code code = m->sent
	    ? db_put(p->db, &update, DB_ARGS(db_int(m->id)))
	    : db_put(p->db, &insert,
		  DB_ARGS(db_int(m->id), db_blob(part->data, part->len)));

	if (code != DB_OK)
		errx(1, "a row: %s", db_error(p->db));
}

/* The thread: all that waits in one transaction. */
static void *
keep_all(void *ctx)
{
	struct plain *p = ctx;
	uint64_t written_back = 0;
	struct job *list;

	while ((list = job_queue_take(&p->to_keep, GROUP)) != NULL) {
		if (db_begin(p->db) != DB_OK)
			errx(1, "begin: %s", db_error(p->db));
		for (struct job *job = list; job != NULL; job = job->next)
			keep(p, (struct message *)job);
		if (db_commit(p->db) != DB_OK)
			errx(1, "commit: %s", db_error(p->db));
		job_home_send(loop_home(p->loop), list);
		if (db_wal_bytes(p->db) - written_back < WAL_MOST)
			continue;
		written_back = db_wal_bytes(p->db);
		db_checkpoint(p->db, false);
	}
	return NULL;
}

static void send_next(struct plain *p);

/* The sink has it: that is to be kept, and there is room for another. */
static void
on_sent(void *ctx, const struct outcome *outcome)
{
	struct message *m = ctx;

	if (outcome->status / 100 != 2)
		errx(1, "the sink: %d %s", outcome->status, outcome->why);
	m->sent = true;
	job_queue_push(&m->plain->to_keep, &m->job);
	send_next(m->plain);
}

/* As many as may be on their way. */
static void
send_next(struct plain *p)
{
	while (p->first != NULL && http_client_busy(p->client) < IN_HAND) {
		struct message *m = p->first;
		char key[32];
		struct http_order order = { .target = &p->target,
			.request = &m->request,
			.idempotency_key = key,
			.done = on_sent,
			.ctx = m };

		p->first = m->next;
		if (p->first == NULL)
			p->last = &p->first;
		snprintf(key, sizeof key, "m.%lld", (long long)m->id);
		http_client_send(p->client, &order);
	}
}

/* It is kept: the peer is told, then it is sent; or it is done with. */
static void
on_kept(struct job *job)
{
	struct message *m = (struct message *)job;
	struct plain *p = m->plain;
	char body[48];
	int len;

	if (m->sent) {
		request_release(&m->request);
		free(m);
		return;
	}
	len = snprintf(body, sizeof body, "{\"id\":\"%lld\"}",
	    (long long)m->id);
	http_call_reply(m->call,
	    &(struct http_answer){ .status = 202,
		.type = "application/json",
		.body = body,
		.len = (size_t)len });
	m->next = NULL;
	*p->last = m;
	p->last = &m->next;
	send_next(p);
}

/* A message came in. */
static void
on_call(void *ctx, struct http_call *call)
{
	struct plain *p = ctx;
	struct message *m = calloc(1, sizeof *m);
	size_t len;
	const char *body = http_call_body(call, &len);

	if (m == NULL)
		err(1, "a message");
	m->job.done = on_kept;
	m->plain = p;
	m->call = call;
	m->id = ++p->next_id;
	request_init(&m->request, "");
	hub_request_http(&m->request, "POST", "/handoffs");
	hub_request_body(&m->request, "application/json", body, len);
	job_queue_push(&p->to_keep, &m->job);
}

/* How much body. */
static size_t
limit_of(void *ctx, const char *method, const char *path)
{
	(void)ctx;
	(void)method;
	(void)path;
	return BODY_MAX;
}

/* The end was asked for. */
static void
on_term(void *ctx)
{
	loop_stop(ctx);
}

/* The database and its thread. */
static void
open_store(struct plain *p, const char *folder)
{
	struct hub_error e = { "" };
	char path[4096];

	snprintf(path, sizeof path, "%s/plain.db", folder);
	if (db_open(path, DB_CREATE, &p->db, &e) != DB_OK ||
	    db_script(p->db,
		"PRAGMA journal_mode = WAL;"
		"CREATE TABLE message(id INTEGER PRIMARY KEY, body BLOB,"
		" sent INTEGER NOT NULL DEFAULT 0)") != DB_OK)
		errx(1, "%s: %s", path, e.text);
	job_queue_init(&p->to_keep);
	if (pthread_create(&p->keeper, NULL, keep_all, p) != 0)
		errx(1, "no thread");
}

/* Both wires. */
static void
open_wires(struct plain *p, const char *folder, const char *sink)
{
	static char cert[4096], key[4096], url[64];
	const struct http_listen listen = { .address = "127.0.0.1",
		.cert_file = cert,
		.key_file = key,
		.client_ca = "",
		.budget = 48u << 20,
		.connections = 1024,
		.idle_seconds = 30 };
	const struct http_routes routes = { on_call, limit_of, p, NULL };
	struct hub_error e = { "" };

	snprintf(cert, sizeof cert, "%s/cert.pem", folder);
	snprintf(key, sizeof key, "%s/key.pem", folder);
	snprintf(url, sizeof url, "http://127.0.0.1:%s", sink);
	p->target = (struct http_target){ .url = url,
		.ca_file = "",
		.cert_file = "",
		.key_file = "",
		.authorization = "",
		.secret_header = "",
		.also_header = "",
		.also_value = "",
		.timeout_ms = 30000,
		.connect_ms = 10000,
		.answer_max = 1 << 20 };
	if (http_server_start(p->loop, &listen, &routes, &p->server, &e) !=
		HUB_OK ||
	    http_client_new(p->loop, &p->client, &e) != HUB_OK)
		errx(1, "%s", e.text);
}

int
main(int argc, char **argv)
{
	struct plain p = { .last = &p.first };
	struct hub_error e = { "" };

	if (argc != 3)
		errx(2, "usage: bench-plain FOLDER SINK");
	signal(SIGPIPE, SIG_IGN);
	if (loop_new(clock_system(), &p.loop, &e) != HUB_OK ||
	    loop_signal(p.loop, SIGTERM, on_term, p.loop, &e) != HUB_OK)
		errx(1, "%s", e.text);
	open_store(&p, argv[1]);
	open_wires(&p, argv[1], argv[2]);
	printf("port=%u\n", http_server_port(p.server));
	fflush(stdout);
	loop_run(p.loop);
	job_queue_close(&p.to_keep);
	pthread_join(p.keeper, NULL);
	db_close(p.db);
	return 0; /* what is under way goes with the process */
}
