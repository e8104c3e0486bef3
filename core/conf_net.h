/* SPDX-License-Identifier: Apache-2.0 */
/*
 * conf_net.h - hosts and addresses as they stand in the configuration.
 */
#ifndef CONF_NET_H
#define CONF_NET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Whether a host, name or address with or without brackets, is this machine
 * itself: 127.0.0.0/8, ::1, localhost. */
bool conf_net_loopback(const char *host);
/* Cuts "127.0.0.1:8443" or "[::1]:8443"; false when it is neither. */
bool conf_net_listen(const char *text, char *address, size_t size,
    uint16_t *port);

#endif
