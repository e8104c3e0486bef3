/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "api_words.h"

#include "decision.h"
#include "limits.h"

#define AT(member) offsetof(struct api_said, event.member)
#define HANDOFF(member) offsetof(struct api_said, event.handoff.member)
#define IDENTITY(member) \
	offsetof(struct api_said, event.handoff.complainant.member)
#define LINE(n, at, most, ...) \
	{ \
		.name = (n), .kind = BODY_LINE, .offset = (at), .max = (most), \
		.help = __VA_ARGS__ \
	}
#define INSTITUTION(n, at, must, ...) \
	{ \
		.name = (n), .kind = BODY_INSTITUTION, .offset = (at), \
		.max = 64, .required = (must), .help = __VA_ARGS__ \
	}
#define TEXT(n, at, ...) \
	{ \
		.name = (n), .kind = BODY_TEXT, .offset = (at), \
		.max = HUB_TEXT_MAX, .help = __VA_ARGS__ \
	}
#define WORD(n, at, list, ...) \
	{ \
		.name = (n), .kind = BODY_WORD, .offset = (at), \
		.word = (list), .help = __VA_ARGS__ \
	}
#define FLAG(n, at, ...) \
	{ \
		.name = (n), .kind = BODY_FLAG, .offset = (at), \
		.help = __VA_ARGS__ \
	}
#define TIME(n, at, ...) \
	{ \
		.name = (n), .kind = BODY_TIME, .offset = (at), \
		.help = __VA_ARGS__ \
	}
#define END \
	{ \
		.name = NULL \
	}

static const struct body_row complainant_rows[] = {
	LINE("name", IDENTITY(name), 200, "name of the complainant"),
	LINE("contact", IDENTITY(contact), 200, "the one best way to reach"),
	LINE("phone", IDENTITY(phone), 64, "telephone number"),
	LINE("email", IDENTITY(email), 254, "mail address"),
	TEXT("address", IDENTITY(address), "postal address"),
	LINE("national_id", IDENTITY(national_id), 32, "NIK"),
	LINE("birth_place", IDENTITY(birth_place), 100, "place of birth"),
	LINE("birth_date", IDENTITY(birth_date), 10, "YYYY-MM-DD"),
	LINE("marital_status", IDENTITY(marital_status), 40, "marital status"),
	LINE("occupation", IDENTITY(occupation), 100, "occupation"),
	END,
};

const struct body_row api_case_rows[] = {
	LINE("source", HANDOFF(source), 64,
	    "who hands the case in: the caller's own institution"),
	LINE("handoff", HANDOFF(id), 13,
	    "id of the handoff in the sender's own hub, if it has one"),
	{ .name = "chan_seq",
	    .kind = BODY_COUNT,
	    .offset = HANDOFF(chan_seq),
	    .max = (UINT64_C(1) << 53) - 1,
	    .help = "its number there, from the sender to this hub" },
	LINE("tracking_id", HANDOFF(tracking_id), 64,
	    "the source's public number; the same one again is the same case"),
	WORD("channel", HANDOFF(channel), hub_channel_name,
	    "how the citizen reached the source"),
	WORD("classification", HANDOFF(classification), hub_class_name,
	    "what the citizen brings"),
	LINE("category", HANDOFF(category), 64, "as the source names it"),
	LINE("region", HANDOFF(region), 32, "Kemendagri code, as 51.71"),
	LINE("subject", HANDOFF(subject), 1000, "in one line"),
	{ .name = "narrative",
	    .kind = BODY_TEXT,
	    .offset = HANDOFF(narrative),
	    .max = HUB_TEXT_MAX,
	    .required = true,
	    .help = "the complaint's text" },
	LINE("location", HANDOFF(location), 1000, "where it happened"),
	TIME("occurred_at", HANDOFF(occurred_at), "when it happened"),
	{ .name = "complainant",
	    .kind = BODY_OBJECT,
	    .inner = complainant_rows,
	    .help = "who complains; never inside the narrative" },
	FLAG("anonymous", HANDOFF(anonymous),
	    "identity hidden from holder and public"),
	FLAG("secret", HANDOFF(secret), "content hidden from the public"),
	FLAG("urgent", HANDOFF(urgent), "danger in delay"),
	FLAG("test", HANDOFF(test), "a trial case, in no indicator"),
	INSTITUTION("target", HANDOFF(receiver), false,
	    "id of the institution that is to take it; else the rules choose"),
	WORD("kind", HANDOFF(kind), hub_kind_name, "kind of handoff"),
	WORD("reason", HANDOFF(reason), hub_reason_name, "why it is passed on"),
	TEXT("note", HANDOFF(note), "to the receiver"),
	LINE("priority_program_id", HANDOFF(priority_program_id), 64,
	    "national programme that it is about"),
	LINE("reported_body", HANDOFF(reported_body), 64,
	    "institution complained of"),
	LINE("prior_complaint", HANDOFF(prior_complaint), 200,
	    "reference of the complaint made to the provider before"),
	{ .name = "consent",
	    .kind = BODY_TEXT,
	    .offset = HANDOFF(consent),
	    .max = 4000,
	    .help = "what the complainant said when asked whether the case may"
		    " go to an institution that needs their word" },
	TIME("consent_at", HANDOFF(consent_at), "when they said it"),
	{ .name = "attachments",
	    .kind = BODY_IDS,
	    .offset = offsetof(struct api_said, attachments),
	    .max = BODY_IDS_MAX,
	    .help = "ids of complete attachments that no case has yet" },
	END,
};

