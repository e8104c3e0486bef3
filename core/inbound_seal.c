/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "inbound_way.h"

#include <stdio.h>
#include <string.h>

#include "believe.h"
#include "log.h"

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
	if (in->inst->seal.in == SEAL_WSS)
		inbound_fault(in, proof->verdict, text);
	else
		inbound_fail(in, 401, text);
	return false;
}

/* Whether it is a question that bears no seal, and nothing follows from it
 * but a reply. */
static bool
is_question(const struct inbound *in, const struct seal_proof *proof)
{
	return proof->verdict == SEAL_MISSING && in->message.body_len == 0 &&
	    in->call.body.len == 0 && strcmp(in->message.method, "GET") == 0 &&
	    in->events.count == 0;
}

/* What stands for the message among those that came. */
static struct repeats_mark
mark_of(const struct inbound *in)
{
	return (struct repeats_mark){ in->inst->key, in->mark,
		2000 * (int64_t)in->inst->seal.tolerance, in->now_ms };
}

/* Refuses what came before. */
static bool
refuse_replayed(struct inbound *in)
{
	struct seal_proof proof = { .verdict = SEAL_GOOD };

	(void)seal_proof_fail(&proof, SEAL_REPLAYED,
	    "this very message came before; sign each anew");
	return refuse(in, &proof);
}

void
inbound_replayed(struct inbound *in)
{
	(void)refuse_replayed(in);
}

/* Whether it comes for the first time; only seals that bear their time can
 * tell. */
static bool
is_first(struct inbound *in, const struct seal_proof *proof)
{
	struct repeats_mark mark;

	if (in->inst->seal.in != SEAL_WSS)
		return true;
	memcpy(in->mark, proof->mark, sizeof(in->mark));
	mark = mark_of(in);
	switch (repeats_take(&in->relay->repeats, &mark)) {
	case REPEATS_FRESH:
		in->marked = true;
		return true;
	case REPEATS_AGAIN:
		return refuse_replayed(in);
	default:
		inbound_fail(in, 503,
		    "too many signed messages for now; try later");
		return false;
	}
}

void
inbound_unmark(struct inbound *in)
{
	struct repeats_mark mark = mark_of(in);

	if (in->marked)
		repeats_forget(&in->relay->repeats, &mark);
	in->marked = false;
}

bool
inbound_believe(struct inbound *in, struct frame_in *out)
{
	struct seal_proof proof;

	if (in->inst->seal.in == SEAL_NONE)
		return true;
	if (!believe_proof(in->inst, out, &proof)) {
		inbound_fail(in, 500, "the worker's proof does not read");
		return false;
	}
	if (is_question(in, &proof))
		return true;
	if (proof.verdict != SEAL_GOOD)
		return refuse(in, &proof);
	if (!is_first(in, &proof))
		return false;
	(void)snprintf(in->key, sizeof(in->key), "%s", proof.key);
	memcpy(in->said, proof.said, sizeof(in->said));
	return true;
}
