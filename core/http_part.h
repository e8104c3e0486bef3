/* SPDX-License-Identifier: Apache-2.0 */
/*
 * http_part.h - what stands around the parts of a multipart body: form-data
 * (RFC 7578) or related (RFC 2387, with what MTOM adds).
 */
#ifndef HTTP_PART_H
#define HTTP_PART_H

#include "request.h"

/* The boundary and the headers before part i. */
void http_part_open(struct hub_buf *to, const struct hub_request *r, size_t i);
/* The value of the body's Content-Type; nothing when there is no body. */
void http_part_body_type(struct hub_buf *to, const struct hub_request *r);

#endif
