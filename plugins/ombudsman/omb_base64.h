/* SPDX-License-Identifier: Apache-2.0 */
/*
 * omb_base64.h - xs:base64Binary as bytes (RFC 4648; white space anywhere).
 */
#ifndef OMB_BASE64_H
#define OMB_BASE64_H

#include <stdbool.h>

#include "hub_buf.h"

/* False when the text is no whole base64; what was appended is no use then,
 * and neither when the buffer failed. */
bool omb_base64_read(const char *text, struct hub_buf *out);

#endif
