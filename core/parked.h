/* SPDX-License-Identifier: Apache-2.0 */
/*
 * parked.h - a delivery that only a person can help: who coordinates hears of
 * it once, whatever it was to say.
 *
 * Of a handoff that waits for its receiver's decision its own clock tells; see
 * watch_look.h.
 */
#ifndef PARKED_H
#define PARKED_H

#include "act.h"
#include "parcel.h"

/* About the act's handoff, by whoever; the delivery has just been parked. */
enum db_code parked_tell(struct act *act, const struct parcel *parcel);

#endif
