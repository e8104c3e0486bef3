/* SPDX-License-Identifier: Apache-2.0 */
/*
 * emb_auto.h - whether a machine answered: vacation notices and receipts of
 * help desks, with the header of RFC 3834 or without any.
 */
#ifndef EMB_AUTO_H
#define EMB_AUTO_H

#include "hub_mail.h"

/* text: what its sender wrote. */
bool emb_auto_is(const struct hub_mail *mail, const char *text);

#endif
