/* SPDX-License-Identifier: Apache-2.0 */
/*
 * crashpoint.h - named places at which a test may end the process.
 *
 * In a build with --enable-faults the process kills itself (SIGKILL) when it
 * passes the point named in the environment variable SIMPUL_CRASH, on its
 * n-th pass ("name:n").  In every other build a point is nothing.  There a
 * test may also put another number in place of a limit that would take too
 * long to reach: SIMPUL_WORKER_WALL_MS=1000.
 */
#ifndef CRASHPOINT_H
#define CRASHPOINT_H

#ifdef SIMPUL_FAULTS
void crashpoint(const char *name);
long crashpoint_limit(const char *name, long usual);
#else
#define crashpoint(name) ((void)0)
#define crashpoint_limit(name, usual) (usual)
#endif

#endif
