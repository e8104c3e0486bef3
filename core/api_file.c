/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "api_file.h"

#include <openssl/crypto.h>

#include "limits.h"
#include "request.h"

void
api_file_init(struct api_file *file, struct http_range range)
{
	*file = (struct api_file){ .range = range };
	hub_buf_init(&file->bytes, ATTACHMENT_ANSWER_MAX);
}

void
api_file_release(struct api_file *file)
{
	if (file->bytes.data != NULL)
		OPENSSL_cleanse(file->bytes.data, file->bytes.len);
	hub_buf_release(&file->bytes);
	OPENSSL_cleanse(&file->meta, sizeof(file->meta));
}

void
api_file_settle(struct api_file *file)
{
	file->unsatisfiable = !http_range_settle(&file->range,
	    (uint64_t)file->row.size, ATTACHMENT_ANSWER_MAX);
}

/* A HEAD has the length and no bytes. */
void
api_file_answer(const struct api_file *file, struct http_call *http,
    struct hub_headers *headers)
{
	char range[HTTP_RANGE_SIZE];

	http_range_text(&file->range, (uint64_t)file->row.size, range);
	hub_headers_put(headers, "X-Content-Type-Options", "nosniff");
	hub_headers_put(headers, "Cache-Control", "no-store");
	hub_headers_put(headers, "Accept-Ranges", "bytes");
	if (file->range.given)
		hub_headers_put(headers, "Content-Range", range);
	http_call_reply(http,
	    &(struct http_answer){ .status = file->range.given ? 206 : 200,
		.headers = headers,
		.type = file->meta.type[0] != '\0' ? file->meta.type
						   : "application/octet-stream",
		.body = file->bytes.data,
		.len = (size_t)(file->range.to - file->range.from) });
}
