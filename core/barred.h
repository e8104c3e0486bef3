/* SPDX-License-Identifier: Apache-2.0 */
/*
 * barred.h - a case that became supervisory or secret leaves the hands of the
 * body that it is about, and of whoever stands below it.
 */
#ifndef BARRED_H
#define BARRED_H

#include "act.h"

/* An offer to such a body is taken back and goes elsewhere; where it holds the
 * case, an arbiter decides. */
enum db_code barred_leave(struct act *act);

#endif
