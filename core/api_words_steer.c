/* SPDX-License-Identifier: Apache-2.0 */
/* What the coordinator may say in doing something about a case. */
#include "config.h"

#include "api_words.h"
#include "limits.h"

#define AT(member) offsetof(struct api_said, event.member)
#define HOW(member) offsetof(struct api_said, steer.member)
#define LINE(n, at, most, what) \
	{ \
		.name = (n), .kind = BODY_LINE, .offset = (at), .max = (most), \
		.help = what \
	}
#define CHOICE(n, at, what) \
	{ \
		.name = (n), .kind = BODY_CHOICE, .offset = (at), .help = what \
	}
#define TEXT(must) \
	{ \
		.name = "text", .kind = BODY_TEXT, .offset = AT(text), \
		.max = HUB_TEXT_MAX, .required = must, \
		.help = "why, in words that its source may read" \
	}
#define ANY_ACT \
	{ .name = "reason", \
		.kind = BODY_WORD, \
		.offset = AT(reason), \
		.word = hub_reason_name, \
		.help = "a reason's code, see /v1/reasons" }, \
	    LINE("officer", AT(officer), 200, "who acted"), \
	    LINE("event_id", AT(their_id), 200, \
		"the caller's id of this act; the same again is a" \
		" repetition"), \
	{ \
		.name = "claimed_at", .kind = BODY_TIME, \
		.offset = AT(claimed_at), .help = "when it happened" \
	}
#define END \
	{ \
		.name = NULL \
	}

const struct body_row api_steer_rows[] = {
	TEXT(false),
	ANY_ACT,
	END,
};

const struct body_row api_steer_text_rows[] = {
	TEXT(true),
	ANY_ACT,
	END,
};

const struct body_row api_postpone_rows[] = {
	{ .name = "until",
	    .kind = BODY_LINE,
	    .offset = HOW(until),
	    .max = 10,
	    .required = true,
	    .help = "the last day of it where the case's citizens live, as"
		    " 2026-03-01" },
	TEXT(true),
	ANY_ACT,
	END,
};

const struct body_row api_reclassify_rows[] = {
	{ .name = "classification",
	    .kind = BODY_WORD,
	    .offset = HOW(classification),
	    .word = hub_class_name,
	    .help = "what the citizen brings" },
	LINE("category", HOW(category), 64, "as the rules name it"),
	LINE("region", HOW(region), 32, "Kemendagri code, as 51.71"),
	CHOICE("secret", HOW(secret), "content hidden from the public"),
	CHOICE("urgent", HOW(urgent), "danger in delay"),
	TEXT(false),
	ANY_ACT,
	END,
};

const struct body_row api_relate_rows[] = {
	{ .name = "case",
	    .kind = BODY_LINE,
	    .offset = HOW(other),
	    .max = 64,
	    .required = true,
	    .help = "the id of the other case" },
	{ .name = "as",
	    .kind = BODY_WORD,
	    .offset = HOW(as),
	    .word = relation_name,
	    .required = true,
	    .help = "same: one custody, the older one's; related: a note" },
	{ .name = "undo",
	    .kind = BODY_FLAG,
	    .offset = HOW(undo),
	    .help = "they are that no more" },
	TEXT(true),
	ANY_ACT,
	END,
};

const struct body_row api_adopt_rows[] = {
	LINE("event", HOW(adopts), 200,
	    "the event_id of what came too late; the newest when not given"),
	TEXT(true),
	ANY_ACT,
	END,
};
