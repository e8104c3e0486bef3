/* SPDX-License-Identifier: Apache-2.0 */
/*
 * api_file.h - an attachment's bytes as an answer, whole or the range that was
 * asked for: something to keep, never to be shown, whatever it says it is.
 */
#ifndef API_FILE_H
#define API_FILE_H

#include "attachment.h"
#include "http_call.h"
#include "http_range.h"

struct api_file {
	struct attachment_row row;
	struct attachment_meta meta;
	struct http_range range;
	bool unsatisfiable; /* there is no such range */
	struct hub_buf bytes;
};

/* What is asked for; nothing of it is read yet. */
void api_file_init(struct api_file *file, struct http_range range);
/* Wipes it. */
void api_file_release(struct api_file *file);
/* Settles the range by the row, and whether it can be answered. */
void api_file_settle(struct api_file *file);
/* Answers with it; headers: what the caller has to say besides, among it
 * Content-Disposition. */
void api_file_answer(const struct api_file *file, struct http_call *http,
    struct hub_headers *headers);

#endif
