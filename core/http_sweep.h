/* SPDX-License-Identifier: Apache-2.0 */
/*
 * http_sweep.h - the patience of the HTTP server: every so often it looks at
 * all connections, closes those whose time is up, and refuses uploads that
 * waited too long for room.
 */
#ifndef HTTP_SWEEP_H
#define HTTP_SWEEP_H

#include "http_conn.h"

void http_sweep(struct http_server *server);

#endif
