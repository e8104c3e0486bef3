/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bumn_lift.h - whole numbers that jq cannot hold, as texts.  jq reckons in
 * doubles: an id over 2^53 would become another id.
 */
#ifndef BUMN_LIFT_H
#define BUMN_LIFT_H

#include "hub_buf.h"

/* Adds the JSON text with quotes around each whole number beyond 2^53. */
void bumn_lift(struct hub_buf *out, const char *json, size_t len);

#endif
