/* SPDX-License-Identifier: Apache-2.0 */
/*
 * omb_fault.h - SOAP faults of the hub: of either version, in Indonesian and
 * English, with the contract's own element as detail where there is one.
 */
#ifndef OMB_FAULT_H
#define OMB_FAULT_H

#include "hub_buf.h"
#include "omb_hear.h"

struct omb_fault {
	const char *code;    /* of SOAP 1.2: Sender, Receiver... */
	const char *sub_ns;  /* of the subcode, or "" */
	const char *sub;     /* its name; of the contract: of the detail */
	const char *id, *en; /* what people read */
	const struct hub_buf *detail; /* what is in that element, or NULL */
};

/* What is wrong with a message. */
void omb_fault_trouble(const struct omb_call *call, struct hub_reply *reply);
/* A fault as the answer to a call. */
void omb_fault_reply(const struct omb_call *call, const struct omb_fault *fault,
    struct hub_reply *reply);

#endif
