/* SPDX-License-Identifier: Apache-2.0 */
/* Bodies of the API's calls, by each of its tables. */
#include "config.h"

#include <string.h>

#include "api_words.h"
#include "fuzz_seed.h"
#include "utf8.h"

const char *const fuzz_seeds[] = {
	"{\"source\":\"lapor\",\"tracking_id\":\"1\",\"channel\":\"web\","
	"\"classification\":\"complaint\",\"narrative\":\"a\\nb\","
	"\"occurred_at\":\"2026-02-02T08:00:00+08:00\",\"urgent\":true,"
	"\"complainant\":{\"name\":\"N\",\"email\":\"a@example\"},"
	"\"attachments\":[\"0sa4e6xqr0000\",\"0sa4e6xqr0001\"]}",
	"{\"reason\":\"wrong_address\",\"text\":\"Bukan kami\","
	"\"target\":\"pln\",\"event_id\":\"7\"}",
	"{\"text\":\"Sudah\",\"audience\":\"parties\",\"officer\":\"x\"}",
	"{\"rating\":5,\"claimed_at\":\"2026-02-02T08:00:00Z\"}",
	"{\"text\":\"?\",\"asked\":\"sender\",\"corrects\":\"e1\"}",
	"{\"narrative\":{\"narrative\":[]},\"nik\":\"\\u0000\"}",
	NULL,
};

static const struct body_row *const tables[] = { api_case_rows, api_pass_rows,
	api_accept_rows, api_refuse_rows, api_text_rows, api_ask_rows,
	api_correct_rows, api_rate_rows };

/* Every text that was taken keeps its row's rule. */
static void
check_texts(const struct body_row *rows, const struct api_said *said)
{
	for (const struct body_row *r = rows; r->name != NULL; r++) {
		const char *text;
		size_t len;

		if (r->kind == BODY_OBJECT)
			check_texts(r->inner, said);
		if (r->kind > BODY_TEXT)
			continue;
		text = *(const char *const *)((const char *)said + r->offset);
		len = strlen(text);
		fuzz_must(len <= r->max, "a text within its limit");
		fuzz_must(r->kind == BODY_TEXT ? utf8_is_text(text, len)
					       : utf8_is_line(text, len),
		    "a text of its kind");
	}
}

/* Reads a document by one table. */
static void
read_by(const struct body_row *rows, const struct hub_json *doc)
{
	struct api_said said = { .attachments.count = 0 };
	struct body_problem problem = { "", "" };

	said.event = hub_event_init(HUB_EV_HANDOFF);
	if (body_read(doc, rows, &said, &problem)) {
		check_texts(rows, &said);
		fuzz_must(said.event.rating <= 5, "a rating up to 5");
		return;
	}
	fuzz_must(problem.text[0] != '\0', "a sentence");
	fuzz_must(utf8_is_line(problem.text, strlen(problem.text)),
	    "a sentence in one line");
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct hub_json *doc = NULL;

	if (hub_json_read((const char *)bytes, len, &doc, NULL) != HUB_OK)
		return 0;
	for (size_t i = 0; i < sizeof(tables) / sizeof(*tables); i++)
		read_by(tables[i], doc);
	hub_json_free(doc);
	return 0;
}
