/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frame_words.h - handoffs, dispatches, answers, messages and results as
 * frames.  Reading borrows texts from the frame; arrays come from the arena.
 */
#ifndef FRAME_WORDS_H
#define FRAME_WORDS_H

#include "arena.h"
#include "frame.h"
#include "hub_exchange.h"
#include "request.h"

#define FRAME_ATTACHMENTS 64 /* of one handoff */
#define FRAME_RESULTS 256    /* of one message */
#define FRAME_FOUND 200	     /* cases of one LOOKUP */
#define FRAME_STORIES 256    /* cases of one message's LOOKUPs */
#define FRAME_SAID 100	     /* events of one case */

void frame_put_handoff(struct hub_buf *out, const struct hub_handoff *h);
bool frame_handoff(struct frame_in *in, struct arena *arena,
    struct hub_handoff *ret);

void frame_put_event(struct hub_buf *out, const struct hub_event *e);
bool frame_event(struct frame_in *in, struct arena *arena,
    struct hub_event *ret);

void frame_put_dispatch(struct hub_buf *out, const struct hub_dispatch *d);
bool frame_dispatch(struct frame_in *in, struct arena *arena,
    struct hub_dispatch *ret);

void frame_put_at(struct hub_buf *out, const struct hub_at *at);
bool frame_at(struct frame_in *in, struct hub_at *ret);

void frame_put_headers(struct hub_buf *out, const struct hub_headers *h);
bool frame_headers(struct frame_in *in, struct hub_headers *ret);

void frame_put_message(struct hub_buf *out, const struct hub_message *m);
bool frame_message(struct frame_in *in, struct hub_headers *headers,
    struct hub_message *ret);

void frame_put_answer(struct hub_buf *out, const struct hub_answer *a);
bool frame_answer(struct frame_in *in, struct hub_headers *headers,
    struct hub_answer *ret);

void frame_put_results(struct hub_buf *out, const struct hub_results *r);
bool frame_results(struct frame_in *in, struct arena *arena,
    struct hub_results *ret);

#endif
