/* SPDX-License-Identifier: Apache-2.0 */
/*
 * emb_quote.h - what somebody wrote themselves, without what they quote: the
 * letters of Gmail, Outlook, Apple Mail, Thunderbird, Yahoo and of telephones,
 * in Indonesian and English.
 *
 * Lines with ">" go, wherever they stand, with the line that says whose they
 * are; behind a mark such as "-----Pesan Asli-----" or a header in the text
 * all goes; a signature behind "-- " goes.
 */
#ifndef EMB_QUOTE_H
#define EMB_QUOTE_H

#include "hub_buf.h"

/* The first line of each letter of ours, above which the answer stands. */
#define EMB_QUOTE_MARK "----- Balas di atas baris ini -----"

/* Appends what is theirs of a text, blank lines around it cut; ret_forwarded:
 * a letter of somebody else's is passed on in it. */
void emb_quote_cut(const char *text, size_t len, struct hub_buf *out,
    bool *ret_forwarded);

#endif
