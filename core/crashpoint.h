/* SPDX-License-Identifier: Apache-2.0 */
/*
 * crashpoint.h - named places at which a test may end the process.
 *
 * In a build with --enable-faults the process kills itself (SIGKILL) when it
 * passes the point named in the environment variable SIMPUL_CRASH, on its
 * n-th pass ("name:n").  In every other build a point is nothing.
 */
#ifndef CRASHPOINT_H
#define CRASHPOINT_H

#ifdef SIMPUL_FAULTS
void crashpoint(const char *name);
#else
#define crashpoint(name) ((void)0)
#endif

#endif
