/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "hub.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "api.h"
#include "control.h"
#include "crashpoint.h"
#include "hub_index.h"
#include "hub_publish.h"
#include "hub_reload.h"
#include "hub_watch.h"
#include "limits.h"
#include "log.h"
#include "mailroom.h"
#include "quarantine.h"
#include "roster.h"

/* conf_complaint_fn: to the log; the first one is the start's failure. */
static void
complain(void *ctx, const struct conf_complaint *complaint)
{
	struct hub_error *err = ctx;

	log_error("%s", complaint->sentence);
	if (err->text[0] == '\0')
		(void)hub_fail(err, HUB_MISCONFIGURED, "%s",
		    complaint->sentence);
}

/* Reads the configuration of a start. */
static enum hub_status
read_conf(struct hub *hub, struct hub_error *err)
{
	err->text[0] = '\0';
	hub->relay.conf = conf_read(hub->conf_file, complain, err);
	if (hub->relay.conf == NULL)
		return HUB_MISCONFIGURED;
	conf_follow(hub->relay.conf, NULL);
	hub_heed(hub->relay.conf);
	return HUB_OK;
}

/* Opens the folder of attachments. */
static enum hub_status
open_files(struct hub *hub, struct hub_error *err)
{
	const struct files_conf conf = {
		.data_dir = hub->relay.conf->hub.data_dir,
		.content = ledger_content(hub->ledger),
		.clock = hub->clock,
		.home = loop_home(hub->loop),
	};

	return files_start(&conf, &hub->files, err);
}

/* loop_fn: the end of a turn in which the ledger was given work. */
static void
on_turn(void *ctx)
{
	struct hub *hub = ctx;

	ledger_go(hub->ledger);
}

/* ledger_conf.gather: the ledger was given the first work of a turn. */
static void
gather(void *ctx)
{
	struct hub *hub = ctx;

	loop_timer_arm(hub->ledger_turn, 0);
}

/* Opens the ledger, the reader and the files. */
static enum hub_status
open_store(struct hub *hub, struct hub_error *err)
{
	const struct conf_hub *c = &hub->relay.conf->hub;
	struct ledger_conf conf = { .data_dir = c->data_dir,
		.key_file = c->key_file,
		.source = c->source,
		.observer = c->name,
		.node = (uint8_t)c->node,
		.clock = hub->clock,
		.home = loop_home(hub->loop),
		.gather = gather,
		.gather_ctx = hub };
	enum hub_status status;

	hub->ledger_turn = loop_timer_new(hub->loop, on_turn, hub);
	if (hub->ledger_turn == NULL)
		return hub_fail(err, HUB_FAULT, "out of memory");
	status = ledger_start(&conf, &hub->ledger, err);
	if (status != HUB_OK)
		return status;
	status = reader_start(c->data_dir, ledger_content(hub->ledger),
	    loop_home(hub->loop), &hub->reader, err);
	return status == HUB_OK ? open_files(hub, err) : status;
}

/* Makes the wires and the workers. */
static enum hub_status
open_wires(struct hub *hub, struct hub_error *err)
{
	const struct worker_conf conf = {
		.program = hub->relay.conf->hub.worker_program,
		.most = WORKER_MOST,
		.idle_ms = WORKER_IDLE_MS,
		.wall_ms = crashpoint_limit("SIMPUL_WORKER_WALL_MS",
		    WORKER_WALL_MS),
		.cpu_ms = crashpoint_limit("SIMPUL_WORKER_CPU_MS",
		    WORKER_CPU_MS),
		.calls = WORKER_CALLS,
	};
	enum hub_status status;

	status = http_client_new(hub->loop, &hub->relay.http, err);
	if (status != HUB_OK)
		return status;
	http_client_witness(hub->relay.http, hub->relay.checkpoint);
	return worker_pool_new(hub->loop, &conf, &hub->relay.workers, err);
}

