/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tap.h - results in the Test Anything Protocol: a line per point, the plan at
 * the end.
 */
#ifndef TAP_H
#define TAP_H

#include <stdbool.h>

struct tap {
	unsigned points, failed;
};

/* name may hold a path; why is "" or lines that begin with "# ". */
void tap_point(struct tap *tap, bool good, const char *name, const char *why);
/* The plan; true when every point was good and there was at least one. */
bool tap_end(const struct tap *tap);

#endif
