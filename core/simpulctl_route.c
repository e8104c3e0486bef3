/* SPDX-License-Identifier: Apache-2.0 */
/* Where one case would go and why, by a configuration and without a hub. */
#include "config.h"

#include "api_words.h"
#include "clock.h"
#include "hub_json.h"
#include "hub_time.h"
#include "limits.h"
#include "simpulctl_conf.h"
#include "simpulctl_explain.h"
#include "simpulctl_file.h"
#include "simpulctl_replay.h"

/* Reads the configuration and explains the case. */
static int
explain_case(struct ctl *ctl, const struct hub_handoff *h, int64_t now_ms)
{
	struct conf *conf = ctl_conf(ctl);

	if (conf == NULL)
		return CTL_BAD;
	ctl_explain(ctl, conf, h, now_ms);
	conf_release(conf);
	return CTL_GOOD;
}

/* The case in a document. */
static int
explain_doc(struct ctl *ctl, const char *name, int64_t now_ms,
    const struct hub_json *doc)
{
	struct api_said said = { .event = hub_event_init(HUB_EV_HANDOFF) };

	if (!ctl_file_case(ctl, name, doc, &said))
		return CTL_FAILED;
	return explain_case(ctl, &said.event.handoff, now_ms);
}

/* The case in a file. */
static int
explain_file(struct ctl *ctl, const char *name, int64_t now_ms)
{
	struct hub_error err = { "" };
	struct hub_json *doc = NULL;
	struct hub_buf bytes;
	int status = CTL_FAILED;

	hub_buf_init(&bytes, API_BODY_MAX);
	if (!ctl_file_read(ctl, name, &bytes))
		status = CTL_FAILED;
	else if (hub_json_read(hub_buf_str(&bytes), bytes.len, &doc, &err) !=
	    HUB_OK)
		status = ctl_fail(ctl, "%s: %s", name, err.text);
	else
		status = explain_doc(ctl, name, now_ms, doc);
	hub_json_free(doc);
	hub_buf_release(&bytes);
	return status;
}

/* simpulctl route --explain FILE | --dry-run */
int
ctl_route(struct ctl *ctl)
{
	const char *at = ctl_value(ctl, "--at", "");
	const char *file = ctl_value(ctl, "--explain", "");
	int64_t seconds = clock_now_ms(clock_system()) / 1000;

	if (file == NULL)
		return ctl_fail(ctl,
		    "--explain needs a FILE with a case, or - for what comes "
		    "in");
	if (file[0] == '\0' && at != NULL && at[0] == '\0')
		return ctl_replay(ctl);
	if (at == NULL || (at[0] != '\0' && !hub_time_parse(at, &seconds)))
		return ctl_fail(ctl,
		    "--at is \"%s\"; expected a time with its zone, such as "
		    "2026-02-02T08:00:00+08:00",
		    at == NULL ? "" : at);
	if (!ctl_arguments(ctl, 0, 0))
		return CTL_FAILED;
	if (file[0] == '\0')
		return ctl_fail(ctl, "--at goes with --explain FILE");
	return explain_file(ctl, file, seconds * 1000);
}
