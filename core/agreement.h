/* SPDX-License-Identifier: Apache-2.0 */
/*
 * agreement.h - the written agreement that an institution is linked under: it
 * lets the hub disclose an identity, or take silence for acceptance.
 */
#ifndef AGREEMENT_H
#define AGREEMENT_H

#include "conf_institution.h"

/* Whether there is one that has not ended (seconds UTC); one without an end
 * never does. */
bool agreement_in_force(const struct conf_institution *inst, int64_t now);

#endif
