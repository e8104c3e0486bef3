/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "hub_time.h"
#include "import_map.h"
#include "import_when.h"

/* Dates as they are written, and the instant in UTC or the beginning of what
 * is said. */
static const struct {
	const char *text, *want;
} dates[] = {
	{ "2026-02-03", "2026-02-03T04:00:00Z" },
	{ "2026-02-03 10:15", "2026-02-03T02:15:00Z" },
	{ "2026-02-03T10:15:30", "2026-02-03T02:15:30Z" },
	{ "2026-02-03T10:15:30.25Z", "2026-02-03T10:15:30Z" },
	{ "2026-02-03 10:15:30 +07:00", "2026-02-03T03:15:30Z" },
	{ "2026-02-03 10:15+0900", "2026-02-03T01:15:00Z" },
	{ "2026-02-03T00:15-05", "2026-02-03T05:15:00Z" },
	{ "3 Februari 2026", "2026-02-03T04:00:00Z" },
	{ "03 Feb 2026", "2026-02-03T04:00:00Z" },
	{ "31 DESEMBER 2025, 23.59 WIB", "2025-12-31T16:59:00Z" },
	{ "1 Agt. 2026 00:00:01 wita", "2026-07-31T16:00:01Z" },
	{ "29 Februari 2028", "2028-02-29T04:00:00Z" },
	{ "03/04/2026", "found a date in digits alone" },
	{ "03-04-2026 10:15:00", "found a date in digits alone" },
	{ "2026/02/03", "found a date in digits alone" },
	{ "25.12.2026", "found a date in digits alone" },
	{ "2026-02-30", "found a day that is not in the calendar" },
	{ "2026-13-01", "found a day that is not in the calendar" },
	{ "0 Mei 2026", "found a day that is not in the calendar" },
	{ "3 March 2026", "found another text" },
	{ "kemarin", "found another text" },
	{ "3 Mei", "found another text" },
	{ "46054", "found another text" },
	{ "2026-02-03 pagi", "found something behind the date" },
	{ "2026-02-03 24:00", "found something behind the date" },
	{ "2026-02-03 10:15 WIBB", "found something behind the date" },
	{ "2026-02-03T10:15+99:00", "found something behind the date" },
	{ "2026-02-03x", "found something behind the date" },
};

static void
dates_are_read_only_where_nobody_need_guess(void **state)
{
	struct tz *zone = tz_open("Asia/Makassar");

	(void)state;
	assert_non_null(zone);
	for (size_t i = 0; i < sizeof(dates) / sizeof(*dates); i++) {
		char got[512];
		int64_t seconds = 0;
		const char *problem = import_when(zone, dates[i].text,
		    &seconds);

		if (problem[0] == '\0')
			hub_time_text(seconds, got);
		else
			(void)snprintf(got, sizeof(got), "%.*s",
			    (int)strlen(dates[i].want), problem);
		assert_string_equal(got, dates[i].want);
	}
	tz_free(zone);
}

/* import_complain_fn: one sentence a line. */
static void
hear(void *ctx, unsigned line, const char *sentence)
{
	hub_buf_fmt(ctx, "%u: %.51s\n", line, sentence);
}

#define GOOD "[columns]\nIsi = narrative\n"

