/* SPDX-License-Identifier: Apache-2.0 */
/*
 * uni_definition.h - the definition of a service of theirs: which attributes
 * it requires, whatever their order.
 */
#ifndef UNI_DEFINITION_H
#define UNI_DEFINITION_H

#include "uni_catalogue.h"

/* Compares the definition of the first service of a list that waits for one:
 * the list behind out, what is to be told behind notice.  doc NULL: it does not
 * read, and nothing is said; the next look asks again. */
void uni_definition_compare(const struct university_conf *conf,
    const char *list, const struct uni_doc *doc, struct hub_buf *out,
    struct hub_buf *notice);

#endif
