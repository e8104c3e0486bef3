/* SPDX-License-Identifier: Apache-2.0 */
/*
 * http_guard.h - addresses to which nobody outside may send the hub: this
 * machine, its networks, and what stands for other addresses.
 */
#ifndef HTTP_GUARD_H
#define HTTP_GUARD_H

#include <stdbool.h>
#include <sys/socket.h>

/* Whether an address is one of the public Internet. */
bool http_guard_public(const struct sockaddr *address);

#endif
