/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "seal_plan.h"

#define LENGTH(a) (sizeof(a) / sizeof((a)[0]))

static const struct frame_row rows[] = {
	FRAME_ENUM_ROW(struct seal_plan, out, SEAL_SMIME),
	FRAME_ENUM_ROW(struct seal_plan, in, SEAL_SMIME),
	FRAME_ENUM_ROW(struct seal_plan, alg, SEAL_ES256),
	FRAME_ROW(struct seal_plan, out_header),
	FRAME_ROW(struct seal_plan, in_header),
	FRAME_ROW(struct seal_plan, cert),
	FRAME_ROW(struct seal_plan, trust),
	FRAME_ROW(struct seal_plan, tolerance),
	FRAME_ROW(struct seal_plan, sha1),
};

/* A plan that seals nothing. */
void
seal_plan_clear(struct seal_plan *plan)
{
	*plan = (struct seal_plan){ .out_header = "",
		.in_header = "",
		.cert = "",
		.trust = "" };
}

/* Adds a plan. */
void
seal_plan_put(struct hub_buf *out, const struct seal_plan *plan)
{
	frame_put_rows(out, rows, LENGTH(rows), plan);
}

/* Reads a plan. */
bool
seal_plan_get(struct frame_in *in, struct seal_plan *ret)
{
	frame_rows(in, rows, LENGTH(rows), ret);
	return frame_ok(in);
}

bool
seal_plan_answers(const struct seal_plan *plan)
{
	return plan->in == SEAL_WSS;
}

/* An algorithm as JWS calls it. */
const char *
seal_alg_name(unsigned alg)
{
	static const char *const names[] = { "", "RS256", "ES256" };

	return alg < LENGTH(names) ? names[alg] : "";
}
