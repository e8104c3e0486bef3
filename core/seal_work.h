/* SPDX-License-Identifier: Apache-2.0 */
/*
 * seal_work.h - what each kind of seal works on: the settings, certificates
 * and key of one institution, and a message that came in.
 */
#ifndef SEAL_WORK_H
#define SEAL_WORK_H

#include "arena.h"
#include "hub_exchange.h"
#include "request.h"
#include "seal_cert.h"
#include "seal_key.h"
#include "seal_plan.h"
#include "seal_proof.h"

struct seal {
	struct seal_plan plan; /* texts are copies in room */
	struct arena room;
	struct seal_certs ours, theirs;
	struct seal_key key;
};

/* A message that came in, and what is left of it once it is checked: texts
 * and bytes are borrowed, or the arena's. */
struct seal_message {
	struct hub_headers *headers; /* those not covered are taken out */
	const char *query;
	const char *body; /* a NUL follows */
	size_t body_len;
	struct arena *arena;
	int64_t now; /* seconds */
};

/* Takes away what stands around a body and is not covered; how
 * the body is to be read, its Content-Type, stays. */
void seal_message_strip(struct seal_message *message);

#endif
