/* SPDX-License-Identifier: Apache-2.0 */
/*
 * emb_reply.h - the letter that says what became of theirs: done, and how it
 * is undone; not done, and why; held, and how it is confirmed; or only read.
 * A machine's letter gets none, nor does free text that answers a
 * confirmation: a machine that does not say that it is one would do so for
 * ever.
 */
#ifndef EMB_REPLY_H
#define EMB_REPLY_H

#include "emb_letter.h"
#include "embassy.h"

void emb_reply(const struct embassy_conf *conf, const struct emb_letter *letter,
    const struct hub_at *at, const struct hub_results *results,
    struct hub_reply *reply);

#endif
