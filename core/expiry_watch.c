/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "expiry_watch.h"

#include "log.h"

#define SENTENCE_MAX 1024

/* Says one. */
static void
tell(const struct expiry *expiry, int64_t now)
{
	struct hub_buf text;

	hub_buf_init(&text, SENTENCE_MAX);
	expiry_say(expiry, now, &text);
	log_warn("ALERT %s", hub_buf_str(&text));
	hub_buf_release(&text);
}

void
expiry_watch_look(struct expiry_watch *watch, const struct conf *conf,
    int64_t now)
{
	bool fresh = watch->generation != conf->generation;

	for (size_t i = 0; i < conf->expiries.count; i++) {
		const struct expiry *e = &conf->expiries.rows[i];
		enum expiry_stage stage = expiry_stage(e, now);

		if (stage != EXPIRY_FAR &&
		    (fresh || stage != expiry_stage(e, watch->now)))
			tell(e, now);
	}
	watch->generation = conf->generation;
	watch->now = now;
}
