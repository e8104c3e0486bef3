/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wording_id.h - the Indonesian texts of wording.h as tables; a second
 * language would be a second file of the kind.
 */
#ifndef WORDING_ID_H
#define WORDING_ID_H

#include "wording.h"

struct wording_row {
	const char *name;
	enum hub_audience audience;
	const char *text;
};

extern const struct wording_row wording_id_rows[WORDING_COUNT];

#define WORDING_REASONS (HUB_REASON_COMPLAINANT_REQUEST + 1)
#define WORDING_DECISIONS (HUB_DECISION_PROVISIONAL + 1)
/* Behind "karena"; the first is for a reason that was not given. */
extern const char *const wording_id_reasons[WORDING_REASONS];
/* Behind "Keputusan:"; the same. */
extern const char *const wording_id_decisions[WORDING_DECISIONS];
extern const char *const wording_id_months[12];

#endif
