/* SPDX-License-Identifier: Apache-2.0 */
/*
 * api_attachment.h - what the calls about attachments share.
 */
#ifndef API_ATTACHMENT_H
#define API_ATTACHMENT_H

#include "attachment_file.h"
#include "http_server.h"

/* Answers with what went wrong with a file. */
void attachment_answer_end(struct http_call *http, enum attachment_end end);

/* The value of a key of tus's Upload-Metadata ("key base64,key base64"), as
 * one line of text; "" when the key is absent.  False: it is there and wrong.
 * A name's folders are cut off. */
bool tus_metadata(const char *header, const char *key, char *buf, size_t size);

#endif
