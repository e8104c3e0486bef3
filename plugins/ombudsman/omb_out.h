/* SPDX-License-Identifier: Apache-2.0 */
/*
 * omb_out.h - elements of the contract, written one behind the other: what is
 * not given is left out.
 */
#ifndef OMB_OUT_H
#define OMB_OUT_H

#include <stdbool.h>
#include <stdint.h>

#include "hub_buf.h"

/* Text as it stands in an element or between double quotes. */
void omb_out_escape(struct hub_buf *out, const char *text);

/* A start tag that says the contract's namespace, one without, an end tag. */
void omb_out_root(struct hub_buf *out, const char *name);
void omb_out_open(struct hub_buf *out, const char *name);
void omb_out_close(struct hub_buf *out, const char *name);
/* Elements of one value; nothing for "" and 0, but a flag is always said. */
void omb_out_text(struct hub_buf *out, const char *name, const char *text);
void omb_out_time(struct hub_buf *out, const char *name, int64_t at);
void omb_out_count(struct hub_buf *out, const char *name, uint64_t count);
void omb_out_flag(struct hub_buf *out, const char *name, bool flag);

#endif
