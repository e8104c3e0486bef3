/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "wording.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "wording_id.h"

#define TEXT_MAX 4096
#define MONDAY INT64_C(1770019500000)	/* 2 February 2026, 16:05 in WITA */
#define MIDNIGHT INT64_C(1770652800000) /* 10 February 2026, 00:00 in WITA */

/* Every name that the templates may use. */
static const char *const known[] = { "instansi", "lainnya", "nomor", "isi",
	"daftar", "alasan", "keputusan", "waktu", "batas", "jumlah" };

/* A sentence, until the next one. */
static const char *
sentence(enum wording which, const struct wording_args *args)
{
	static char text[TEXT_MAX];
	struct hub_buf out;

	hub_buf_init(&out, TEXT_MAX - 1);
	wording_make(&out, which, args);
	assert_true(hub_buf_ok(&out));
	(void)snprintf(text, sizeof(text), "%s", hub_buf_str(&out));
	hub_buf_release(&out);
	return text;
}

/* Arguments that fill every name. */
static struct wording_args
all_args(const struct tz *zone)
{
	return (struct wording_args){ .institution = "PLN Bali",
		.other = "PDAM Denpasar",
		.case_ref = "LPR-7",
		.text = "isi",
		.list = "satu, dua",
		.reason = HUB_REASON_STATE_ENTERPRISE,
		.decision = HUB_DECISION_TO,
		.at_ms = MONDAY,
		.until_ms = MIDNIGHT,
		.number = 4,
		.zone = zone };
}

/* Whether a name may stand in a template. */
static bool
is_known(const char *name, size_t len)
{
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strlen(known[i]) == len &&
		    strncmp(known[i], name, len) == 0)
			return true;
	return false;
}

static void
every_sentence_has_a_name_a_text_and_hearers(void **state)
{
	(void)state;
	for (unsigned i = 0; i < WORDING_COUNT; i++) {
		const struct wording_row *row = &wording_id_rows[i];

		assert_non_null(row->name);
		assert_non_null(row->text);
		assert_int_not_equal(row->audience, HUB_AUDIENCE_NONE);
		assert_true(strlen(row->text) > 20);
		for (unsigned j = 0; j < i; j++)
			assert_string_not_equal(row->name,
			    wording_id_rows[j].name);
	}
}

static void
a_template_uses_known_names_and_closes_what_it_opens(void **state)
{
	(void)state;
	for (unsigned i = 0; i < WORDING_COUNT; i++) {
		bool part = false;

		for (const char *at = wording_id_rows[i].text; *at; at++) {
			size_t len = strcspn(at, "}");

			assert_true(*at != '[' || !part);
			assert_true(*at != ']' || part);
			part = *at == '[' || (part && *at != ']');
			assert_true(*at != '}');
			if (*at != '{')
				continue;
			assert_true(is_known(at + 1, len - 1));
			at += len;
		}
		assert_false(part);
	}
}

static void
no_sentence_says_the_bare_word(void **state)
{
	(void)state;
	for (unsigned i = 0; i < WORDING_COUNT; i++)
		assert_null(strstr(wording_id_rows[i].text, "tolak"));
	for (unsigned i = 0; i < WORDING_REASONS; i++)
		assert_null(strstr(wording_id_reasons[i], "tolak"));
	for (unsigned i = 0; i < WORDING_DECISIONS; i++)
		assert_null(strstr(wording_id_decisions[i], "tolak"));
}

static void
every_reason_and_decision_has_a_clause_of_its_own(void **state)
{
	(void)state;
	for (unsigned i = 0; i < WORDING_REASONS; i++)
		for (unsigned j = 0; j < i; j++)
			assert_string_not_equal(wording_reason(i),
			    wording_reason(j));
	for (unsigned i = 0; i < WORDING_DECISIONS; i++)
		for (unsigned j = 0; j < i; j++)
			assert_string_not_equal(wording_decision(i),
			    wording_decision(j));
	assert_string_equal(wording_reason(99), wording_reason(0));
}

static void
a_sentence_never_shows_its_template(void **state)
{
	struct wording_args none = wording_args_init(), all;
	struct tz *zone = tz_open("Asia/Makassar");

	(void)state;
	all = all_args(zone);
	for (unsigned i = 0; i < WORDING_COUNT; i++) {
		assert_null(strpbrk(sentence(i, &all), "{}[]"));
		assert_null(strpbrk(sentence(i, &none), "{}[]"));
		assert_null(strstr(sentence(i, &none), "  "));
		assert_null(strstr(sentence(i, &all), ".."));
	}
	tz_free(zone);
}

