/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "emb_date.h"
#include "emb_reason.h"
#include "emb_verb.h"

#define LENGTH(a) (sizeof(a) / sizeof((a)[0]))

static void
a_verb_is_exact_and_alone(void **state)
{
	static const struct {
		const char *line;
		enum emb_verb verb;
		unsigned number;
		const char *code;
	} rows[] = {
		{ "TERIMA", EMB_TERIMA, 0, "" },
		{ " \xc2\xa0TERIMA \r", EMB_TERIMA, 0, "" },
		{ "*TERIMA*", EMB_TERIMA, 0, "" },
		{ "TOLAK", EMB_TOLAK, 0, "" },
		{ "TOLAK 3", EMB_TOLAK, 3, "" },
		{ "TOLAK\t14.", EMB_TOLAK, 14, "" },
		{ "SETUJU AB12", EMB_SETUJU, 0, "ab12" },
		{ "TERIMA KASIH", EMB_NO_VERB, 0, "" },
		{ "TERIMA.", EMB_NO_VERB, 0, "" },
		{ "TERIMAKASIH", EMB_NO_VERB, 0, "" },
		{ "Terima", EMB_NO_VERB, 0, "" },
		{ "TERIMA 1", EMB_NO_VERB, 0, "" },
		{ "TOLAK1", EMB_NO_VERB, 0, "" },
		{ "TOLAK 100", EMB_NO_VERB, 0, "" },
		{ "TOLAK 1 2", EMB_NO_VERB, 0, "" },
		{ "TOLAK 0", EMB_NO_VERB, 0, "" },
		{ "SETUJU", EMB_NO_VERB, 0, "" },
		{ "SETUJU AB12 ya", EMB_NO_VERB, 0, "" },
		{ "SETUJU\xc3\xa9", EMB_NO_VERB, 0, "" },
		{ "", EMB_NO_VERB, 0, "" },
		{ "*", EMB_NO_VERB, 0, "" },
		{ "**", EMB_NO_VERB, 0, "" },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct emb_said said = emb_verb_read(rows[i].line,
		    strlen(rows[i].line));

		assert_int_equal(said.verb, rows[i].verb);
		assert_int_equal(said.number, rows[i].number);
		assert_string_equal(said.code, rows[i].code);
	}
}

static void
every_verb_has_an_example_that_is_one(void **state)
{
	(void)state;
	for (unsigned i = EMB_TERIMA; i < EMB_SETUJU; i++) {
		const struct emb_verb_row *row = emb_verb_row((enum emb_verb)i);
		struct emb_said said = emb_verb_read(row->example,
		    strcspn(row->example, "\n"));

		assert_int_equal(said.verb, i);
		assert_int_equal(said.number != 0,
		    (row->needs & EMB_NUMBER) != 0);
	}
}

static void
a_verb_has_an_address_of_its_own(void **state)
{
	static const struct {
		const char *field, *plain;
		enum emb_verb verb;
		bool confirm;
	} rows[] = {
		{ "a+t-terima@h.test", "a+t@h.test", EMB_TERIMA, false },
		{ "x <A+T-Tolak@H.Test>, y@z", "a+t@h.test", EMB_TOLAK, false },
		{ "a+t-konfirmasi@h.test", "a+t@h.test", EMB_NO_VERB, true },
		{ "a+t@h.test", "a+t@h.test", EMB_NO_VERB, false },
		{ "a+t-@h.test", "a+t@h.test", EMB_NO_VERB, false },
		{ "a+t-setuju@h.test", "a+t@h.test", EMB_NO_VERB, false },
		{ "a+t-x@h.test", "a+t@h.test", EMB_NO_VERB, false },
		{ "a+t-terima@other.test", "a+t@h.test", EMB_NO_VERB, false },
		{ "a+other-terima@h.test", "a+t@h.test", EMB_NO_VERB, false },
		{ "a+t-terima", "a+t@h.test", EMB_NO_VERB, false },
		{ "a+t-terima@h.test", "", EMB_NO_VERB, false },
		{ "", "a+t@h.test", EMB_NO_VERB, false },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(rows); i++) {
		bool confirm = false;

		assert_int_equal(emb_verb_address(rows[i].field, rows[i].plain,
				     &confirm),
		    rows[i].verb);
		assert_int_equal(confirm, rows[i].confirm);
	}
}

static void
numbers_stand_for_every_reason(void **state)
{
	(void)state;
	for (unsigned i = 1; i <= HUB_REASON_COMPLAINANT_REQUEST; i++)
		assert_string_not_equal(emb_reason_clause((enum hub_reason)i),
		    "");
	assert_int_equal(emb_reason_of(1), HUB_REASON_OUTSIDE_AUTHORITY);
	assert_int_equal(emb_reason_of(14), HUB_REASON_COMPLAINANT_REQUEST);
	assert_int_equal(emb_reason_of(0), HUB_REASON_NONE);
	assert_int_equal(emb_reason_of(15), HUB_REASON_NONE);
}

static void
a_limit_is_a_day_in_words(void **state)
{
	static const struct {
		int64_t seconds, offset;
		const char *words;
	} rows[] = {
		{ 1770220800, 28800,
		    "Rabu, 4 Februari 2026 (akhir hari kerja, WITA/UTC+8)" },
		{ 1770220800, 32400,
		    "Kamis, 5 Februari 2026 pukul 01.00 "
		    "WIT/UTC+9" },
		{ 1770240600, -12600,
		    "Rabu, 4 Februari 2026 pukul 18.00 UTC-3.30" },
		{ 1770249600, 0,
		    "Rabu, 4 Februari 2026 (akhir hari kerja, "
		    "UTC)" },
		{ 1, 0, "Kamis, 1 Januari 1970 pukul 00.00 UTC" },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct hub_buf out;

		hub_buf_init(&out, 256);
		emb_date_limit(&out, rows[i].seconds, rows[i].offset);
		assert_string_equal(hub_buf_str(&out), rows[i].words);
		hub_buf_release(&out);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_verb_is_exact_and_alone),
		cmocka_unit_test(every_verb_has_an_example_that_is_one),
		cmocka_unit_test(a_verb_has_an_address_of_its_own),
		cmocka_unit_test(numbers_stand_for_every_reason),
		cmocka_unit_test(a_limit_is_a_day_in_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
