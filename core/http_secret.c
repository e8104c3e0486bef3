/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "http_secret.h"

#include <string.h>

#define PLAIN \
	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~"

bool
http_secret_is_field(const char *slot)
{
	return slot[0] == REQUEST_FIELD_MARK[0];
}

const char *
http_secret_of(const struct http_target *target, const char *slot)
{
	const char *name = slot + http_secret_is_field(slot);

	for (size_t i = 0; target->secret_names[i] != NULL; i++) {
		if (strcmp(target->secret_names[i], name) == 0)
			return target->secret_values[i];
	}
	return NULL;
}

/* A value as a urlencoded form has it. */
static void
put_encoded(struct hub_buf *out, const char *value)
{
	for (; *value != '\0'; value++) {
		if (strchr(PLAIN, *value) != NULL)
			hub_buf_char(out, *value);
		else
			hub_buf_fmt(out, "%%%02X", (unsigned char)*value);
	}
}

/* One field. */
static void
put_field(struct hub_buf *out, const struct hub_request *r, const char *name,
    const char *value)
{
	if (request_multipart(r)) {
		hub_buf_fmt(out, "\r\n--%s\r\n", r->boundary);
		hub_buf_fmt(out,
		    "Content-Disposition: form-data; name=\"%s\"\r\n\r\n%s",
		    name, value);
		return;
	}
	hub_buf_fmt(out, "&%s=", name);
	put_encoded(out, value);
}

void
http_secret_put_fields(struct hub_buf *out, const struct http_order *order)
{
	const struct hub_request *r = order->request;

	for (size_t i = 0; i < r->secret_count; i++) {
		const char *value = http_secret_of(order->target,
		    r->secrets[i]);

		if (value != NULL && http_secret_is_field(r->secrets[i]))
			put_field(out, r, r->secrets[i] + 1, value);
	}
}
