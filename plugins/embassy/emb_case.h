/* SPDX-License-Identifier: Apache-2.0 */
/*
 * emb_case.h - a case and what is said about it: as lines for a person and as
 * JSON for a machine.  Who complains is in neither unless the letter is
 * encrypted.
 */
#ifndef EMB_CASE_H
#define EMB_CASE_H

#include "hub_buf.h"
#include "hub_exchange.h"

/* The whole case, as the handoff tells it. */
void emb_case_text(struct hub_buf *out, const struct hub_dispatch *what,
    const struct hub_at *at);
/* By what an officer knows it: numbers and subject, and the complainant. */
void emb_case_short(struct hub_buf *out, const struct hub_handoff *h,
    const struct hub_at *at);
/* emb_case_json.c: the document of the letter. */
void emb_case_json(struct hub_buf *out, const struct hub_dispatch *what,
    const struct hub_at *at);

#endif
