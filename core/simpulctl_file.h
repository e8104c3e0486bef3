/* SPDX-License-Identifier: Apache-2.0 */
/*
 * simpulctl_file.h - a file that a command was given, read whole, and the case
 * that may be in it.
 */
#ifndef SIMPULCTL_FILE_H
#define SIMPULCTL_FILE_H

#include "api_words.h"
#include "hub_json.h"
#include "simpulctl.h"

/* Reads a file or, for "-", what comes in, as far as the buffer may hold;
 * false after saying why not. */
bool ctl_file_read(struct ctl *ctl, const char *name, struct hub_buf *ret);
/* The members of a case as POST /v1/cases takes it, of which none is required
 * here; name: of the file that the document is from.  False after saying what
 * is wrong. */
bool ctl_file_case(struct ctl *ctl, const char *name,
    const struct hub_json *doc, struct api_said *ret);

#endif
