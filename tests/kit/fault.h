/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fault.h - what an institution or a citizen may send instead of what was
 * expected: truncated, doubled, wrongly typed, huge, lying.
 *
 * Faults are numbered; the same number is always the same fault.
 */
#ifndef FAULT_H
#define FAULT_H

#include <stdbool.h>

#include "hub_buf.h"

#define FAULT_NAME_SIZE 80

/* The n-th change of a body, and what it is called; false when there are no
 * more. */
bool fault_body(unsigned n, const char *body, size_t len, struct hub_buf *out,
    char name[FAULT_NAME_SIZE]);
/* The n-th nasty text for a member; NULL when there are no more. */
const char *fault_text(unsigned n);
/* The n-th HTTP status that lies about the body; 0 when there are no more. */
int fault_status(unsigned n);

#endif
