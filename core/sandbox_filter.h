/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sandbox_filter.h - the two lists of system calls (libseccomp): what is not
 * in them is trapped, see sandbox_trap.h.
 */
#ifndef SANDBOX_FILTER_H
#define SANDBOX_FILTER_H

#include "hub_error.h"

enum sandbox_stage {
	SANDBOX_LOADING = 1, /* libraries and charsets may be read */
	SANDBOX_WORKING = 2, /* memory and open descriptors only */
};

/* Loads the list of a stage on top of what is in force. */
enum hub_status sandbox_filter_load(enum sandbox_stage stage,
    struct hub_error *err);

#endif
