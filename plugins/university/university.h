/* SPDX-License-Identifier: Apache-2.0 */
/*
 * university.h - the plugin for universities and whoever else speaks Open311
 * GeoReport v2, as server or as client, in JSON or XML: its settings and its
 * callbacks, one file each.
 *
 * README.md beside this file is the contract with the institution; a change
 * here that it does not tell of is a mistake.
 */
#ifndef UNIVERSITY_H
#define UNIVERSITY_H

#include "hub_plugin.h"

/* Filled in by the rows in university.c. */
struct university_conf {
	const char *format;	     /* "json" or "xml": what the hub asks in */
	const char *jurisdiction;    /* jurisdiction_id, or "" */
	const char *api_key;	     /* name of the secret, or "" */
	const char *services;	     /* the table, see uni_service.h */
	const char *service;	     /* for categories not in it, or "" */
	const char *reference;	     /* attribute that holds our reference */
	const char *attributes;	     /* others, as CODE=MEMBER */
	const char *default_address; /* where a case names no place */
	const char *statuses;	     /* more of theirs, as WORD=EVENT */
	const char *updates;	     /* path of the extension, or "" */
	const char *media;	     /* "links" or "parts": how files go */
	const char *contact;	     /* who answers for the hub's endpoint */
	const char *endpoint;	     /* public URL of that endpoint */
	unsigned token_wait;	     /* seconds between questions */
	unsigned lookback;	     /* seconds that a poll goes back */
	unsigned catalogue;	     /* seconds between looks at services */
	bool extended;		     /* they know more than open and closed */
	bool key_in_form;	     /* of a POST the key is a field */
	bool files;		     /* they take files beside the form */
};

/* uni_say.c */
enum hub_status uni_compose(const void *conf, const struct hub_dispatch *what,
    const struct hub_at *at, struct hub_request *r, struct hub_error *err);

/* uni_ask.c */
enum hub_status uni_probe(const void *conf, const struct hub_dispatch *what,
    const struct hub_at *at, struct hub_request *r, struct hub_error *err);
enum hub_status uni_poll(const void *conf, const char *cursor,
    const struct hub_at *at, struct hub_request *r, struct hub_error *err);

/* uni_answer.c */
enum hub_status uni_conclude(const void *conf, const struct hub_dispatch *what,
    const struct hub_at *at, const struct hub_answer *answer,
    struct hub_events *events, struct hub_error *err);

/* uni_receive.c */
enum hub_status uni_receive(const void *conf, const struct hub_message *message,
    const struct hub_at *at, const struct hub_results *results,
    struct hub_events *events, struct hub_reply *reply, struct hub_error *err);

#endif
