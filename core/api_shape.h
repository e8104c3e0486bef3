/* SPDX-License-Identifier: Apache-2.0 */
/*
 * api_shape.h - what the API's answers look like, as tables of members: for
 * openapi.json, against which the tests hold every real answer.
 */
#ifndef API_SHAPE_H
#define API_SHAPE_H

#include <stdbool.h>

#include "api_body.h"

enum shape_kind {
	SHAPE_TEXT,
	SHAPE_ID,   /* the hub's: 13 letters and digits */
	SHAPE_TIME, /* RFC 3339 */
	SHAPE_NUMBER,
	SHAPE_FLAG,
	SHAPE_WORD,   /* one of a closed list */
	SHAPE_OBJECT, /* inner */
	SHAPE_LIST,   /* of inner */
};

struct shape_row {
	const char *name; /* NULL ends a table */
	enum shape_kind kind;
	bool required;
	body_word_fn *word;
	const struct shape_row *inner;
};

extern const struct shape_row shape_result[];
extern const struct shape_row shape_case[];
extern const struct shape_row shape_cases[];
extern const struct shape_row shape_timeline[];
extern const struct shape_row shape_handoffs[];
extern const struct shape_row shape_inbox[];
extern const struct shape_row shape_institutions[];
extern const struct shape_row shape_reasons[];
extern const struct shape_row shape_indicators[];
extern const struct shape_row shape_delivery[];
extern const struct shape_row shape_deliveries[];
extern const struct shape_row shape_entries[];
extern const struct shape_row shape_health[];
extern const struct shape_row shape_problem[];

#endif
