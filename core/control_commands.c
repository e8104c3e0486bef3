/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "control_audit.h"
#include "control_call.h"
#include "control_case.h"
#include "control_clock.h"
#include "control_disputes.h"
#include "control_hand.h"
#include "control_import.h"
#include "control_links.h"
#include "control_outage.h"
#include "control_probe.h"
#include "control_queue.h"
#include "control_reload.h"
#include "control_report.h"
#include "control_route.h"
#include "control_status.h"
#include "control_steer.h"
#include "control_succeed.h"
#include "control_todo.h"
#include "control_token.h"
#include "control_tray.h"
#include "control_words.h"

const struct control_command control_commands[] = {
	{ "audit_status", control_audit_status },
	{ "case", control_case },
#ifdef SIMPUL_FAULTS
	{ "clock", control_clock },
#endif
	{ "decide", control_decide },
	{ "disputes", control_disputes },
	{ "handoff", control_pass },
	{ "import", control_import },
	{ "institutions", control_institutions },
	{ "links", control_links },
	{ "outage", control_outage },
	{ "outages", control_outages },
	{ "park", control_park },
	{ "parked", control_parked },
	{ "probe", control_probe },
	{ "queue", control_queue },
	{ "recompose", control_recompose },
	{ "reload", control_reload },
	{ "retry", control_retry },
	{ "report", control_report },
	{ "route_dry_run", control_route_dry_run },
	{ "status", control_status },
	{ "steer", control_steer },
	{ "succeed", control_succeed },
	{ "todo", control_todo },
	{ "todo_done", control_todo_done },
	{ "todo_text", control_todo_text },
	{ "token_add", control_token_add },
	{ "token_list", control_token_list },
	{ "token_revoke", control_token_revoke },
	{ "tray", control_tray },
	{ "tray_settle", control_tray_settle },
	{ "tray_show", control_tray_show },
	{ "word_map", control_word_map },
	{ "words", control_words },
	{ NULL, NULL },
};
