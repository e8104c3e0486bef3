/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "tlog_bundle.h"

#define LENGTH_SIZE 2

bool
tlog_bundle_add(struct hub_buf *out, const void *entry, size_t len)
{
	if (len > TLOG_ENTRY_MAX)
		return false;
	hub_buf_char(out, (char)(len >> 8));
	hub_buf_char(out, (char)(len & 0xff));
	hub_buf_add(out, entry, len);
	return hub_buf_ok(out);
}

bool
tlog_bundle_take(struct note_span *rest, struct note_span *ret_entry)
{
	size_t len;

	if (rest->len < LENGTH_SIZE)
		return false;
	len = (size_t)(unsigned char)rest->at[0] << 8 |
	    (unsigned char)rest->at[1];
	if (rest->len - LENGTH_SIZE < len)
		return false;
	ret_entry->at = rest->at + LENGTH_SIZE;
	ret_entry->len = len;
	rest->at += LENGTH_SIZE + len;
	rest->len -= LENGTH_SIZE + len;
	return true;
}
