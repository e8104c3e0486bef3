/* SPDX-License-Identifier: Apache-2.0 */
/*
 * case_content.h - a case as it was handed in, opened from what is sealed.
 */
#ifndef CASE_CONTENT_H
#define CASE_CONTENT_H

#include "arena.h"
#include "cases.h"
#include "hub_handoff.h"
#include "reader.h"

/* Texts stand in the arena.  DB_NONE: the case was erased. */
enum db_code case_content_read(const struct reader_room *room,
    const struct case_row *of_case, struct arena *arena,
    struct hub_handoff *ret);

#endif
