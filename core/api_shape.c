/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "api_shape.h"

#include "custody.h"
#include "hub_event.h"
#include "outbox.h"
#include "ratio.h"
#include "relations.h"

#define MUST(n, k) \
	{ \
		.name = n, .kind = SHAPE_##k, .required = true \
	}
#define MAY(n, k) \
	{ \
		.name = n, .kind = SHAPE_##k \
	}
#define WORD(n, must, list) \
	{ \
		.name = n, .kind = SHAPE_WORD, .required = must, .word = list \
	}
#define OBJECT(n, must, rows) \
	{ \
		.name = n, .kind = SHAPE_OBJECT, .required = must, \
		.inner = rows \
	}
#define LIST(n, must, rows) \
	{ \
		.name = n, .kind = SHAPE_LIST, .required = must, .inner = rows \
	}
#define END \
	{ \
		.name = NULL \
	}

/* The n-th name of a list whose values have gaps, up to the last value. */
static const char *
nth_name(body_word_fn *name, unsigned last, unsigned n)
{
	for (unsigned value = 1; value <= last; value++)
		if (name(value)[0] != '\0' && --n == 0)
			return name(value);
	return "";
}

/* The n-th state of a handoff. */
static const char *
handoff_word(unsigned n)
{
	return nth_name(handoff_state_name, HANDOFF_CANCELLED, n);
}

/* The n-th state of a delivery. */
static const char *
delivery_word(unsigned n)
{
	return nth_name(delivery_state_name, DELIVERY_POSTED, n);
}

/* The n-th way of rounding. */
static const char *
rounding_word(unsigned n)
{
	return n <= RATIO_HALF_UP + 1 ? ratio_rounding_words[n - 1] : "";
}

static const struct shape_row title[] = {
	MUST("id", TEXT),
	MUST("en", TEXT),
	END,
};

const struct shape_row shape_result[] = {
	MUST("case", ID),
	MUST("handoff", ID),
	WORD("state", true, handoff_word),
	MUST("holder", TEXT),
	MAY("detail", TEXT),
	END,
};

static const struct shape_row progress[] = {
	MUST("id", ID),
	WORD("state", true, delivery_word),
	MAY("evidence", TEXT),
	MUST("attempt", NUMBER),
	MAY("remote_ref", TEXT),
	MAY("why", TEXT),
	END,
};

#define HANDOFF_ROWS \
	MUST("id", ID), MUST("case", ID), MAY("parent", ID), \
	    WORD("kind", true, hub_kind_name), \
	    WORD("state", true, handoff_word), \
	    OBJECT("state_title", true, title), MUST("sender", TEXT), \
	    MUST("receiver", TEXT), WORD("reason", false, hub_reason_name), \
	    MUST("hop", NUMBER), MUST("chan_seq", NUMBER), \
	    MUST("made_at", TIME), MAY("due_at", TIME), \
	    MAY("decided_at", TIME)

static const struct shape_row handoff[] = {
	HANDOFF_ROWS,
	OBJECT("delivery", false, progress),
	END,
};

const struct shape_row shape_handoffs[] = {
	LIST("items", true, handoff),
	MAY("next", ID),
	END,
};

#define CASE_ROWS \
	MUST("id", ID), MUST("source", TEXT), MAY("tracking_id", TEXT), \
	    WORD("state", true, case_state_name), \
	    OBJECT("state_title", true, title), MUST("holder", TEXT), \
	    MUST("holder_since", TIME), MUST("received_at", TIME), \
	    MUST("hops", NUMBER), \
	    WORD("classification", false, hub_class_name), \
	    MAY("category", TEXT), MAY("region", TEXT), \
	    MAY("anonymous", FLAG), MAY("secret", FLAG), MAY("urgent", FLAG), \
	    MAY("test", FLAG), MAY("held", FLAG), MAY("due_at", TIME), \
	    MAY("asked_at", TIME), MAY("postponed_until", TIME)

static const struct shape_row case_row[] = {
	CASE_ROWS,
	END,
};

