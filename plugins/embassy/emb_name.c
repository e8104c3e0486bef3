/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "emb_name.h"

void
emb_name_put(struct hub_buf *out, const char *name, const char *id)
{
	if (name[0] != '\0')
		hub_buf_fmt(out, "%s (%s)", name, id);
	else
		hub_buf_text(out, id);
}
