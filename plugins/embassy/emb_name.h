/* SPDX-License-Identifier: Apache-2.0 */
/*
 * emb_name.h - an institution as a letter names it: what it is called, and
 * behind that the id by which an answer may name it.
 */
#ifndef EMB_NAME_H
#define EMB_NAME_H

#include "hub_buf.h"

/* "PLN Bali (pln-bali)", or the id alone; nothing for "". */
void emb_name_put(struct hub_buf *out, const char *name, const char *id);

#endif
