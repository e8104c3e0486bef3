/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "inbound_way.h"

#include <stdio.h>
#include <string.h>

#include "log.h"
#include "seal_proof.h"

/* Refuses a message by the name of what is wrong with its seal. */
static bool
refuse(struct inbound *in, const struct seal_proof *proof)
{
	char text[SEAL_TEXT_SIZE + 64];

	log_warn("%s: a message from %s was not theirs: signature %s: %s",
	    in->inst->id, http_call_peer(in->http),
	    seal_verdict_name(proof->verdict), proof->text);
	(void)snprintf(text, sizeof(text), "signature %s: %s",
	    seal_verdict_name(proof->verdict), proof->text);
	inbound_fail(in, 401, text);
	return false;
}

/* Whether it is a question that bears no seal, and nothing follows from it
 * but a reply. */
static bool
is_question(const struct inbound *in, const struct seal_proof *proof)
{
	return proof->verdict == SEAL_MISSING && in->message.body_len == 0 &&
	    strcmp(in->message.method, "GET") == 0 && in->events.count == 0;
}

bool
inbound_believe(struct inbound *in, struct frame_in *out)
{
	struct seal_proof proof;

	if (in->inst->seal.in == SEAL_NONE)
		return true;
	if (!seal_proof_get(out, &proof)) {
		inbound_fail(in, 500, "the worker's proof does not read");
		return false;
	}
	if (is_question(in, &proof))
		return true;
	if (proof.verdict == SEAL_GOOD &&
	    !trust_believes(&in->inst->trust, proof.signer))
		(void)seal_proof_fail(&proof, SEAL_SIGNER,
		    "it is made with a certificate that is not believed here");
	if (proof.verdict != SEAL_GOOD)
		return refuse(in, &proof);
	(void)snprintf(in->key, sizeof(in->key), "%s", proof.key);
	memcpy(in->said, proof.said, sizeof(in->said));
	return true;
}
