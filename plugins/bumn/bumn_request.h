/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bumn_request.h - a request or a reply as a map says it: an object with
 * method, path, query, headers and one of text, parts and attachment.
 */
#ifndef BUMN_REQUEST_H
#define BUMN_REQUEST_H

#include "hub_json.h"
#include "hub_message.h"

/* Builds what `said` says; HUB_FAULT names the member that is wrong. */
enum hub_status bumn_request_build(const struct hub_json *said,
    const char *verb, struct hub_request *r, struct hub_error *err);
enum hub_status bumn_request_reply(const struct hub_json *said,
    struct hub_reply *reply, struct hub_error *err);

#endif
