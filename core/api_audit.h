/* SPDX-License-Identifier: Apache-2.0 */
/*
 * api_audit.h - the calls that read the published audit log.
 */
#ifndef API_AUDIT_H
#define API_AUDIT_H

#include "api_call.h"
#include "logbook.h"

/* On the files thread: opens the log's folder; it is closed in any case. */
enum hub_status api_audit_open(const struct api_call *call,
    struct logbook *book, struct hub_error *err);

#endif
