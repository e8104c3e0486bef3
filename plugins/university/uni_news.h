/* SPDX-License-Identifier: Apache-2.0 */
/*
 * uni_news.h - what a poll brought: updates or requests, the oldest first,
 * and the cursor behind them.
 *
 * One message holds so many events; what does not fit is left for the next
 * poll, which begins at the last one told.  What comes twice has the same id.
 */
#ifndef UNI_NEWS_H
#define UNI_NEWS_H

#include "uni_update.h"

/* Every record's event, and a cursor. */
enum hub_status uni_news(const struct university_conf *conf,
    const struct uni_doc *doc, const struct hub_at *at,
    struct hub_events *events, struct hub_error *err);

#endif