const struct shape_row shape_cases[] = {
	LIST("items", true, case_row),
	MAY("next", ID),
	END,
};

static const struct shape_row identity[] = {
	MAY("name", TEXT),
	MAY("contact", TEXT),
	MAY("phone", TEXT),
	MAY("email", TEXT),
	MAY("address", TEXT),
	MAY("national_id", TEXT),
	MAY("birth_place", TEXT),
	MAY("birth_date", TEXT),
	MAY("marital_status", TEXT),
	MAY("occupation", TEXT),
	END,
};

static const struct shape_row attachment[] = {
	MUST("id", ID),
	MAY("name", TEXT),
	MAY("type", TEXT),
	MUST("size", NUMBER),
	END,
};

static const struct shape_row refusal[] = {
	MUST("handoff", ID),
	MUST("institution", TEXT),
	WORD("state", true, handoff_word),
	WORD("reason", false, hub_reason_name),
	OBJECT("reason_title", false, title),
	MAY("at", TIME),
	END,
};

static const struct shape_row dispute[] = {
	MUST("since", TIME),
	MAY("arbiter", TEXT),
	MAY("due_at", TIME),
	WORD("decision", false, hub_decision_name),
	MAY("decided_at", TIME),
	MAY("target", TEXT),
	MAY("proposed", TEXT),
	LIST("refusals", false, refusal),
	END,
};

static const struct shape_row relation[] = {
	MUST("case", ID),
	WORD("as", true, relation_name),
	MAY("lead", FLAG),
	END,
};

const struct shape_row shape_case[] = {
	CASE_ROWS,
	LIST("handoffs", true, handoff),
	OBJECT("dispute", false, dispute),
	LIST("relations", false, relation),
	MAY("erased", FLAG),
	WORD("channel", false, hub_channel_name),
	MAY("occurred_at", TIME),
	MAY("subject", TEXT),
	MAY("narrative", TEXT),
	MAY("location", TEXT),
	MAY("note", TEXT),
	MAY("priority_program_id", TEXT),
	MAY("reported_body", TEXT),
	MAY("prior_complaint", TEXT),
	MAY("consent", TEXT),
	MAY("consent_at", TIME),
	OBJECT("complainant", false, identity),
	LIST("attachments", true, attachment),
	END,
};

static const struct shape_row waiting[] = {
	HANDOFF_ROWS,
	OBJECT("about", false, case_row),
	END,
};

const struct shape_row shape_inbox[] = {
	LIST("items", true, waiting),
	MAY("next", ID),
	END,
};

static const struct shape_row change[] = {
	MAY("from", TEXT),
	MAY("to", TEXT),
	END,
};

static const struct shape_row item[] = {
	MUST("at", TIME),
	MUST("type", TEXT),
	OBJECT("title", false, title),
	MAY("seq", NUMBER),
	MAY("by", TEXT),
	MAY("to", TEXT),
	MAY("action", TEXT),
	MAY("outcome", TEXT),
	MAY("reason", TEXT),
	OBJECT("reason_title", false, title),
	MAY("smtp", NUMBER),
	MAY("basis", TEXT),
	MAY("handoff", TEXT),
	MAY("parent", TEXT),
	MAY("kind", TEXT),
	MAY("evidence", TEXT),
	MAY("route", TEXT),
	OBJECT("state", false, change),
	OBJECT("holder", false, change),
	WORD("event", false, hub_event_kind_name),
	WORD("audience", false, hub_audience_name),
	MAY("late", FLAG),
	MAY("held", FLAG),
	MAY("corrected", FLAG),
	MAY("text", TEXT),
	MAY("sentence", TEXT),
	MAY("officer", TEXT),
	MAY("target", TEXT),
	WORD("asked", false, hub_asked_name),
	WORD("decision", false, hub_decision_name),
	MAY("corrects", TEXT),
	MAY("event_id", TEXT),
	MAY("word", TEXT),
	MAY("claimed_at", TIME),
	MAY("rating", NUMBER),
	END,
};

