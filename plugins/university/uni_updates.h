/* SPDX-License-Identifier: Apache-2.0 */
/*
 * uni_updates.h - what was said about cases, as updates in the order in which
 * the hub heard it.
 */
#ifndef UNI_UPDATES_H
#define UNI_UPDATES_H

#include "hub_exchange.h"
#include "uni_out.h"
#include "uni_window.h"
#include "university.h"

/* One text with its brackets; NULL: none. */
void uni_updates_text(struct uni_out *out, const char *name,
    const struct hub_event *event);
/* All that was said of the cases found, as far as it is wanted. */
void uni_updates_put(const struct university_conf *conf,
    const struct uni_window *wanted, const struct hub_results *results,
    struct uni_out *out);

#endif
