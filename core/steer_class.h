/* SPDX-License-Identifier: Apache-2.0 */
/*
 * steer_class.h - a case is of another class, category or region than its
 * source said, or urgent or secret: the row, the content from which it is
 * shown and routed, and the citizen's clock from its first day.
 *
 * Content as it came in stays beside the new one.  Handoffs that went to the
 * wrong address stay what they were.
 */
#ifndef STEER_CLASS_H
#define STEER_CLASS_H

#include "steer.h"

/* Whether it would change anything. */
bool steer_class_differs(const struct case_row *c, const struct steer *steer);
/* The same clock runs on with the new limit. */
enum db_code steer_class_set(struct act *act, const struct steer *steer);
/* What the case is now, as people say it: "pengaduan, wilayah 51.71". */
void steer_class_words(const struct act *act, struct hub_buf *out);

#endif
