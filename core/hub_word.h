/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hub_word.h - the closed lists of words that the hub and its plugins share.
 *
 * Each list has a name for every value, as it stands on the wire and in the
 * audit log: hub_x_name() gives it ("" for a value not in the list), and
 * hub_x_parse() reads it (false for a word not in the list).  Value 0 is
 * always "not given", whose name is "".
 */
#ifndef HUB_WORD_H
#define HUB_WORD_H

#include <stdbool.h>

/* Kinds of handoff. */
enum hub_kind {
	HUB_KIND_NONE,
	HUB_KIND_TRANSFER, /* the holder changes on acceptance */
	HUB_KIND_COPY,	   /* tembusan: no duty, no clock */
	HUB_KIND_JOINT,	   /* a lead and co-handlers, one answer */
	HUB_KIND_ESCALATE, /* the receiver watches, the holder stays */
};

/* What the citizen brings; the deadline follows from it. */
enum hub_class {
	HUB_CLASS_NONE,
	HUB_CLASS_INFORMATION_REQUEST,
	HUB_CLASS_COMPLAINT,
	HUB_CLASS_SUPERVISORY, /* needs examination (berkadar pengawasan) */
	HUB_CLASS_ASPIRATION,
};

/* How the citizen reached the source. */
enum hub_channel {
	HUB_CHANNEL_NONE,
	HUB_CHANNEL_WEB,
	HUB_CHANNEL_SMS,
	HUB_CHANNEL_X,
	HUB_CHANNEL_ANDROID,
	HUB_CHANNEL_IOS,
	HUB_CHANNEL_MAIL,
	HUB_CHANNEL_WALK_IN,
	HUB_CHANNEL_API,
};

/* Why a handoff is refused, returned or made. */
enum hub_reason {
	HUB_REASON_NONE,
	HUB_REASON_OUTSIDE_AUTHORITY,
	HUB_REASON_WRONG_ADDRESS,
	HUB_REASON_WRONG_REGION,
	HUB_REASON_HIGHER_LEVEL,
	HUB_REASON_LOWER_LEVEL,
	HUB_REASON_NATIONAL_PRIORITY,
	HUB_REASON_UNRESOLVED_ESCALATION,
	HUB_REASON_SUPERVISORY_CONTENT,
	HUB_REASON_ABROAD,
	HUB_REASON_STATE_ENTERPRISE,
	HUB_REASON_CAMPUS,
	HUB_REASON_DUPLICATE,
	HUB_REASON_INCOMPLETE,
	HUB_REASON_COMPLAINANT_REQUEST,
};

/* Whose ears a text is for. */
enum hub_audience {
	HUB_AUDIENCE_NONE,
	HUB_AUDIENCE_COMPLAINANT,
	HUB_AUDIENCE_PARTIES,
	HUB_AUDIENCE_COORDINATOR,
};

/* What the coordinator may decide in a dispute. */
enum hub_decision {
	HUB_DECISION_NONE,
	HUB_DECISION_TO,
	HUB_DECISION_JOINT,
	HUB_DECISION_SPLIT,
	HUB_DECISION_STAYS,
	HUB_DECISION_PROVISIONAL,
};

/* Of whom a question is asked. */
enum hub_asked {
	HUB_ASKED_NONE,
	HUB_ASKED_COMPLAINANT,
	HUB_ASKED_SENDER,
	HUB_ASKED_HOLDER,
};

const char *hub_kind_name(enum hub_kind value);
bool hub_kind_parse(const char *name, enum hub_kind *ret_value);
const char *hub_class_name(enum hub_class value);
bool hub_class_parse(const char *name, enum hub_class *ret_value);
const char *hub_channel_name(enum hub_channel value);
bool hub_channel_parse(const char *name, enum hub_channel *ret_value);
const char *hub_reason_name(enum hub_reason value);
bool hub_reason_parse(const char *name, enum hub_reason *ret_value);
const char *hub_audience_name(enum hub_audience value);
bool hub_audience_parse(const char *name, enum hub_audience *ret_value);
const char *hub_decision_name(enum hub_decision value);
bool hub_decision_parse(const char *name, enum hub_decision *ret_value);
const char *hub_asked_name(enum hub_asked value);
bool hub_asked_parse(const char *name, enum hub_asked *ret_value);

#endif
