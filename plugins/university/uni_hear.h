/* SPDX-License-Identifier: Apache-2.0 */
/*
 * uni_hear.h - what a message to the hub's own endpoint means: events, or an
 * error of the standard with its number.
 *
 * The same message means the same twice: the error is found again when the
 * reply is made.
 */
#ifndef UNI_HEAR_H
#define UNI_HEAR_H

#include "uni_place.h"
#include "university.h"

struct uni_fault {
	int status; /* HTTP's; 0: none */
	struct hub_error why;
};

/* Emits what the message says or asks; events NULL: only looks for a fault. */
void uni_hear(const struct university_conf *conf,
    const struct hub_message *message, const struct uni_place *place,
    struct hub_events *events, struct uni_fault *ret_fault);

#endif
