/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "control_audit.h"

#include "hub_publish.h"

void
control_audit_status(struct control_call *call)
{
	struct hub *hub = control_hub(call);
	struct hub_published log = hub_publish_look(hub->publish);
	uint64_t entries = ledger_counts(hub->ledger).audit_size;
	char root[TLOG_HASH_TEXT_SIZE];
	json_t *answer;

	if (log.origin[0] == '\0') {
		control_bad(call,
		    "the audit log is not published; simpul.conf says where "
		    "its key is: hub { audit { ... } }");
		return;
	}
	tlog_hash_text(&log.root, root);
	answer = json_pack("{s:s,s:I,s:I,s:s,s:s,s:s}", "origin", log.origin,
	    "size", (json_int_t)log.size, "lag",
	    (json_int_t)(entries > log.size ? entries - log.size : 0), "root",
	    root, "checkpoint", log.note, "why", log.why);
	control_put_time(answer, "signed_at", log.signed_ms);
	control_good(call, answer);
}
