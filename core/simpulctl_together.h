/* SPDX-License-Identifier: Apache-2.0 */
/*
 * simpulctl_together.h - who and what else goes with a case, in its sentence:
 * the case that it is joined to, those that are joined to it, who takes part
 * or watches, and that a decision holds for the time being only.
 */
#ifndef SIMPULCTL_TOGETHER_H
#define SIMPULCTL_TOGETHER_H

#include <jansson.h>

#include "hub_buf.h"
#include "simpulctl_when.h"

/* The id of the case that has this one's custody; "": it has its own. */
const char *ctl_together_lead(const json_t *found);
/* Clauses behind what is due, each with its semicolon. */
void ctl_together_put(enum ctl_tongue tongue, const json_t *found,
    struct hub_buf *out);

#endif
