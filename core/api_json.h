/* SPDX-License-Identifier: Apache-2.0 */
/*
 * api_json.h - cases, handoffs and deliveries as the API shows them.
 */
#ifndef API_JSON_H
#define API_JSON_H

#include "api_title.h"
#include "cases.h"
#include "conf.h"
#include "hub_json.h"
#include "outbox.h"

/* The hub's id as text; nothing for 0. */
void api_put_id(struct hub_json_out *out, const char *key, int64_t id);
/* Milliseconds as RFC 3339; nothing for 0. */
void api_put_ms(struct hub_json_out *out, const char *key, int64_t ms);
/* An institution's id in conf.d; nothing when it is unknown. */
void api_put_name(struct hub_json_out *out, const char *key,
    const struct conf *conf, int64_t institution);
void api_put_title(struct hub_json_out *out, const char *key,
    struct api_title title);

/* Members of an object that the caller opens and closes. */
void api_put_case(struct hub_json_out *out, const struct conf *conf,
    const struct case_row *c);
void api_put_content(struct hub_json_out *out, const struct hub_handoff *h);
void api_put_handoff(struct hub_json_out *out, const struct conf *conf,
    const struct handoff_row *h);
void api_put_delivery(struct hub_json_out *out, const struct conf *conf,
    const struct delivery_row *d);
/* Member "delivery": how far a handoff has come; nothing where it is not sent
 * over a wire.  why: with why it stands there, which holds words of others and
 * is for who looks after the whole. */
void api_put_progress(struct hub_json_out *out, struct db *db,
    int64_t handoff_id, bool why);

/* Names of the identity members that h holds, comma between. */
void api_identity_names(const struct hub_handoff *h, struct hub_buf *names);

#endif
