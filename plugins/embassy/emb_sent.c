/* SPDX-License-Identifier: Apache-2.0 */
/* What a mail server answered to a letter. */
#include "config.h"

#include "embassy.h"

#include "emb_line.h"

#define SHOWN 160 /* bytes of the server's line in a sentence */

/* A good answer means that it took the letter; a bad one is its last word
 * about this letter, but no word of the institution's. */
enum hub_status
emb_conclude(const void *conf, const struct hub_dispatch *what,
    const struct hub_at *at, const struct hub_answer *answer,
    struct hub_events *events, struct hub_error *err)
{
	struct hub_event e = hub_event_init(HUB_EV_DELIVERED);
	struct emb_line line = { answer->body, answer->body_len };

	(void)conf;
	(void)what;
	(void)at;
	if (answer->status >= 200 && answer->status < 300) {
		hub_emit(events, &e);
		return HUB_OK;
	}
	emb_line_cut(&line, SHOWN);
	emb_line_trim(&line);
	if (answer->status >= 500 && answer->status < 600)
		return hub_fail(err, HUB_UNSAYABLE,
		    "the mail server refused the letter with %d: %.*s",
		    answer->status, (int)line.len, line.at);
	return hub_fail(err, HUB_MALFORMED,
	    "the mail server answered %d, expected 250 or 5xx", answer->status);
}