/* Somebody dropped a section while the hub was not running. */
static void
tell_left(const struct roster *r)
{
	for (size_t i = 0; i < r->open_count; i++)
		log_error("ALERT %s has no section, but %llu open cases and "
			  "%llu open deliveries; write its section again, "
			  "with retired = true, or was = \"%s\" in the one "
			  "that replaces it",
		    r->open[i].institution,
		    (unsigned long long)r->open[i].cases,
		    (unsigned long long)r->open[i].deliveries,
		    r->open[i].institution);
}

/* job done: the institutions have their numbers; the relay starts. */
static void
on_roster(struct job *job)
{
	struct roster *r = (struct roster *)job;
	struct hub *hub = r->ctx;

	if (r->ledger.code != DB_OK) {
		log_error("the institutions could not be stored: %s",
		    db_code_name(r->ledger.code));
		hub->failed = true;
		loop_stop(hub->loop);
	} else {
		if (r->recovered > 0)
			log_note("%lld deliveries were under way when the hub "
				 "ended; they are asked after",
			    (long long)r->recovered);
		tell_left(r);
		relay_start(&hub->relay);
		api_open(hub->api);
		hub->watch = hub_watch_new(hub);
		if (hub->watch == NULL)
			log_error("ALERT no memory to look what falls due");
		log_note("ready on %s port %u",
		    hub->relay.conf->hub.listen_address,
		    http_server_port(hub->server));
	}
	roster_release(r);
	free(r);
}

/* Hands the roster to the ledger. */
static enum hub_status
call_roster(struct hub *hub, struct hub_error *err)
{
	struct roster *r = malloc(sizeof(*r));

	if (r == NULL)
		return hub_fail(err, HUB_FAULT, "out of memory");
	roster_init(r, hub->relay.conf);
	r->recover = true;
	r->ctx = hub;
	r->ledger.job.done = on_roster;
	ledger_submit(hub->ledger, &r->ledger);
	return HUB_OK;
}

/* Listens, closed to callers until the roster is called. */
static enum hub_status
listen_all(struct hub *hub, struct hub_error *err)
{
	const struct conf_hub *c = &hub->relay.conf->hub;
	struct http_listen listen = { .address = c->listen_address,
		.port = c->listen_port,
		.cert_file = c->tls_cert,
		.key_file = c->tls_key,
		.client_ca = c->client_ca,
		.budget = c->budget,
		.connections = c->connections,
		.idle_seconds = c->idle_seconds };
	struct http_routes routes;
	enum hub_status status;

	status = api_new(hub, &hub->api, err);
	if (status != HUB_OK)
		return status;
	routes = (struct http_routes){ api_handle, api_limit, hub->api,
		api_word };
	status = http_server_start(hub->loop, &listen, &routes, &hub->server,
	    err);
	if (status != HUB_OK)
		return status;
	return control_start(hub, c->control_socket, &hub->control, err);
}

/* loop_fn: SIGTERM, SIGINT. */
static void
on_stop(void *ctx)
{
	hub_stop_soon(ctx);
}

/* loop_fn: SIGHUP. */
static void
on_hangup(void *ctx)
{
	hub_reload_soon(ctx);
}

/* Signals that are ours. */
static enum hub_status
catch_signals(struct hub *hub, struct hub_error *err)
{
	enum hub_status status;

	(void)signal(SIGPIPE, SIG_IGN);
	/* A file that may grow no more is a full disk, not an end. */
	(void)signal(SIGXFSZ, SIG_IGN);
	status = loop_signal(hub->loop, SIGTERM, on_stop, hub, err);
	if (status == HUB_OK)
		status = loop_signal(hub->loop, SIGINT, on_stop, hub, err);
	if (status == HUB_OK)
		status = loop_signal(hub->loop, SIGHUP, on_hangup, hub, err);
	return status;
}

