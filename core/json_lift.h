/* SPDX-License-Identifier: Apache-2.0 */
/*
 * json_lift.h - long texts taken out of a JSON document before it is parsed:
 * jansson goes through texts a byte at a time, ten times slower than needed.
 *
 * Each long text without an escape that is hard to read is read here, and a
 * mark stands for it in the shortened document; afterwards the marks in the
 * parsed values are replaced.  Whatever is in doubt stays where it is: what
 * is JSON and what is not is decided by jansson alone.
 */
#ifndef JSON_LIFT_H
#define JSON_LIFT_H

#include <jansson.h>
#include <stdbool.h>

#define JSON_LIFT_TEXTS 16 /* of one document */
#define JSON_LIFT_LEAST 48 /* bytes of a text that is worth it */

struct json_lift {
	const char *doc; /* shortened; in memory, as texts are */
	size_t doc_len;
	struct {
		const char *text;
		size_t len;
	} texts[JSON_LIFT_TEXTS];
	size_t count;
	char *memory; /* owned */
};

/* False: there is nothing to take out, or no memory for it. */
bool json_lift_init(struct json_lift *lift, const char *bytes, size_t len);
void json_lift_release(struct json_lift *lift);
/* Puts the texts where their marks are; false: no memory. */
bool json_lift_settle(const struct json_lift *lift, json_t *doc);

#endif
