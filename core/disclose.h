/* SPDX-License-Identifier: Apache-2.0 */
/*
 * disclose.h - what of the complainant's identity an institution may see.
 *
 * Nothing by default; after its acceptance, under a recorded agreement, the
 * members that its section lists; never of an anonymous complainant
 * (law 27/2022 on personal data protection).
 */
#ifndef DISCLOSE_H
#define DISCLOSE_H

#include "arena.h"
#include "conf_institution.h"
#include "custody.h"
#include "hub_handoff.h"

/* Empties every identity member that inst may not see; the names of those
 * that it sees, comma between, from the arena. */
const char *disclose_apply(const struct conf_institution *inst,
    enum handoff_state state, struct hub_handoff *h, struct arena *arena);

/* Whether a name stands for an identity member ("name", "contact"...). */
bool disclose_known(const char *name);

#endif