enum hub_status
hub_start(struct hub *hub, const char *conf_file, struct hub_error *err)
{
	enum hub_status status;

	memset(hub, 0, sizeof(*hub));
	hub->conf_file = conf_file;
	clock_shifted_init(&hub->shifted);
	hub->clock = &hub->shifted.clock;
	hub->started_ms = clock_now_ms(hub->clock);
	status = read_conf(hub, err);
	if (status == HUB_OK)
		status = loop_new(hub->clock, &hub->loop, err);
	if (status == HUB_OK)
		status = catch_signals(hub, err);
	if (status == HUB_OK)
		status = open_store(hub, err);
	if (status != HUB_OK)
		return status;
	hub->relay.loop = hub->loop;
	hub->relay.ledger = hub->ledger;
	hub->relay.checkpoint = "";
	hub->relay.reader = hub->reader;
	hub->relay.files = hub->relay.lender.files = hub->files;
	hub->relay.quarantine = quarantine_new(hub->ledger, hub->reader,
	    hub->clock);
	content_derive(ledger_content(hub->ledger), "simpul/v1 mail token",
	    hub->relay.mail_key);
	if (hub->relay.quarantine == NULL)
		return hub_fail(err, HUB_FAULT, "out of memory");
	hub->index = hub_index_start(hub);
	status = hub_publish_start(hub, err);
	if (status == HUB_OK)
		status = open_wires(hub, err);
	if (status == HUB_OK)
		status = listen_all(hub, err);
	return status == HUB_OK ? call_roster(hub, err) : status;
}

void
hub_run(struct hub *hub)
{
	loop_run(hub->loop);
}

/* loop_fn: looks whether what was under way has ended. */
static void
on_drain(void *ctx)
{
	struct hub *hub = ctx;
	bool late = clock_steady_ms(hub->clock) > hub->drain_until_ms;

	if (!late &&
	    (relay_busy(&hub->relay) > 0 ||
		mailroom_busy(hub->relay.mailroom) ||
		http_server_open_calls(hub->server) > 0 ||
		http_server_counts(hub->server).held_bytes > 0)) {
		loop_timer_arm(hub->drain_timer, HUB_DRAIN_LOOK_MS);
		return;
	}
	if (late)
		log_warn("stopped with work under way; it is asked after at "
			 "the next start");
	loop_stop(hub->loop);
}

void
hub_stop_soon(struct hub *hub)
{
	if (hub->draining) {
		loop_stop(hub->loop);
		return;
	}
	hub->draining = true;
	log_note("stopping: no new work, %zu deliveries under way",
	    relay_busy(&hub->relay));
	http_server_drain(hub->server);
	api_drain(hub->api);
	hub_watch_drain(hub->watch);
	hub_publish_drain(hub->publish);
	hub_index_drain(hub->index);
	relay_drain(&hub->relay);
	hub->drain_until_ms = clock_steady_ms(hub->clock) + HUB_DRAIN_MS;
	hub->drain_timer = loop_timer_new(hub->loop, on_drain, hub);
	if (hub->drain_timer == NULL)
		loop_stop(hub->loop);
	else
		loop_timer_arm(hub->drain_timer, 0);
}

void
hub_stop(struct hub *hub)
{
	hub_reload_stop(hub);
	http_server_free(hub->server);
	http_client_free(hub->relay.http);
	worker_pool_free(hub->relay.workers);
	hub->relay.http = NULL; /* what comes home now goes nowhere */
	hub->relay.workers = NULL;
	files_stop(hub->files);
	if (hub->reader != NULL)
		reader_stop(hub->reader);
	if (hub->ledger != NULL)
		ledger_stop(hub->ledger);
	if (hub->loop != NULL)
		job_home_run(loop_home(hub->loop));
	control_stop(hub->control); /* what came home may answer there */
	hub_watch_free(hub->watch);
	hub_publish_stop(hub->publish);
	hub_index_stop(hub->index);
	relay_stop(&hub->relay);
	quarantine_free(hub->relay.quarantine);
	api_free(hub->api);
	loop_timer_free(hub->drain_timer);
	loop_timer_free(hub->ledger_turn);
	loop_free(hub->loop);
}
