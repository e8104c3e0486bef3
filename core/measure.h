/* SPDX-License-Identifier: Apache-2.0 */
/*
 * measure.h - what one case adds to the sums behind the indicators.
 *
 * Test cases and cases whose custody another one has add nothing but to the
 * count of those left out.  Pure.
 */
#ifndef MEASURE_H
#define MEASURE_H

#include "charge.h"
#include "tally.h"

void measure_case(const struct conf *conf, const struct charge_case *of,
    struct tally *tally);

#endif
