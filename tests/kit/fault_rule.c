/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "fault_rule.h"

#include <jansson.h>

#include "case_said.h"
#include "hub_xml.h"

/* What is wrong with how a call failed, or NULL. */
static const char *
rule_failure(enum hub_status status, const struct hub_error *err)
{
	if ((unsigned)status > HUB_FAULT)
		return "the status is none of hub_status";
	if (status == HUB_OK)
		return NULL;
	if (err->text[0] == '\0')
		return "it failed without a sentence";
	if (strchr(err->text, '\n') != NULL)
		return "its sentence has several lines";
	if (strstr(err->text, "(null)") != NULL)
		return "its sentence has a (null)";
	return NULL;
}

/* Whether a part is of the form that its type says; what stands around
 * base64 is whole with that alone. */
static bool
well_formed(const struct hub_request *request, const struct request_part *part)
{
	const char *type = part->part.type;

	if (request->part_count > 1 && part->part.encoding == HUB_PART_RAW)
		return true;

	if (strstr(type, "json") != NULL) {
		json_t *json = json_loadb(part->data, part->len,
		    JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, NULL);
		bool good = json != NULL;

		json_decref(json);
		return good;
	}
	if (strstr(type, "xml") != NULL) {
		struct hub_xml *xml = NULL;
		bool good = hub_xml_read(part->data, part->len, &xml, NULL) ==
		    HUB_OK;

		hub_xml_free(xml);
		return good;
	}
	return true;
}

const char *
fault_rule_request(struct case_play *play)
{
	struct hub_request request;
	struct hub_error err = { "" };
	enum hub_status status;
	const char *broken;

	request_init(&request, "boundary");
	status = case_play_request(play, &request, &err);
	broken = rule_failure(status, &err);
	for (size_t i = 0; status == HUB_OK && i < request.part_count; i++)
		if (*request.parts[i].attachment == '\0' &&
		    !well_formed(&request, &request.parts[i]))
			broken = "what it composed is not of the form that "
				 "its type says";
	request_release(&request);
	return broken;
}

/* Whether an event ends a delivery's step, or a probe. */
static bool
concludes(enum hub_purpose purpose, enum hub_event_kind kind)
{
	if (purpose == HUB_FOR_PROBE)
		return kind == HUB_EV_DELIVERED || kind == HUB_EV_ABSENT ||
		    kind == HUB_EV_DEFERRED || kind == HUB_EV_NEXT_STEP;
	return kind == HUB_EV_DELIVERED || kind == HUB_EV_REFUSED ||
	    kind == HUB_EV_DEFERRED || kind == HUB_EV_NEXT_STEP;
}

/* Whether they say of what they were told that they have it no more, or do
 * not take it: SOAP says so with 500. */
static bool
says_no(const struct hub_events *events)
{
	for (size_t i = 0; i < events->count; i++) {
		if (events->rows[i].kind == HUB_EV_GONE ||
		    events->rows[i].kind == HUB_EV_REFUSED)
			return true;
	}
	return false;
}

/* What is wrong with the conclusion, or NULL. */
static const char *
rule_conclusion(const struct case_play *play, const struct hub_events *events)
{
	int status = play->answer.status;
	bool failed = status >= 500 || status == 401 || status == 403;
	unsigned count = 0;

	if (play->turn != PLAY_ANSWER || play->at.purpose == HUB_FOR_POLL)
		return NULL;
	for (size_t i = 0; i < events->count; i++) {
		count += concludes(play->at.purpose, events->rows[i].kind);
		if (failed && events->rows[i].kind == HUB_EV_DELIVERED &&
		    !says_no(events))
			return "it took a failure for a delivery";
	}
	return count == 1 ? NULL : "it did not conclude exactly once";
}

const char *
fault_rule_events(struct case_play *play)
{
	struct hub_events events;
	struct hub_error err = { "" };
	enum hub_status status;
	const char *broken;

	events_init(&events);
	status = case_play_events(play, &events, &err);
	broken = rule_failure(status, &err);
	if (broken == NULL && status == HUB_OK)
		broken = rule_conclusion(play, &events);
	events_release(&events);
	return broken;
}

const char *
fault_rule_reply(struct case_play *play)
{
	struct hub_reply reply;
	struct hub_error err = { "" };
	enum hub_status status;
	const char *broken;

	reply_init(&reply);
	status = case_play_reply(play, &reply, &err);
	broken = rule_failure(status, &err);
	if (status != HUB_OK && broken == NULL)
		broken = "it has no reply to a result";
	reply_release(&reply);
	return broken;
}

bool
fault_rule_same(struct case_play *play, const char *section)
{
	struct case_said one, two;
	struct hub_buf out;
	bool same;

	hub_buf_init(&out, 1u << 16);
	case_said_call(play, section, &one);
	case_said_call(play, section, &two);
	same = strcmp(one.error, two.error) == 0 &&
	    (*one.error != '\0' || case_said_match(&one, &two, &out));
	case_said_release(&one);
	case_said_release(&two);
	hub_buf_release(&out);
	return same;
}
