/* SPDX-License-Identifier: Apache-2.0 */
/*
 * omb_in.h - values of an element that was held against the contract: texts
 * as they stand, borrowed from the document, "" for what is not there.
 */
#ifndef OMB_IN_H
#define OMB_IN_H

#include <stdbool.h>
#include <stdint.h>

#include "hub_xml.h"

struct omb_in {
	struct hub_xml *doc;		 /* borrowed */
	const struct hub_xml_node *node; /* of the doc */
};

/* The child of that name; its node is NULL when there is none. */
struct omb_in omb_in_at(const struct omb_in *in, const char *name);
const char *omb_in_text(const struct omb_in *in, const char *name);
bool omb_in_flag(const struct omb_in *in, const char *name);
uint64_t omb_in_count(const struct omb_in *in, const char *name);
/* Leaves *ret alone when there is none; HUB_MALFORMED when the schema's time
 * is none of the hub's. */
enum hub_status omb_in_time(const struct omb_in *in, const char *name,
    int64_t *ret, struct hub_error *err);

#endif
