/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bumn_engine.h - a map, compiled once for as long as it stays the same, and
 * one run of it: JSON in, JSON out.
 *
 * What a run says depends on its input alone: the prelude takes away clock,
 * zones, environment, files and further inputs.  A run has no count of steps;
 * whoever calls ends a process that takes too long.
 */
#ifndef BUMN_ENGINE_H
#define BUMN_ENGINE_H

#include "bumn.h"
#include "hub_buf.h"
#include "hub_json.h"

/* Whether map and settings are good: HUB_MISCONFIGURED names the line. */
enum hub_status bumn_engine_check(const struct bumn_conf *conf,
    struct hub_error *err);

/* Whether a good map has a function of its own that it need not have. */
bool bumn_engine_has(const struct bumn_conf *conf, const char *function);

/* Runs the function `verb` on the JSON object `input`.  *ret_doc, owned by the
 * caller, is an object with the member "out".  The map's own refusals keep
 * their status; where jq itself fails it is `otherwise`. */
struct bumn_run {
	const char *verb;
	const struct hub_buf *input;
	enum hub_status otherwise;
};
enum hub_status bumn_engine_run(const struct bumn_conf *conf,
    const struct bumn_run *run, struct hub_json **ret_doc,
    struct hub_error *err);

#endif
