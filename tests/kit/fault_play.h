/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fault_play.h - one call of a case under every fault, in a process of its
 * own: a plugin may refuse what it is told, but not crash, hang, say two
 * things for the same arguments, or take a failure for a delivery.
 */
#ifndef FAULT_PLAY_H
#define FAULT_PLAY_H

#include "case_play.h"

/* section: "request", "events" or "reply".  Adds lines that begin with "# "
 * for each problem; ret_count: faults tried. */
bool fault_play(struct case_play *play, const char *section,
    struct hub_buf *out, unsigned *ret_count);

#endif
