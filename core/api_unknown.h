/* SPDX-License-Identifier: Apache-2.0 */
/*
 * api_unknown.h - what to say of a member that a body's table does not have:
 * which one was likely meant, and which ones there are.
 *
 * Words that people try for another are a table; whatever else looks like a
 * member is taken for a misspelling of it.
 */
#ifndef API_UNKNOWN_H
#define API_UNKNOWN_H

#include "api_body.h"
#include "hub_buf.h"

/* Appends the sentence, without the member's own name in front. */
void api_unknown_say(const struct body_row *rows, const char *name,
    struct hub_buf *text);

#endif
