/* SPDX-License-Identifier: Apache-2.0 */
/*
 * uni_news.h - what a poll brought: updates or requests, the oldest first,
 * and the cursor behind them.
 *
 * One message holds so many events; the rest of a longer list is asked for by
 * further steps of the same poll.  What comes twice has the same id.
 */
#ifndef UNI_NEWS_H
#define UNI_NEWS_H

#include "uni_update.h"

/* Every record's event, and how the poll goes on. */
enum hub_status uni_news(const struct university_conf *conf,
    const struct uni_doc *doc, const struct hub_at *at,
    struct hub_events *events, struct hub_error *err);
/* Whether a step asks for more of the news rather than for services. */
bool uni_news_goes_on(const struct hub_at *at);

#endif
