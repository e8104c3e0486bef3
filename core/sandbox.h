/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sandbox.h - the walls around a plugin: resource limits, Landlock where the
 * kernel has it, and two seccomp filters.
 *
 * sandbox_enter comes before the plugin is loaded: files can be read, below a
 * few folders, and nothing else reached.  sandbox_close comes before the first
 * byte from outside: from then on only memory and the open descriptors are
 * left.  A call outside the lists ends the process with SIGSYS after a line on
 * stderr that names the call.  There is no way back, and no start without
 * seccomp.
 */
#ifndef SANDBOX_H
#define SANDBOX_H

#include <stdbool.h>

#include "hub_error.h"

/* who: named in the line about a forbidden call; borrowed for ever. file: may
 * be read besides the system's folders. */
enum hub_status sandbox_enter(const char *who, const char *file,
    struct hub_error *err);
/* First uses that read files or ask for randomness: charsets, digests, XML,
 * MIME, JSON. */
void sandbox_warm(void);
enum hub_status sandbox_close(struct hub_error *err);

#endif
