/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bumn_jq_error.h - what jq says went wrong, without what it went wrong on:
 * jq's own sentences quote values, and values are content.
 */
#ifndef BUMN_JQ_ERROR_H
#define BUMN_JQ_ERROR_H

#include <jv.h>

#include "bumn_engine.h"

/* The compiler's sentence with its line in the map: HUB_MISCONFIGURED. */
enum hub_status bumn_jq_error_compile(const char *said, struct hub_error *err);

/* What a run was ended with; takes the message.  A refusal that the prelude
 * made has status, sentence and perhaps line and path; of all else only jq's
 * own words remain. */
enum hub_status bumn_jq_error_run(const struct bumn_run *run, jv message,
    struct hub_error *err);

#endif
