/* SPDX-License-Identifier: Apache-2.0 */
/*
 * simpulctl_wire.h - the operator's end of the control socket: lines out and
 * lines in, each within a time limit.
 */
#ifndef SIMPULCTL_WIRE_H
#define SIMPULCTL_WIRE_H

#include <stdint.h>

#include "hub_buf.h"
#include "hub_error.h"

struct ctl_wire {
	int fd; /* -1 while closed */
	int64_t limit_ms;
	struct hub_buf in; /* bytes behind the last line */
	size_t taken;	   /* of them, by the last line */
};

/* HUB_MISCONFIGURED and a sentence when no hub can be asked there. */
enum hub_status ctl_wire_open(struct ctl_wire *wire, const char *path,
    struct hub_error *err);
/* Closes and forgets; safe when it was never opened but is zeroed. */
void ctl_wire_close(struct ctl_wire *wire);

/* A text that ends in a newline. */
enum hub_status ctl_wire_send(struct ctl_wire *wire, const char *text,
    struct hub_error *err);
/* The next line, borrowed until the next call. */
enum hub_status ctl_wire_line(struct ctl_wire *wire, const char **ret_line,
    struct hub_error *err);

#endif
