/* SPDX-License-Identifier: Apache-2.0 */
/*
 * embassy.h - the plugin for institutions that are reached by mail: its
 * settings and its callbacks, one file each.
 *
 * What goes out is a letter in Indonesian with a part for machines; what comes
 * in is read as a person's letter, and only an exact verb alone on its first
 * line, or the verb's own address, is an act.  README.md beside this file is
 * the contract with the institution.
 */
#ifndef EMBASSY_H
#define EMBASSY_H

#include "hub_plugin.h"

/* Filled in by the rows in embassy.c. */
struct embassy_conf {
	const char *signature; /* who writes */
	const char *contact;   /* where questions about letters go */
	const char *list;      /* List-Id, "" = none */
};

/* emb_say.c */
enum hub_status emb_compose(const void *conf, const struct hub_dispatch *what,
    const struct hub_at *at, struct hub_request *r, struct hub_error *err);

/* emb_sent.c */
enum hub_status emb_conclude(const void *conf, const struct hub_dispatch *what,
    const struct hub_at *at, const struct hub_answer *answer,
    struct hub_events *events, struct hub_error *err);

/* emb_hear.c */
enum hub_status emb_receive(const void *conf, const struct hub_message *message,
    const struct hub_at *at, const struct hub_results *results,
    struct hub_events *events, struct hub_reply *reply, struct hub_error *err);

#endif
