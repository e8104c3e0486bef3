/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bumn_input.h - what a map is asked, as one JSON object: the function's name,
 * the hub's clock, and what the function is about.
 *
 * Begin, put what there is, end.  A failure sticks and is told at the end.
 */
#ifndef BUMN_INPUT_H
#define BUMN_INPUT_H

#include "bumn.h"
#include "hub_buf.h"
#include "hub_json.h"

#define BUMN_INPUT_MAX (4u * 1024u * 1024u)

struct bumn_input {
	struct hub_buf buf; /* owned */
	struct hub_json_out out;
};

/* Bytes that came from outside, and what stands over them. */
struct bumn_body {
	const char *bytes;
	size_t len;
	const struct hub_headers *headers;
	bool is_file; /* it is for the hub, whatever is in it */
};

/* .verb, .now and .at. */
void bumn_input_begin(struct bumn_input *in, const char *verb,
    const struct hub_at *at);
/* .event and .handoff. */
void bumn_input_about(struct bumn_input *in, const struct hub_dispatch *what);
/* Whether a map awaits a file there: a poll's carry has an object "file". */
bool bumn_input_awaits_file(const struct hub_at *at);
/* .headers, and .body as JSON or .text unless it is a file; HUB_MALFORMED when
 * it is called JSON and is none. */
enum hub_status bumn_input_body(struct bumn_input *in,
    const struct bumn_conf *conf, const struct bumn_body *body,
    struct hub_error *err);
/* .results: what came of each event. */
void bumn_input_results(struct bumn_input *in,
    const struct hub_results *results);
/* A member whose value is JSON already. */
void bumn_input_raw(struct bumn_input *in, const char *name, const char *json,
    size_t len);
/* Whole and good?  HUB_FAULT when it is too long or no UTF-8. */
enum hub_status bumn_input_end(struct bumn_input *in, struct hub_error *err);
void bumn_input_release(struct bumn_input *in);

#endif
