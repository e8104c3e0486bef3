/* SPDX-License-Identifier: Apache-2.0 */
/*
 * control_probe.h - how far one gets towards an institution, layer by layer:
 * name, connection, TLS, authentication, protocol.
 *
 * Nothing is delivered by it, and the link's health is left as it is.
 */
#ifndef CONTROL_PROBE_H
#define CONTROL_PROBE_H

#include "control_call.h"

/* {"command":"probe","institution":".."} */
void control_probe(struct control_call *call);

#endif
