/* SPDX-License-Identifier: Apache-2.0 */
/*
 * omb_header.h - header blocks of a message that came in: WS-Addressing 1.0,
 * and whether one that must be understood is.
 *
 * A signature's own block is not among them: who verified it has taken it
 * out.
 */
#ifndef OMB_HEADER_H
#define OMB_HEADER_H

#include "omb_envelope.h"

/* "" for what is not there; borrowed from the envelope. */
struct omb_header {
	const char *action, *message_id, *to, *relates_to;
};

/* False: in trouble.  endpoint: what To may name besides nobody; NULL for an
 * answer, which goes nowhere else. */
bool omb_header_read(const struct omb_envelope *env, const char *endpoint,
    struct omb_header *ret, struct omb_trouble *trouble);

#endif
