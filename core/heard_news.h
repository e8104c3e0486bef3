/* SPDX-License-Identifier: Apache-2.0 */
/*
 * heard_news.h - the words of a message whose events were applied, kept where
 * all of it is about one case: what speaks of several would outlive the
 * erasure of any.
 */
#ifndef HEARD_NEWS_H
#define HEARD_NEWS_H

#include "conf.h"
#include "heard.h"

/* Whether words of that institution are kept: it has a mapping, and what it
 * says carries no signature of its own, which would not be good a second
 * time. */
bool heard_of(const struct conf_institution *inst);

struct heard_news {
	const struct conf_institution *speaker; /* NULL: nobody */
	enum heard_what what;
	const struct hub_buf *call; /* NULL: nothing to keep */
	const struct hub_result *rows;
	size_t count;
};

/* Keeps them, if the speaker's are kept. */
enum db_code heard_news_put(struct ledger_room *room,
    const struct heard_news *news);

#endif
