/* SPDX-License-Identifier: Apache-2.0 */
/* Bodies of the API: what is taken, and what is said of each mistake. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "api_words.h"

struct bad {
	const char *body, *member, *text;
};

/* How a sentence about a case's unknown member ends. */
#define KNOWN \
	"; known are source, handoff, chan_seq, tracking_id, channel," \
	" classification, category, region, subject, narrative, location," \
	" occurred_at, complainant, anonymous, secret, urgent, test, target," \
	" kind, reason, note, priority_program_id, reported_body," \
	" prior_complaint, consent, consent_at, attachments"

static const struct bad bad_cases[] = {
	{ "[]", "", "the body is array, expected an object" },
	{ "{}", "narrative",
	    "narrative: is missing, expected the complaint's text" },
	{ "{\"narrative\":\"\"}", "narrative",
	    "narrative: is missing, expected the complaint's text" },
	{ "{\"narrative\":7}", "narrative",
	    "narrative: found number, expected text" },
	{ "{\"narrative\":null}", "narrative",
	    "narrative: found null, expected text" },
	{ "{\"narrative\":\"a\\u0007b\"}", "narrative",
	    "narrative: found a control character, expected text with tabs"
	    " and line breaks at most" },
	{ "{\"subject\":\"a\\nb\",\"narrative\":\"x\"}", "subject",
	    "subject: found a control character, expected one line of text" },
	{ "{\"narrative\":\"x\",\"Subject\":\"y\"}", "Subject",
	    "Subject: is not a member here; did you mean \"subject\"?" KNOWN },
	{ "{\"narrative\":\"x\",\"receiver\":\"pdam\"}", "receiver",
	    "receiver: is not a member here; did you mean \"target\"?" KNOWN },
	{ "{\"narrative\":\"x\",\"email\":\"a@b.id\"}", "email",
	    "email: is not a member here; it belongs in"
	    " \"complainant\"" KNOWN },
	{ "{\"narrative\":\"x\",\"zzzzzz\":1}", "zzzzzz",
	    "zzzzzz: is not a member here" KNOWN },
	{ "{\"narrative\":\"x\",\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\""
	  ":1}",
	    "",
	    "found a member with a name of 42 bytes that is not known here;"
	    " see /openapi.json" },
	{ "{\"channel\":\"fax\",\"narrative\":\"x\"}", "channel",
	    "channel: found another word, expected one of web, sms, x,"
	    " android, ios, mail, walk_in, api" },
	{ "{\"channel\":3,\"narrative\":\"x\"}", "channel",
	    "channel: found number, expected one of web, sms, x, android,"
	    " ios, mail, walk_in, api" },
	{ "{\"anonymous\":\"yes\",\"narrative\":\"x\"}", "anonymous",
	    "anonymous: found text, expected true or false" },
	{ "{\"occurred_at\":\"02-03-2026\",\"narrative\":\"x\"}", "occurred_at",
	    "occurred_at: found another text, expected a time with its zone,"
	    " such as \"2026-02-02T08:00:00+08:00\"" },
	{ "{\"occurred_at\":\"2026-02-02T08:00:00\",\"narrative\":\"x\"}",
	    "occurred_at",
	    "occurred_at: found another text, expected a time with its zone,"
	    " such as \"2026-02-02T08:00:00+08:00\"" },
	{ "{\"tracking_id\":\"0123456789012345678901234567890123456789"
	  "0123456789012345678901234\",\"narrative\":\"x\"}",
	    "tracking_id", "tracking_id: found 65 bytes, expected at most 64" },
	{ "{\"complainant\":\"Budi\",\"narrative\":\"x\"}", "complainant",
	    "complainant: found text, expected an object" },
	{ "{\"complainant\":{\"nik\":\"1\"},\"narrative\":\"x\"}",
	    "complainant.nik",
	    "complainant.nik: is not a member here; did you mean"
	    " \"national_id\"?; known are name, contact, phone, email, address,"
	    " national_id, birth_place, birth_date, marital_status,"
	    " occupation" },
	{ "{\"complainant\":{\"email\":[]},\"narrative\":\"x\"}",
	    "complainant.email",
	    "complainant.email: found array, expected text" },
	{ "{\"attachments\":\"one\",\"narrative\":\"x\"}", "attachments",
	    "attachments: found text, expected a list of ids" },
	{ "{\"attachments\":[\"one\"],\"narrative\":\"x\"}", "attachments",
	    "attachments: found something else at place 1, expected the id"
	    " of an attachment" },
};

static const struct bad bad_ratings[] = {
	{ "{}", "rating",
	    "rating: is missing, expected a whole number from 1 to 5" },
	{ "{\"rating\":0}", "rating",
	    "rating: found another number, expected a whole number from 1 to"
	    " 5" },
	{ "{\"rating\":6}", "rating",
	    "rating: found another number, expected a whole number from 1 to"
	    " 5" },
	{ "{\"rating\":4.5}", "rating",
	    "rating: found another number, expected a whole number from 1 to"
	    " 5" },
	{ "{\"rating\":\"5\"}", "rating",
	    "rating: found text, expected a whole number from 1 to 5" },
};

