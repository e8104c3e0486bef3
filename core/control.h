/* SPDX-License-Identifier: Apache-2.0 */
/*
 * control.h - the operator's socket: simpulctl asks, the hub answers.
 *
 * A Unix socket in a folder that only its owner may enter; who connects is
 * checked by its credentials (the hub's own user or root).  A request is one
 * line of JSON, {"command": "...", ...}; the answer one line of JSON with a
 * member "good", and "progress" lines before it on long work.
 */
#ifndef CONTROL_H
#define CONTROL_H

#include "hub.h"

struct control;

enum hub_status control_start(struct hub *hub, const char *path,
    struct control **ret, struct hub_error *err);
/* Ends every conversation and removes the socket. */
void control_stop(struct control *control);

#endif
