/* SPDX-License-Identifier: Apache-2.0 */
/*
 * control_paste.h - a delivery as the text that a person enters at an
 * institution, in Indonesian: what happened, the case as far as it is disclosed
 * there, and at the end a mark by which it is found again.
 */
#ifndef CONTROL_PASTE_H
#define CONTROL_PASTE_H

#include "parcel.h"
#include "tz.h"

/* Appends the text; times are of that zone. */
void control_paste(struct hub_buf *out, const struct parcel *parcel,
    const struct tz *zone);

#endif
