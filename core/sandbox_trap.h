/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sandbox_trap.h - what a forbidden system call ends in: a line on stderr with
 * the call's name, then death by SIGSYS.
 */
#ifndef SANDBOX_TRAP_H
#define SANDBOX_TRAP_H

/* who: stands first in the line; borrowed for ever. */
void sandbox_trap(const char *who);

#endif
