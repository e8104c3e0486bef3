/* SPDX-License-Identifier: Apache-2.0 */
/*
 * canon_samples.h - audit entries for tests: the least, the most, and one of
 * each habit.
 */
#ifndef CANON_SAMPLES_H
#define CANON_SAMPLES_H

#include "canon.h"

/* What no entry may lack. */
struct canon_entry canon_sample_least(void);
/* Every member given. */
struct canon_entry canon_sample_most(void);

#endif
