/* SPDX-License-Identifier: Apache-2.0 */
/*
 * api_route.h - the table of the API's calls: path and method, who may, what
 * is said and answered, and the handler.  openapi.json is made from it.
 */
#ifndef API_ROUTE_H
#define API_ROUTE_H

#include "api_body.h"
#include "api_shape.h"
#include "hub_event.h"
#include "steer.h"

struct api_call;

typedef void api_handler(const struct api_call *call);

struct api_route {
	const char *method, *path;
	unsigned roles; /* 0: anybody */
	api_handler *handle;
	const struct body_row *body; /* NULL: none */
	enum hub_event_kind event;   /* acts: what the call says */
	enum steer_verb steer;	     /* the coordinator's: what it does */
	size_t body_max;
	const char *query; /* names of parameters, space between; or NULL */
	const struct shape_row *answer; /* NULL: no JSON */
	const char *summary;
};

/* Up to a row without a method. */
extern const struct api_route api_routes[];

/* Handlers, by file. */
api_handler api_case_create;		   /* api_act.c */
api_handler api_act, api_case_act;	   /* api_act.c */
api_handler api_cases, api_case;	   /* api_case.c */
api_handler api_timeline;		   /* api_timeline.c */
api_handler api_handoffs;		   /* api_handoff.c */
api_handler api_inbox;			   /* api_inbox.c */
api_handler api_institutions, api_reasons; /* api_institution.c */
api_handler api_indicators;		   /* api_indicators.c */
api_handler api_deliveries, api_delivery_retry, api_delivery_park;
api_handler api_metrics;
api_handler api_openapi;
api_handler api_attachment_create, api_attachment_add;
api_handler api_attachment_head, api_attachment;
api_handler api_pickup;				  /* api_pickup.c */
api_handler api_audit_checkpoint, api_audit_tile; /* api_audit.c */
api_handler api_entries;			  /* api_entries.c */
api_handler api_receipt;			  /* api_receipt.c */
api_handler api_health;				  /* api_health.c */
api_handler api_ready;				  /* api_health.c */

#endif
