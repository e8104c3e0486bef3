/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "believe.h"

#include "trust.h"

bool
believe_proof(const struct conf_institution *inst, struct frame_in *out,
    struct seal_proof *ret)
{
	if (!seal_proof_get(out, ret))
		return false;
	if (ret->verdict == SEAL_GOOD &&
	    !trust_believes(&inst->trust, ret->signer))
		(void)seal_proof_fail(ret, SEAL_SIGNER,
		    "it is made with a certificate that is not believed here");
	return true;
}

/* Whether nothing follows from events but that it is tried later. */
static bool
puts_off(const struct hub_event *events, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (events[i].kind != HUB_EV_DEFERRED)
			return false;
	return true;
}

const char *
believe_answer(const struct conf_institution *inst, struct frame_in *out,
    const struct hub_event *events, size_t count, struct seal_proof *ret)
{
	if (!seal_plan_answers(&inst->seal))
		return "";
	if (!believe_proof(inst, out, ret))
		return "the worker's proof does not read";
	if (ret->verdict == SEAL_GOOD ||
	    (ret->verdict == SEAL_MISSING && puts_off(events, count)))
		return "";
	return ret->text;
}
