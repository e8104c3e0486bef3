/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ksp.h - the plugin for institutions that speak CloudEvents 1.0 as JSON in
 * structured mode: its settings and its callbacks, one file each.
 *
 * README.md beside this file is the contract with the institution; a change
 * here that it does not tell of is a mistake.
 */
#ifndef KSP_H
#define KSP_H

#include "hub_plugin.h"

/* Filled in by the rows in ksp.c. */
struct ksp_conf {
	const char *types;    /* prefix of event types */
	const char *source;   /* CloudEvents source of what the hub says */
	const char *events;   /* path that takes events */
	const char *handoffs; /* path below which a handoff is looked up */
};

/* ksp_say.c */
enum hub_status ksp_compose(const void *conf, const struct hub_dispatch *what,
    const struct hub_at *at, struct hub_request *r, struct hub_error *err);
enum hub_status ksp_probe(const void *conf, const struct hub_dispatch *what,
    const struct hub_at *at, struct hub_request *r, struct hub_error *err);

/* ksp_answer.c */
enum hub_status ksp_conclude(const void *conf, const struct hub_dispatch *what,
    const struct hub_at *at, const struct hub_answer *answer,
    struct hub_events *events, struct hub_error *err);

/* ksp_hear.c */
enum hub_status ksp_receive(const void *conf, const struct hub_message *message,
    const struct hub_at *at, const struct hub_results *results,
    struct hub_events *events, struct hub_reply *reply, struct hub_error *err);

#endif
