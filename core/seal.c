/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "seal.h"

#include <string.h>

#include "seal_jws.h"
#include "seal_smime.h"
#include "seal_wss.h"

/* What each kind does; NULL: not on that way. */
static const struct {
	bool (*check)(const struct seal *seal, struct seal_message *message,
	    struct seal_proof *proof);
	enum hub_status (*request)(const struct seal *seal,
	    const struct hub_at *at, struct hub_request *r,
	    struct hub_error *err);
	enum hub_status (*reply)(const struct seal *seal,
	    const struct hub_at *at, struct hub_reply *r,
	    struct hub_error *err);
	bool (*reduce)(struct seal_message *message, int status);
} kinds[] = {
	[SEAL_NONE] = { NULL, NULL, NULL, NULL },
	[SEAL_JWS] = { seal_jws_check, seal_jws_request, NULL, NULL },
	[SEAL_WSS] = { seal_wss_check, seal_wss_request, seal_wss_reply,
	    seal_wss_reduce },
	[SEAL_SMIME] = { seal_smime_check, NULL, NULL, NULL },
};

void
seal_init(struct seal *seal, int key_fd)
{
	memset(seal, 0, sizeof(*seal));
	seal_plan_clear(&seal->plan);
	arena_init(&seal->room, 4 * SEAL_PEM_MAX);
	seal->key.fd = key_fd;
}

enum hub_status
seal_settle(struct seal *seal, const struct seal_plan *plan,
    struct hub_error *err)
{
	seal->plan = *plan;
	seal->plan.out_header = arena_text(&seal->room, plan->out_header);
	seal->plan.in_header = arena_text(&seal->room, plan->in_header);
	seal->plan.cert = seal->plan.trust = "";
	if (!arena_ok(&seal->room) ||
	    !seal_certs_read(&seal->ours, plan->cert) ||
	    !seal_certs_read(&seal->theirs, plan->trust))
		return hub_fail(err, HUB_MISCONFIGURED,
		    "the certificates of the seals do not read");
	return HUB_OK;
}

void
seal_release(struct seal *seal)
{
	seal_certs_release(&seal->ours);
	seal_certs_release(&seal->theirs);
	arena_release(&seal->room);
}

bool
seal_expected(const struct seal *seal)
{
	return kinds[seal->plan.in].check != NULL;
}

bool
seal_check(const struct seal *seal, struct seal_message *message,
    struct seal_proof *proof)
{
	*proof = (struct seal_proof){ .verdict = SEAL_GOOD };
	return kinds[seal->plan.in].check(seal, message, proof);
}

bool
seal_proves(const struct seal *seal)
{
	return seal->plan.in == SEAL_SMIME;
}

bool
seal_is_theirs(const struct seal *seal, const struct seal_proof *proof)
{
	return proof->verdict == SEAL_GOOD &&
	    seal_certs_find(&seal->theirs, proof->signer) != NULL;
}

bool
seal_wanted(const struct seal *seal)
{
	return kinds[seal->plan.out].request != NULL;
}

/* Whether our own certificate is good still: what it signs they refuse, and
 * do not say why. */
static enum hub_status
check_ours(const struct seal *seal, int64_t now, struct hub_error *err)
{
	struct seal_proof proof = { .verdict = SEAL_GOOD };

	if (seal->ours.count == 0 ||
	    seal_cert_valid(&seal->ours.rows[0], now, &proof))
		return HUB_OK;
	return hub_fail(err, HUB_MISCONFIGURED,
	    "nothing can be signed with our own certificate (auth.cert): %s",
	    proof.text);
}

enum hub_status
seal_request(const struct seal *seal, const struct hub_at *at,
    struct hub_request *r, struct hub_error *err)
{
	if (check_ours(seal, at->now, err) != HUB_OK)
		return HUB_MISCONFIGURED;
	return kinds[seal->plan.out].request(seal, at, r, err);
}

enum hub_status
seal_reply(const struct seal *seal, const struct hub_at *at,
    struct hub_reply *r, struct hub_error *err)
{
	if (kinds[seal->plan.out].reply == NULL)
		return HUB_OK;
	return kinds[seal->plan.out].reply(seal, at, r, err);
}

bool
seal_answers(const struct seal *seal)
{
	return seal_plan_answers(&seal->plan);
}

bool
seal_reduce(const struct seal *seal, struct seal_message *message, int status)
{
	return kinds[seal->plan.in].reduce != NULL &&
	    kinds[seal->plan.in].reduce(message, status);
}