/* Maps, and the beginning of all that is said of each. */
static const struct {
	const char *text, *told;
} maps[] = {
	{ GOOD, "" },
	{ "\xef\xbb\xbf# x\r\n[file]\r\ndelimiter = ;\r\n" GOOD
	  "  \"A = B\" = subject\n[ words channel ]\n\"\" = web\n"
	  "[fixed]\nsecret = true\nsource = lapor\n",
	    "" },
	{ "", "1: found no column, expected rows COLUMN = MEMBER belo\n" },
	{ "Isi = narrative\n",
	    "1: found a row before the first heading; expected one \n" },
	{ "[kolom]\nIsi = narrative\n",
	    "1: found another heading; expected one of [file], [col\n" },
	{ "[columns\n" GOOD,
	    "1: found another heading; expected one of [file], [col\n" },
	{ GOOD "Judul\n", "3: found no =, expected KEY = VALUE\n" },
	{ GOOD "Judul = title\n",
	    "3: \"title\" is no member of a case; expected one of tho\n" },
	{ GOOD "Nama = complainant\n",
	    "3: \"complainant\" is no member of a case; expected one \n" },
	{ GOOD "Berkas = attachments\n",
	    "3: \"attachments\" is no member of a case; expected one \n" },
	{ GOOD "Teks = narrative\n",
	    "3: narrative is given a second time, first on line 2; \n" },
	{ GOOD "Isi = subject\n",
	    "3: the column \"Isi\" stands a second time, first on lin\n" },
	{ "[file]\ndelimiter = |\nzone = WIB\n" GOOD,
	    "2: delimiter is \"|\", expected , or ;\n"
	    "3: found \"zone\", expected delimiter or timezone; colum\n" },
	{ GOOD "[fixed]\nchannel = radio\nsecret = ya\n",
	    "4: \"radio\" is nothing that channel may be; expected on\n"
	    "5: \"ya\" is nothing that secret may be; expected true o\n" },
	{ GOOD "[words status]\nSelesai = done\nProses = forwarded\n"
	       "proses = received\n",
	    "4: \"done\" is nothing that status may be; expected one \n"
	    "6: the word \"proses\" stands a second time; keep one\n" },
	{ GOOD "[words warna]\nMerah = x\n",
	    "3: \"warna\" is no member of a case; expected one of tho\n" },
	{ GOOD "J\xe9 = subject\n",
	    "3: found other bytes than text in UTF-8\n" },
};

static void
each_mistake_of_a_map_is_told_by_its_line(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(maps) / sizeof(*maps); i++) {
		struct import_map map;
		struct hub_buf told;
		bool good;

		hub_buf_init(&told, 1 << 16);
		import_map_init(&map);
		good = import_map_read(&map, maps[i].text, strlen(maps[i].text),
		    hear, &told);
		assert_string_equal(hub_buf_str(&told), maps[i].told);
		assert_int_equal(good, told.len == 0);
		import_map_release(&map);
		hub_buf_release(&told);
	}
}

static void
words_mean_what_the_map_says_and_others_themselves(void **state)
{
	static const char text[] = GOOD "Kanal = channel\n"
					"[words channel]\nSitus = web\n"
					"\"\" = walk_in\n";
	struct import_map map;
	struct hub_buf told;
	const struct body_row *channel, *narrative;

	(void)state;
	hub_buf_init(&told, 1024);
	import_map_init(&map);
	assert_true(import_map_read(&map, text, strlen(text), hear, &told));
	channel = import_rows_find(&map.rows, "channel");
	narrative = import_rows_find(&map.rows, "narrative");
	assert_string_equal(import_map_meant(&map, channel, "SITUS"), "web");
	assert_string_equal(import_map_meant(&map, channel, ""), "walk_in");
	assert_string_equal(import_map_meant(&map, channel, "sms"), "sms");
	assert_string_equal(import_map_meant(&map, narrative, "situs"),
	    "situs");
	import_map_release(&map);
	hub_buf_release(&told);
}

static void
without_a_map_each_member_is_a_column(void **state)
{
	struct import_map map;

	(void)state;
	import_map_init(&map);
	import_map_all(&map);
	assert_non_null(import_map_column(&map, "complainant.national_id"));
	assert_non_null(import_map_column(&map, "received"));
	assert_non_null(import_map_column(&map, "narrative"));
	assert_null(import_map_column(&map, "attachments"));
	assert_null(import_map_column(&map, "complainant"));
	import_map_release(&map);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(dates_are_read_only_where_nobody_need_guess),
		cmocka_unit_test(each_mistake_of_a_map_is_told_by_its_line),
		cmocka_unit_test(
		    words_mean_what_the_map_says_and_others_themselves),
		cmocka_unit_test(without_a_map_each_member_is_a_column),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
