/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bumn.h - the plugin for systems that speak JSON over HTTP, each in its own
 * way: what is said and understood stands in a map, a file of jq functions.
 *
 * README.md beside this file is the contract with whoever writes a map; a
 * change here that it does not tell of is a mistake.
 */
#ifndef BUMN_H
#define BUMN_H

#include "hub_plugin.h"

/* Filled in by the rows in bumn.c. */
struct bumn_conf {
	const char *map;      /* the jq functions */
	const char *settings; /* a JSON object, $settings in the map */
	const char *headers;  /* of answers that the map sees, by comma */
};

/* bumn_say.c */
enum hub_status bumn_compose(const void *conf, const struct hub_dispatch *what,
    const struct hub_at *at, struct hub_request *r, struct hub_error *err);
enum hub_status bumn_probe(const void *conf, const struct hub_dispatch *what,
    const struct hub_at *at, struct hub_request *r, struct hub_error *err);
enum hub_status bumn_poll(const void *conf, const char *cursor,
    const struct hub_at *at, struct hub_request *r, struct hub_error *err);

/* bumn_hear.c */
enum hub_status bumn_conclude(const void *conf, const struct hub_dispatch *what,
    const struct hub_at *at, const struct hub_answer *answer,
    struct hub_events *events, struct hub_error *err);
enum hub_status bumn_receive(const void *conf,
    const struct hub_message *message, const struct hub_at *at,
    const struct hub_results *results, struct hub_events *events,
    struct hub_reply *reply, struct hub_error *err);

#endif
