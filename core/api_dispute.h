/* SPDX-License-Identifier: Apache-2.0 */
/*
 * api_dispute.h - the dispute of a case as the API and the operator's commands
 * show it: since when, who is to decide by when, and who has refused so far.
 *
 * Shown are the one that waits for a decision, and one that was decided for
 * the time being.
 */
#ifndef API_DISPUTE_H
#define API_DISPUTE_H

#include "cases.h"
#include "conf.h"
#include "disputes.h"
#include "hub_json.h"

/* Whose dispute, and for whom; sides: with refusals and what was proposed,
 * which are the parties' alone. */
struct dispute_look {
	const struct conf *conf;
	struct db *db;
	const struct case_row *of_case;
	bool sides;
};

/* Member "dispute" of a case, or nothing. */
enum db_code api_put_dispute(struct hub_json_out *out,
    const struct dispute_look *look);
/* Its members, of an object that the caller opens and closes. */
enum db_code api_put_dispute_row(struct hub_json_out *out,
    const struct dispute_look *look, const struct dispute_row *dispute);

#endif
