/* SPDX-License-Identifier: Apache-2.0 */
/*
 * keep.h - the end of an act: what stands beside a case that has ended ends
 * with it, an offer that nobody needs any more is taken back, and the case's
 * row is written, once, with those that follow it.
 */
#ifndef KEEP_H
#define KEEP_H

#include "act.h"

/* Writes the case's row where it has changed. */
enum db_code keep_case(struct act *act);

#endif