const struct body_row api_pass_rows[] = {
	INSTITUTION("target", HANDOFF(receiver), true,
	    "the id of the institution that is to take it"),
	WORD("kind", HANDOFF(kind), hub_kind_name,
	    "kind of handoff; transfer when not given"),
	WORD("reason", AT(reason), hub_reason_name, "why it is passed on"),
	TEXT("note", HANDOFF(note), "to the receiver"),
	LINE("officer", AT(officer), 200, "who acted, as they call them"),
	LINE("event_id", AT(their_id), 200, "the caller's id of this event"),
	TIME("claimed_at", AT(claimed_at), "when it happened"),
	END,
};

/* What any act may say. */
#define ANY_ACT \
	LINE("officer", AT(officer), 200, "who acted, as they call them"), \
	    LINE("event_id", AT(their_id), 200, \
		"the caller's id of this event; the same again is a" \
		" repetition"), \
	    TIME("claimed_at", AT(claimed_at), "when it happened")
#define NEEDED(what) \
	{ \
		.name = "text", .kind = BODY_TEXT, .offset = AT(text), \
		.max = HUB_TEXT_MAX, .required = true, \
		.help = "the " what "'s text" \
	}

const struct body_row api_accept_rows[] = {
	TEXT("text", AT(text), "what is said with it"),
	ANY_ACT,
	END,
};

const struct body_row api_answer_rows[] = {
	NEEDED("answer"),
	WORD("audience", AT(audience), hub_audience_name,
	    "whose ears it is for, where it may be less than all"),
	FLAG("without_waiting", AT(without_waiting),
	    "of a lead: do not wait for the parts of co-handlers"),
	ANY_ACT,
	END,
};

const struct body_row api_refuse_rows[] = {
	{ .name = "reason",
	    .kind = BODY_WORD,
	    .offset = AT(reason),
	    .word = hub_reason_name,
	    .required = true,
	    .help = "a reason's code, see /v1/reasons" },
	NEEDED("refusal"),
	INSTITUTION("target", AT(target), false,
	    "id of the institution proposed instead"),
	ANY_ACT,
	END,
};

const struct body_row api_text_rows[] = {
	{ .name = "text",
	    .kind = BODY_TEXT,
	    .offset = AT(text),
	    .max = HUB_TEXT_MAX,
	    .required = true,
	    .help = "what is said" },
	WORD("audience", AT(audience), hub_audience_name,
	    "whose ears it is for, where it may be less than all"),
	ANY_ACT,
	END,
};

const struct body_row api_ask_rows[] = {
	NEEDED("question"),
	WORD("asked", AT(asked), hub_asked_name,
	    "of whom; the complainant when not given"),
	ANY_ACT,
	END,
};

const struct body_row api_correct_rows[] = {
	NEEDED("correction"),
	{ .name = "corrects",
	    .kind = BODY_LINE,
	    .offset = AT(corrects),
	    .max = 200,
	    .required = true,
	    .help = "the event_id of the caller's own event that is"
		    " corrected within a working day, or its kind: the newest"
		    " of that" },
	ANY_ACT,
	END,
};

const struct body_row api_decide_rows[] = {
	{ .name = "decision",
	    .kind = BODY_WORD,
	    .offset = AT(decision),
	    .word = hub_decision_name,
	    .required = true,
	    .help = "what is decided" },
	LINE("target", AT(target), DECISION_TARGETS_TEXT,
	    "the institution that is to take the case; of joint and split the"
	    " lead first, then the others, comma between; none of stays"),
	NEEDED("decision"),
	WORD("reason", AT(reason), hub_reason_name,
	    "its code, see /v1/reasons"),
	ANY_ACT,
	END,
};

const struct body_row api_rate_rows[] = {
	{ .name = "rating",
	    .kind = BODY_COUNT,
	    .offset = AT(rating),
	    .max = 5,
	    .required = true,
	    .help = "a whole number from 1 to 5" },
	TEXT("text", AT(text), "what is said with it"),
	ANY_ACT,
	END,
};
