/* SPDX-License-Identifier: Apache-2.0 */
/*
 * control_person.h - who acts over the operator's socket, as the audit log of
 * a hub knows people: by a number made of the name, never by the name.
 */
#ifndef CONTROL_PERSON_H
#define CONTROL_PERSON_H

#include "control_call.h"

/* The number of the request's member "by"; 0 when that is not given. */
int64_t control_person(const struct control_call *call);

#endif