static const struct bad bad_refusals[] = {
	{ "{\"text\":\"no\"}", "reason",
	    "reason: is missing, expected a reason's code, see /v1/reasons" },
	{ "{\"reason\":\"wrong_address\"}", "text",
	    "text: is missing, expected the refusal's text" },
	{ "{\"reason\":\"campus\",\"text\":\"no\",\"to\":\"pdam\"}", "to",
	    "to: is not a member here; did you mean \"target\"?; known are"
	    " reason, text, target, officer, event_id, claimed_at" },
	{ "{\"reason\":\"because\",\"text\":\"no\"}", "reason",
	    "reason: found another word, expected one of outside_authority,"
	    " wrong_address, wrong_region, higher_level, lower_level,"
	    " national_priority, unresolved_escalation, supervisory_content,"
	    " abroad, state_enterprise, campus, duplicate, incomplete,"
	    " complainant_request" },
};

/* Each body is refused with its member and sentence. */
static void
expect_refused(const struct bad *rows, size_t count,
    const struct body_row *table)
{
	for (size_t i = 0; i < count; i++) {
		struct api_said said = { .attachments.count = 0 };
		struct body_problem problem = { "", "" };
		struct hub_json *doc = NULL;

		said.event = hub_event_init(HUB_EV_HANDOFF);
		assert_int_equal(hub_json_read(rows[i].body,
				     strlen(rows[i].body), &doc, NULL),
		    HUB_OK);
		assert_false(body_read(doc, table, &said, &problem));
		assert_string_equal(problem.text, rows[i].text);
		assert_string_equal(problem.member, rows[i].member);
		hub_json_free(doc);
	}
}

/* A bad body of a case is refused with a sentence that says what to mend. */
static void
bad_case_is_refused(void **state)
{
	(void)state;
	expect_refused(bad_cases, sizeof(bad_cases) / sizeof(bad_cases[0]),
	    api_case_rows);
}

/* So is a rating, and a refusal. */
static void
bad_act_is_refused(void **state)
{
	(void)state;
	expect_refused(bad_ratings,
	    sizeof(bad_ratings) / sizeof(bad_ratings[0]), api_rate_rows);
	expect_refused(bad_refusals,
	    sizeof(bad_refusals) / sizeof(bad_refusals[0]), api_refuse_rows);
}

static const char full_case[] =
    "{\"source\":\"lapor\",\"tracking_id\":\"10482207\",\"channel\":\"web\","
    "\"classification\":\"complaint\",\"category\":\"water\","
    "\"region\":\"51.71\",\"subject\":\"Air mati\","
    "\"narrative\":\"Air mati\\nsejak Senin \\u00e9\","
    "\"occurred_at\":\"2026-02-02T08:00:00+08:00\","
    "\"complainant\":{\"name\":\"Ni Luh\",\"phone\":\"0800\"},"
    "\"urgent\":true,\"target\":\"pdam\",\"kind\":\"copy\","
    "\"attachments\":[\"01h0000000000\"],\"location\":\"\"}";

/* Every member of a case stands where the relay looks for it. */
static void
full_case_is_read(void **state)
{
	struct api_said said = { .attachments.count = 0 };
	const struct hub_handoff *h = &said.event.handoff;
	struct body_problem problem;
	struct hub_json *doc = NULL;

	(void)state;
	said.event = hub_event_init(HUB_EV_HANDOFF);
	assert_int_equal(hub_json_read(full_case, strlen(full_case), &doc,
			     NULL),
	    HUB_OK);
	assert_true(body_read(doc, api_case_rows, &said, &problem));
	assert_string_equal(h->source, "lapor");
	assert_string_equal(h->tracking_id, "10482207");
	assert_int_equal(h->channel, HUB_CHANNEL_WEB);
	assert_int_equal(h->classification, HUB_CLASS_COMPLAINT);
	assert_string_equal(h->narrative, "Air mati\nsejak Senin \xc3\xa9");
	assert_int_equal(h->occurred_at, 1769990400);
	assert_string_equal(h->complainant.name, "Ni Luh");
	assert_string_equal(h->complainant.phone, "0800");
	assert_string_equal(h->complainant.email, "");
	assert_string_equal(h->receiver, "pdam");
	assert_int_equal(h->kind, HUB_KIND_COPY);
	assert_true(h->urgent);
	assert_false(h->secret);
	assert_int_equal(said.attachments.count, 1);
	assert_string_equal(said.attachments.ids[0], "01h0000000000");
	hub_json_free(doc);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bad_case_is_refused),
		cmocka_unit_test(bad_act_is_refused),
		cmocka_unit_test(full_case_is_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
