/* SPDX-License-Identifier: Apache-2.0 */
/*
 * omb_checked.h - what the hub wrote, read once more before it leaves: an
 * envelope whose one element is what the contract says.
 */
#ifndef OMB_CHECKED_H
#define OMB_CHECKED_H

#include "hub_buf.h"
#include "hub_error.h"

/* HUB_UNSAYABLE with the place where it is not. */
enum hub_status omb_checked(const struct hub_buf *envelope,
    struct hub_error *err);

#endif
