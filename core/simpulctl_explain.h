/* SPDX-License-Identifier: Apache-2.0 */
/*
 * simpulctl_explain.h - which rule takes a case, and why the others do not,
 * printed for people or as JSON.
 */
#ifndef SIMPULCTL_EXPLAIN_H
#define SIMPULCTL_EXPLAIN_H

#include "conf.h"
#include "hub_handoff.h"
#include "simpulctl.h"

/* Prints the choice for a case that came in at that instant. */
void ctl_explain(struct ctl *ctl, const struct conf *conf,
    const struct hub_handoff *h, int64_t now_ms);

#endif