static void
no_date_is_of_numbers_alone(void **state)
{
	struct tz *zone = tz_open("Asia/Makassar");
	struct wording_args all = all_args(zone);

	(void)state;
	for (unsigned i = 0; i < WORDING_COUNT; i++) {
		const char *text = sentence(i, &all);

		for (const char *at = text; (at = strstr(at, "2026")); at++)
			assert_memory_equal(at - strlen("Februari "),
			    "Februari ", strlen("Februari "));
		assert_null(strpbrk(text, "/"));
	}
	tz_free(zone);
}

static void
what_was_not_given_is_left_out(void **state)
{
	struct wording_args args = wording_args_init();

	(void)state;
	assert_string_equal(sentence(WORDING_RECEIVED, &args),
	    "Laporan telah kami terima.");
	args.institution = "PLN Bali";
	assert_string_equal(sentence(WORDING_RECEIVED, &args),
	    "Laporan telah kami terima dan diteruskan ke PLN Bali.");
	assert_string_equal(sentence(WORDING_POSTPONED, &args),
	    "Tindak lanjut laporan ditunda.");
}

static void
the_source_hears_who_holds_it_since_when(void **state)
{
	struct tz *zone = tz_open("Asia/Makassar");
	struct wording_args args = all_args(zone);

	(void)state;
	assert_string_equal(sentence(WORDING_HELD, &args),
	    "Laporan LPR-7 ditangani oleh PLN Bali sejak 2 Februari 2026 "
	    "pukul 16.05 WITA.");
	assert_string_equal(sentence(WORDING_PASSED, &args),
	    "Laporan LPR-7 diteruskan ke PLN Bali karena menyangkut badan "
	    "usaha milik negara.");
	tz_free(zone);
}

static void
a_limit_that_ends_with_a_day_is_that_day(void **state)
{
	struct tz *zone = tz_open("Asia/Makassar");
	struct wording_args args = all_args(zone);

	(void)state;
	assert_string_equal(sentence(WORDING_REMINDER, &args),
	    "Pengingat: laporan LPR-7 menunggu tindakan PLN Bali, paling "
	    "lambat 9 Februari 2026 WITA.");
	args.until_ms = MONDAY;
	assert_string_equal(sentence(WORDING_REMINDER, &args),
	    "Pengingat: laporan LPR-7 menunggu tindakan PLN Bali, paling "
	    "lambat 2 Februari 2026 pukul 16.05 WITA.");
	tz_free(zone);
}

/* A moment as different zones call it. */
static const struct {
	const char *zone, *want;
} moments[] = {
	{ "Asia/Jakarta", "2 Februari 2026 pukul 15.05 WIB" },
	{ "Asia/Makassar", "2 Februari 2026 pukul 16.05 WITA" },
	{ "Asia/Jayapura", "2 Februari 2026 pukul 17.05 WIT" },
	{ "Asia/Kolkata", "2 Februari 2026 pukul 13.35 UTC+5.30" },
	{ "America/New_York", "2 Februari 2026 pukul 03.05 UTC-5" },
	{ "UTC", "2 Februari 2026 pukul 08.05 UTC" },
};

static void
a_moment_names_its_zone(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(moments) / sizeof(moments[0]); i++) {
		struct tz *zone = tz_open(moments[i].zone);
		struct hub_buf out;

		hub_buf_init(&out, 100);
		wording_moment(&out, zone, MONDAY);
		assert_string_equal(hub_buf_str(&out), moments[i].want);
		hub_buf_release(&out);
		tz_free(zone);
	}
}

static void
a_day_has_the_name_of_its_month(void **state)
{
	struct tz *zone = tz_open("UTC");
	struct hub_buf out;

	(void)state;
	hub_buf_init(&out, 100);
	wording_day(&out, zone, INT64_C(-1));
	assert_string_equal(hub_buf_str(&out), "31 Desember 1969");
	hub_buf_release(&out);
	tz_free(zone);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_sentence_has_a_name_a_text_and_hearers),
		cmocka_unit_test(
		    a_template_uses_known_names_and_closes_what_it_opens),
		cmocka_unit_test(no_sentence_says_the_bare_word),
		cmocka_unit_test(
		    every_reason_and_decision_has_a_clause_of_its_own),
		cmocka_unit_test(a_sentence_never_shows_its_template),
		cmocka_unit_test(no_date_is_of_numbers_alone),
		cmocka_unit_test(what_was_not_given_is_left_out),
		cmocka_unit_test(the_source_hears_who_holds_it_since_when),
		cmocka_unit_test(a_limit_that_ends_with_a_day_is_that_day),
		cmocka_unit_test(a_moment_names_its_zone),
		cmocka_unit_test(a_day_has_the_name_of_its_month),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
