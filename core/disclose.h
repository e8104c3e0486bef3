/* SPDX-License-Identifier: Apache-2.0 */
/*
 * disclose.h - what of the complainant's identity an institution may see.
 *
 * Nothing by default, and of a copy nothing at all; after its acceptance, under
 * a recorded agreement, the members that its section lists; never of an
 * anonymous complainant (law 27/2022 on personal data protection), nor in a
 * letter that is not encrypted.  Who must know the complainant by law (see
 * requires.h) gets them with the handoff.
 */
#ifndef DISCLOSE_H
#define DISCLOSE_H

#include "arena.h"
#include "conf_institution.h"
#include "custody.h"
#include "hub_handoff.h"

/* To whom, how far the handoff has come, and when (seconds UTC): an agreement
 * holds to the end of its `until` day. */
struct disclose_to {
	const struct conf_institution *inst;
	enum handoff_state state;
	int64_t now;
	enum hub_kind kind; /* who has no duty needs to know nobody */
};

/* Empties every identity member that they may not see; the names of those
 * that they see, comma between, from the arena. */
const char *disclose_apply(const struct disclose_to *to, struct hub_handoff *h,
    struct arena *arena);

/* Whether a name stands for an identity member ("name", "contact"...). */
bool disclose_known(const char *name);

#endif
