/* SPDX-License-Identifier: Apache-2.0 */
/* What the hub says and asks: a map's functions compose, probe and poll. */
#include "config.h"

#include "bumn.h"

#include <string.h>

#include "bumn_engine.h"
#include "bumn_input.h"
#include "bumn_request.h"

/* Asks the map for a request and ends its input. */
static enum hub_status
ask(const struct bumn_conf *conf, const char *verb, struct bumn_input *in,
    struct hub_request *r, struct hub_error *err)
{
	struct bumn_run run = { verb, &in->buf, HUB_FAULT };
	struct hub_json *doc = NULL;
	enum hub_status status = bumn_input_end(in, err);

	if (status == HUB_OK)
		status = bumn_engine_run(conf, &run, &doc, err);
	if (status == HUB_OK)
		status = bumn_request_build(hub_json_get(doc, "out"), verb, r,
		    err);
	hub_json_free(doc);
	bumn_input_release(in);
	return status;
}

/* The next step of what is to be said. */
enum hub_status
bumn_compose(const void *conf, const struct hub_dispatch *what,
    const struct hub_at *at, struct hub_request *r, struct hub_error *err)
{
	struct bumn_input in;

	bumn_input_begin(&in, "compose", at);
	bumn_input_about(&in, what);
	return ask(conf, "compose", &in, r, err);
}

/* Whether they have it. */
enum hub_status
bumn_probe(const void *conf, const struct hub_dispatch *what,
    const struct hub_at *at, struct hub_request *r, struct hub_error *err)
{
	struct bumn_input in;

	bumn_input_begin(&in, "probe", at);
	bumn_input_about(&in, what);
	return ask(conf, "probe", &in, r, err);
}

/* What is new. */
enum hub_status
bumn_poll(const void *conf, const char *cursor, const struct hub_at *at,
    struct hub_request *r, struct hub_error *err)
{
	struct bumn_input in;

	bumn_input_begin(&in, "poll", at);
	if (cursor[0] != '\0')
		bumn_input_raw(&in, "cursor", cursor, strlen(cursor));
	return ask(conf, "poll", &in, r, err);
}
