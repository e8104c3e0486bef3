/* SPDX-License-Identifier: Apache-2.0 */
/*
 * omb_news.h - the answer to a poll: what they said since, and where the next
 * one starts.
 *
 * A cursor of ours begins with "t:" and a time, one of theirs with "c:".
 */
#ifndef OMB_NEWS_H
#define OMB_NEWS_H

#include "hub_buf.h"
#include "hub_exchange.h"
#include "hub_mail.h"
#include "omb_in.h"
#include "ombudsman.h"

/* Elements of GetInbox, from where a cursor says. */
void omb_news_ask(struct hub_buf *out, const struct ombudsman_conf *conf,
    const struct hub_at *at, const char *from);

/* Every item of a GetInboxResponse, then NEXT_STEP or CURSOR. */
void omb_news(const struct omb_in *answer, const struct hub_mail *mail,
    const struct hub_at *at, struct hub_events *events);

#endif
