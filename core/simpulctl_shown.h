/* SPDX-License-Identifier: Apache-2.0 */
/*
 * simpulctl_shown.h - requests and events as JSON, for whoever looks at what a
 * mapping makes of a case.
 *
 * A member that is not given is left out; a body that is JSON stands as JSON,
 * bytes that are no text as their number.  NULL: no memory.
 */
#ifndef SIMPULCTL_SHOWN_H
#define SIMPULCTL_SHOWN_H

#include <jansson.h>

#include "events.h"
#include "request.h"

/* Owned by the caller. */
json_t *shown_request(const struct hub_request *request);
json_t *shown_events(const struct hub_events *events);

#endif
