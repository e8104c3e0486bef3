/* SPDX-License-Identifier: Apache-2.0 */
/*
 * simpulctl_sentence.h - one case in one sentence: who holds it, since when,
 * and what is due; in Indonesian or in English.
 */
#ifndef SIMPULCTL_SENTENCE_H
#define SIMPULCTL_SENTENCE_H

#include "simpulctl_when.h"

/* found: one of the answer's "cases". */
void ctl_sentence_put(const struct ctl_when *when, enum ctl_tongue tongue,
    const json_t *found, struct hub_buf *out);

#endif
