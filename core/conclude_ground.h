/* SPDX-License-Identifier: Apache-2.0 */
/*
 * conclude_ground.h - why a delivery came to nothing, as a code for the audit
 * log; api_title.h has words for each.
 */
#ifndef CONCLUDE_GROUND_H
#define CONCLUDE_GROUND_H

#include "conclude.h"

/* "" where it came to something. */
const char *conclude_ground(const struct conclude *c);

#endif
