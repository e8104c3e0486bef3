/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mail_word.h - encoded words in a header, "=?charset?q?text?=" (RFC 2047).
 *
 * gmime decodes them, with care taken of two things: it joins neighbours and
 * then loses what follows padded base64, and it would open charsets that are
 * not in our list.
 */
#ifndef MAIL_WORD_H
#define MAIL_WORD_H

#include "hub_buf.h"

/* Appends the text with its words decoded, as one line of UTF-8.  If a word's
 * charset is not in the list, all stays as it stands. */
void mail_word_decode(const char *text, struct hub_buf *out);

/* Keeps words from being seen as such, in place, and undoes that: parameters
 * are split by gmime first and decoded afterwards. */
void mail_word_hide(char *text);
void mail_word_show(char *text);

#endif
