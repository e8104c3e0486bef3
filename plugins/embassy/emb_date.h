/* SPDX-License-Identifier: Apache-2.0 */
/*
 * emb_date.h - days and limits in words, where the reader is: "Jumat, 6
 * Februari 2026 (akhir hari kerja, WITA/UTC+8)".
 */
#ifndef EMB_DATE_H
#define EMB_DATE_H

#include <stdint.h>

#include "hub_buf.h"

/* A moment; offset is seconds east of UTC. */
void emb_date_moment(struct hub_buf *out, int64_t seconds, int64_t offset);
/* A limit, the first instant behind it: one that ends with a day is that
 * whole day. */
void emb_date_limit(struct hub_buf *out, int64_t seconds, int64_t offset);

#endif
