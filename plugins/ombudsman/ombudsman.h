/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ombudsman.h - the plugin for the Ombudsman and whoever else speaks SOAP by
 * the contract in ombudsman.wsdl: its settings and its callbacks, one file
 * each.
 *
 * Contract first: ombudsman.xsd holds for what comes in and for what goes
 * out.  README.md beside this file says what the two leave open; a change here
 * that neither tells of is a mistake.
 */
#ifndef OMBUDSMAN_H
#define OMBUDSMAN_H

#include "hub_plugin.h"

/* Filled in by the rows in ombudsman.c. */
struct ombudsman_conf {
	const char *soap;     /* "1.1" or "1.2": what the hub asks in */
	const char *path;     /* below url, of their service */
	const char *address;  /* of their service, as To says it */
	const char *endpoint; /* public URL of the hub's own service */
	unsigned lookback;    /* seconds that a poll goes back */
	bool mtom;	      /* files as parts, not inside the envelope */
	bool petition;	      /* a case goes with what the law wants */
};

/* omb_say.c */
enum hub_status omb_compose(const void *conf, const struct hub_dispatch *what,
    const struct hub_at *at, struct hub_request *r, struct hub_error *err);
enum hub_status omb_probe(const void *conf, const struct hub_dispatch *what,
    const struct hub_at *at, struct hub_request *r, struct hub_error *err);
enum hub_status omb_poll(const void *conf, const char *cursor,
    const struct hub_at *at, struct hub_request *r, struct hub_error *err);

/* omb_answer.c */
enum hub_status omb_conclude(const void *conf, const struct hub_dispatch *what,
    const struct hub_at *at, const struct hub_answer *answer,
    struct hub_events *events, struct hub_error *err);

/* omb_receive.c */
enum hub_status omb_receive(const void *conf, const struct hub_message *message,
    const struct hub_at *at, const struct hub_results *results,
    struct hub_events *events, struct hub_reply *reply, struct hub_error *err);

#endif
