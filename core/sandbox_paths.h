/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sandbox_paths.h - the folders that can be read while a plugin is loaded
 * (Landlock).  A kernel without Landlock is no error: the second system call
 * filter lets nothing be opened at all.
 */
#ifndef SANDBOX_PATHS_H
#define SANDBOX_PATHS_H

#include "hub_error.h"

/* file: may be read besides the folders of the table. */
enum hub_status sandbox_paths_allow(const char *file, struct hub_error *err);

#endif
