/* SPDX-License-Identifier: Apache-2.0 */
/*
 * emb_html.h - the text of a letter that is HTML, as a person would read it.
 *
 * Blocks become lines, what is hidden is left out, what is quoted gets "> " in
 * front of each line, and where a mail program begins to quote without saying
 * where it ends stands EMB_QUOTE_MARK.  Nothing is fetched and nothing is run;
 * each byte is looked at once.
 */
#ifndef EMB_HTML_H
#define EMB_HTML_H

#include "hub_buf.h"

/* Appends the text, ending in a newline. */
void emb_html_text(const char *html, size_t len, struct hub_buf *out);

#endif
