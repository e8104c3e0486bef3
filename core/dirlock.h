/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dirlock.h - one process at a time owns a data directory.
 *
 * The lock is an flock on the file "lock" in it, which holds the owner's
 * process id for people; it goes with the process.
 */
#ifndef DIRLOCK_H
#define DIRLOCK_H

#include "hub_error.h"

/* HUB_MISCONFIGURED when the directory is missing or another process has
 * it; else *ret_lock is for dirlock_release(). */
enum hub_status dirlock_take(const char *dir, int *ret_lock,
    struct hub_error *err);
/* -1: nothing. */
void dirlock_release(int lock);

#endif
