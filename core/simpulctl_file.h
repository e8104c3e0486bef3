/* SPDX-License-Identifier: Apache-2.0 */
/*
 * simpulctl_file.h - a file that a command was given, read whole.
 */
#ifndef SIMPULCTL_FILE_H
#define SIMPULCTL_FILE_H

#include "simpulctl.h"

/* Reads a file or, for "-", what comes in, as far as the buffer may hold;
 * false after saying why not. */
bool ctl_file_read(struct ctl *ctl, const char *name, struct hub_buf *ret);

#endif
