/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "key_ask.h"

/* Adds a question. */
void
key_ask_put(struct hub_buf *out, const struct key_ask *ask)
{
	frame_put_int(out, ask->verb);
	frame_put_bytes(out, ask->bytes, ask->len);
	frame_put_int(out, ask->padding);
}

/* Reads a question. */
bool
key_ask_get(struct frame_in *in, struct key_ask *ret)
{
	ret->verb = (unsigned)frame_count(in, KEY_LAST);
	ret->bytes = frame_bytes(in, &ret->len);
	ret->padding = (unsigned)frame_count(in, KEY_PADDING_LAST);
	return frame_done(in) && ret->len <= KEY_ASK_MAX;
}

/* Adds an answer. */
void
key_answer_put(struct hub_buf *out, const struct key_answer *answer)
{
	frame_put_int(out, answer->status);
	frame_put_bytes(out, answer->bytes, answer->len);
}

/* Reads an answer. */
bool
key_answer_get(struct frame_in *in, struct key_answer *ret)
{
	ret->status = (unsigned)frame_count(in, HUB_FAULT);
	ret->bytes = frame_bytes(in, &ret->len);
	return frame_done(in) && ret->len <= KEY_ANSWER_MAX;
}
