/* SPDX-License-Identifier: Apache-2.0 */
/*
 * omb_told.h - a SOAP fault that answers the hub: who is at fault, and which
 * element of the contract says more.
 *
 * Many servers do not sign faults.  What no signature covers says that
 * something went wrong, and never anything about a case: its detail does not
 * come here.
 */
#ifndef OMB_TOLD_H
#define OMB_TOLD_H

#include "omb_envelope.h"
#include "omb_in.h"

enum omb_told_class {
	OMB_TOLD_SENDER,   /* their refusal, or our mistake */
	OMB_TOLD_RECEIVER, /* later */
	OMB_TOLD_SETUP,	   /* they do not speak as we do */
	OMB_TOLD_ACCESS,   /* they do not let us in */
};

struct omb_told {
	enum omb_told_class class;
	const char *sentence; /* what that means */
	struct omb_in detail; /* of the contract; its node may be NULL */
};

/* Whether a message is a fault, and which. */
bool omb_told_read(const struct omb_envelope *env, struct omb_told *ret);

#endif