const struct shape_row shape_timeline[] = {
	LIST("items", true, item),
	MAY("next", ID),
	END,
};

static const struct shape_row link[] = {
	MUST("health", TEXT),
	MAY("last_good", TIME),
	MAY("since", TIME),
	MAY("why", TEXT),
	MAY("in_hand", NUMBER),
	MAY("on_wire", NUMBER),
	END,
};

static const struct shape_row institution[] = {
	MUST("id", TEXT),
	MAY("name", TEXT),
	MUST("plugin", TEXT),
	MUST("acceptance", TEXT),
	MUST("source", FLAG),
	MUST("holds", FLAG),
	MUST("binding", FLAG),
	MUST("retired", FLAG),
	MAY("superior", TEXT),
	MAY("second_contact", TEXT),
	MAY("region", TEXT),
	MAY("successor", TEXT),
	OBJECT("link", false, link),
	END,
};

const struct shape_row shape_institutions[] = {
	LIST("items", true, institution),
	END,
};

static const struct shape_row reason[] = {
	WORD("code", true, hub_reason_name),
	OBJECT("title", true, title),
	END,
};

const struct shape_row shape_reasons[] = {
	LIST("items", true, reason),
	END,
};

static const struct shape_row indicator[] = {
	MUST("id", TEXT),
	OBJECT("title", true, title),
	MUST("unit", TEXT),
	MUST("population", TEXT),
	MUST("counted_at", TEXT),
	END,
};

static const struct shape_row value[] = {
	MUST("id", TEXT),
	MUST("numerator", NUMBER),
	MAY("denominator", NUMBER),
	MAY("value", TEXT),
	WORD("rounding", false, rounding_word),
	END,
};

static const struct shape_row total[] = {
	LIST("values", true, value),
	END,
};

static const struct shape_row group[] = {
	MUST("group", TEXT),
	MAY("name", TEXT),
	LIST("values", true, value),
	END,
};

const struct shape_row shape_indicators[] = {
	MAY("from", TEXT),
	MUST("to", TEXT),
	MUST("zone", TEXT),
	MUST("counted_at", TIME),
	MAY("institution", TEXT),
	MAY("region", TEXT),
	MAY("group", TEXT),
	LIST("indicators", true, indicator),
	OBJECT("total", true, total),
	LIST("items", true, group),
	END,
};

const struct shape_row shape_delivery[] = {
	MUST("id", ID),
	MUST("case", ID),
	MUST("handoff", ID),
	MAY("institution", TEXT),
	WORD("says", true, hub_event_kind_name),
	WORD("state", true, delivery_word),
	MAY("evidence", TEXT),
	MUST("attempt", NUMBER),
	MUST("step", NUMBER),
	MAY("remote_ref", TEXT),
	MAY("composed_by", TEXT),
	MAY("why", TEXT),
	MUST("made_at", TIME),
	MAY("due_at", TIME),
	MUST("deadline", TIME),
	END,
};

const struct shape_row shape_deliveries[] = {
	LIST("items", true, shape_delivery),
	MAY("next", ID),
	END,
};

static const struct shape_row shape_entry[] = {
	MUST("index", NUMBER),
	MUST("entry", TEXT),
	END,
};

const struct shape_row shape_entries[] = {
	LIST("items", true, shape_entry),
	MUST("indexed", NUMBER),
	MAY("next", NUMBER),
	END,
};

const struct shape_row shape_health[] = {
	MUST("status", TEXT),
	END,
};

const struct shape_row shape_problem[] = {
	MUST("type", TEXT),
	MUST("title", TEXT),
	MUST("title_en", TEXT),
	MUST("status", NUMBER),
	MAY("detail", TEXT),
	MAY("member", TEXT),
	MAY("case", ID),
	MAY("handoff", ID),
	MAY("state", TEXT),
	MAY("holder", TEXT),
	MAY("allowed", TEXT),
	MAY("decision", TEXT),
	END,
};
