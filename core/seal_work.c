/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "seal_work.h"

#include <strings.h>

void
seal_message_strip(struct seal_message *message)
{
	struct hub_headers *h = message->headers;
	size_t kept = 0;

	for (size_t i = 0; i < h->count; i++)
		if (strcasecmp(h->rows[i].name, "Content-Type") == 0)
			h->rows[kept++] = h->rows[i];
	h->count = kept;
	message->query = "";
}
