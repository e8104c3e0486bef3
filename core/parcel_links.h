/* SPDX-License-Identifier: Apache-2.0 */
/*
 * parcel_links.h - the addresses of a handoff's files, where its institution
 * takes them by address: made before each composing, kept with the request
 * that tells of them, so that every retry tells of the same ones.
 */
#ifndef PARCEL_LINKS_H
#define PARCEL_LINKS_H

#include "parcel.h"

/* Makes them for what is to be composed by that configuration: none of a case
 * that is secret, nor for what is too long for one answer. */
void parcel_links_make(struct parcel *parcel, const struct conf *conf,
    const struct clock *clock);
/* In the transaction that stores the request. */
enum db_code parcel_links_keep(const struct parcel *parcel,
    struct ledger_room *room);

#endif
