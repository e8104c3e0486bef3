/* SPDX-License-Identifier: Apache-2.0 */
/*
 * control_links.h - at which addresses institutions may fetch files of a case,
 * asked by any reference to it; no address is shown, for none is known.
 */
#ifndef CONTROL_LINKS_H
#define CONTROL_LINKS_H

#include "control_call.h"

/* {"command":"links","ref":".."} */
void control_links(struct control_call *call);

#endif
