/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mail_charset.h - the charsets of letters that the hub understands, and
 * their texts as UTF-8.
 *
 * The list is closed, so that a letter reads the same with and without a
 * sandbox: glibc keeps each charset in a module that it opens at first use.
 */
#ifndef MAIL_CHARSET_H
#define MAIL_CHARSET_H

#include <stdbool.h>
#include <stddef.h>

#include "hub_buf.h"

/* Loads every module of the list; they stay loaded. */
void mail_charset_warm(void);

/* Whether the list has it, compared without case; "" and NULL are US-ASCII. */
bool mail_charset_known(const char *label, size_t len);

/* Appends the text as UTF-8; false when the charset is unknown or the bytes
 * are not of it.  US-ASCII that is UTF-8 is taken as that. */
bool mail_charset_utf8(const char *label, const char *bytes, size_t len,
    struct hub_buf *out);

/* Changes the RFC 2231 labels ("*=label'") of unknown charsets, in place, so
 * that nothing looks for them. */
void mail_charset_mask(char *text);

#endif
