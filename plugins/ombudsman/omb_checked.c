/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "omb_checked.h"

#include "omb_contract.h"

enum hub_status
omb_checked(const struct hub_buf *envelope, struct hub_error *err)
{
	struct hub_error why = { "" };
	struct hub_xml *doc = NULL;
	enum hub_status status;

	if (!hub_buf_ok(envelope))
		return hub_fail(err, HUB_UNSAYABLE,
		    "the message is longer than %zu bytes", envelope->max);
	status = hub_xml_read(hub_buf_str(envelope), envelope->len, &doc, &why);
	if (status == HUB_OK)
		status = omb_contract_check(hub_xml_child(
						hub_xml_find(hub_xml_root(doc),
						    "Body")),
		    &why);
	hub_xml_free(doc);
	if (status == HUB_MALFORMED)
		return hub_fail(err, HUB_UNSAYABLE,
		    "what is to be said is not of their contract: %s",
		    why.text);
	return status == HUB_OK ? HUB_OK
				: hub_fail(err, status, "%s", why.text);
}
