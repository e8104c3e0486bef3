/* SPDX-License-Identifier: Apache-2.0 */
/* The hub's own Open311 endpoint, below /in/<institution>. */
#include "config.h"

#include "university.h"

#include "uni_hear.h"
#include "uni_out.h"
#include "uni_place.h"
#include "uni_reply.h"

/* The second call: answer. */
static void
answer(const struct university_conf *conf, const struct hub_message *message,
    const struct uni_place *place, const struct hub_results *results,
    struct hub_reply *reply)
{
	struct uni_fault fault;

	uni_hear(conf, message, place, NULL, &fault);
	if (fault.status != 0) {
		if (fault.status == 405)
			hub_reply_header(reply, "Allow",
			    uni_place_allow(place));
		uni_out_error(place->xml, fault.status, fault.why.text, reply);
	} else if (results->count == 0) {
		uni_reply_static(conf, place, reply);
	} else if (place->post) {
		uni_reply_told(place, &results->rows[0], reply);
	} else {
		uni_reply_asked(conf, place, message, results, reply);
	}
}

/* What they tell or ask, and the answer to it.  What is wrong brings no
 * event, and is answered as the standard says. */
enum hub_status
uni_receive(const void *conf, const struct hub_message *message,
    const struct hub_at *at, const struct hub_results *results,
    struct hub_events *events, struct hub_reply *reply, struct hub_error *err)
{
	struct uni_fault fault;
	struct uni_place place;

	(void)err;
	uni_place_read(message, at->now, &place);
	if (results != NULL)
		answer(conf, message, &place, results, reply);
	else
		uni_hear(conf, message, &place, events, &fault);
	return HUB_OK;
}
