/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "calendar.h"
#include "calendar_2026.h"
#include "civil.h"
#include "hub_buf.h"
#include "limits.h"

#define NATIONAL (1u << CALENDAR_NATIONAL)
#define LEAVE (1u << CALENDAR_JOINT_LEAVE)
#define DISPENSATION (1u << CALENDAR_DISPENSATION)
#define FIVE_DAYS (1u << CALENDAR_SATURDAY | 1u << CALENDAR_SUNDAY)
#define SIX_DAYS (1u << CALENDAR_SUNDAY)

/* calendar_complaint_fn: one sentence a line. */
static void
hear(void *ctx, unsigned line, const char *sentence)
{
	hub_buf_fmt(ctx, "%u: %s\n", line, sentence);
}

/* What is said of a file's bytes; its days are NULL just if anything is. */
static const struct calendar_days *
try(struct arena *arena, const char *bytes, size_t len, struct hub_buf *told)
{
	const struct calendar_days *days;

	hub_buf_init(told, 1 << 16);
	days = calendar_read(arena, bytes, len, hear, told);
	assert_int_equal(days == NULL, told->len > 0);
	return days;
}

/* The days of bytes that are good. */
static const struct calendar_days *
read_good(struct arena *arena, const char *bytes, size_t len)
{
	struct hub_buf told;
	const struct calendar_days *days = try(arena, bytes, len, &told);

	assert_string_equal(hub_buf_str(&told), "");
	hub_buf_release(&told);
	return days;
}

#define V "# version: 1\ndate,kind,name\n"
#define DAY "2026-01-01,national,Tahun Baru\n"

/* Files, and all that is said of each. */
static const struct {
	const char *text, *told;
} wrong[] = {
	{ V DAY, "" },
	{ "\xef\xbb\xbf" V "\r\n  \n# more\r\n2026-01-01,national,"
	  "\"Tahun Baru, Masehi\"\r\n",
	    "" },
	{ V "2026-01-02,national,b\n" DAY "2026-01-01,joint_leave,x", "" },
	{ "",
	    "1: found no version, expected a line such as \"# version: "
	    "2026-1\"\n1: found no day, expected lines of "
	    "date,kind,name\n" },
	{ V, "1: found no day, expected lines of date,kind,name\n" },
	{ "date,kind,name\n" DAY,
	    "1: found no version, expected a line such as \"# version: "
	    "2026-1\"\n" },
	{ "# version: 1\n# version: 2\ndate,kind,name\n" DAY,
	    "2: the version stands a second time; keep one\n" },
	{ "# version: the first\ndate,kind,name\n" DAY,
	    "1: the version is \"the first\", expected at most 31 "
	    "letters, digits, dots and dashes, such as 2026-1\n" },
	{ "# version: 1\ndate;kind;name\n2026-01-01;national;x\n",
	    "2: found \"date;kind;name\", expected the header "
	    "date,kind,name\n3: found \"2026-01-01;national;x\", "
	    "expected a date, a kind and a name with commas between "
	    "them\n" },
	{ V "01/02/2026,national,x\n2026-02-30,national,x\n"
	    "2026-1-01,national,x\n,national,x\n" DAY,
	    "3: the date is \"01/02/2026\", expected a real one, year "
	    "first, such as 2026-12-31\n"
	    "4: the date is \"2026-02-30\", expected a real one, year "
	    "first, such as 2026-12-31\n"
	    "5: the date is \"2026-1-01\", expected a real one, year "
	    "first, such as 2026-12-31\n"
	    "6: the date is \"\", expected a real one, year first, "
	    "such as 2026-12-31\n" },
	{ V "0206-01-01,national,x\n2200-01-01,national,x\n",
	    "3: the year is 206, expected one from 1970 to 2199\n"
	    "4: the year is 2200, expected one from 1970 to 2199\n" },
	{ V "2026-01-01,Nasional,x\n2026-01-02,,x\n",
	    "3: the kind is \"Nasional\", expected national, "
	    "joint_leave or dispensation\n"
	    "4: the kind is \"\", expected national, joint_leave or "
	    "dispensation\n" },
	{ V "2026-01-01,national,\n2026-01-01,national\n"
	    "2026-01-01,national, \"\"\n",
	    "3: found \"2026-01-01,national,\", expected a date, a "
	    "kind and a name with commas between them\n"
	    "4: found \"2026-01-01,national\", expected a date, a "
	    "kind and a name with commas between them\n"
	    "5: found \"2026-01-01,national, \"\"\", expected a date, "
	    "a kind and a name with commas between them\n" },
	{ V DAY "2026-01-01,joint_leave,x\n" DAY,
	    "5: national of this date stands a second time; keep "
	    "one\n" },
	{ V "2026-01-01,national,Tahun Baru \xe9\n",
	    "3: found other bytes than UTF-8 text without tabs\n" },
	{ V "2026-01-01,national,a\tb\n",
	    "3: found other bytes than UTF-8 text without tabs\n" },
};

/* Each wrong line is told by its number, with what was expected. */
static void
every_wrong_line_is_told(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		struct arena arena;
		struct hub_buf told;

		arena_init(&arena, 1 << 20);
		(void)try(&arena, wrong[i].text, strlen(wrong[i].text), &told);
		assert_string_equal(hub_buf_str(&told), wrong[i].told);
		hub_buf_release(&told);
		arena_release(&arena);
	}
}

/* What is too long is not read, and the list of wrong lines ends. */
static void
long_files_are_refused(void **state)
{
	struct hub_buf file, told;
	struct arena arena;

	(void)state;
	arena_init(&arena, 1 << 20);
	hub_buf_init(&file, 1 << 20);
	hub_buf_text(&file, V "2026-01-01,national,");
	for (unsigned i = 0; i < CALENDAR_LINE_MAX; i++)
		hub_buf_char(&file, 'x');
	(void)try(&arena, file.data, file.len, &told);
	assert_string_equal(hub_buf_str(&told),
	    "3: the line has 532 bytes, expected at most 512\n");
	hub_buf_release(&told);
	while (file.len <= CALENDAR_FILE_MAX)
		hub_buf_text(&file, "\nx");
	(void)try(&arena, file.data, CALENDAR_FILE_MAX, &told);
	assert_non_null(strstr(hub_buf_str(&told), "\n51: found \"x\""));
	assert_null(strstr(hub_buf_str(&told), "\n53: "));
	hub_buf_release(&told);
	(void)try(&arena, file.data, CALENDAR_FILE_MAX + 1, &told);
	assert_string_equal(hub_buf_str(&told),
	    "1: the file has 262145 bytes, expected at most 262144\n");
	hub_buf_release(&told);
	hub_buf_release(&file);
	arena_release(&arena);
}

/* Weekend and layers decide which days are off. */
static void
the_rule_says_which_days_count(void **state)
{
	static const char text[] = V
	    "2026-06-16,national,a\n2026-06-17,dispensation,b\n"
	    "2026-12-24,joint_leave,c\n";
	static const struct {
		int month, day;
		unsigned layers, weekend;
		bool off;
	} rows[] = {
		{ 6, 15, NATIONAL, FIVE_DAYS, false },
		{ 6, 16, NATIONAL, FIVE_DAYS, true },
		{ 6, 16, LEAVE | DISPENSATION, FIVE_DAYS, false },
		{ 6, 17, NATIONAL | LEAVE, FIVE_DAYS, false },
		{ 6, 17, NATIONAL | DISPENSATION, FIVE_DAYS, true },
		{ 6, 20, NATIONAL, FIVE_DAYS, true },
		{ 6, 20, NATIONAL, SIX_DAYS, false },
		{ 6, 21, NATIONAL, SIX_DAYS, true },
		{ 12, 24, NATIONAL, SIX_DAYS, false },
		{ 12, 24, LEAVE, SIX_DAYS, true },
		{ 6, 15, NATIONAL, 0, false },
		{ 12, 25, LEAVE, SIX_DAYS, false },
	};
	struct arena arena;
	struct calendar calendar;

	(void)state;
	arena_init(&arena, 1 << 20);
	calendar.days = read_good(&arena, text, sizeof(text) - 1);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		calendar.layers = rows[i].layers;
		calendar.weekend = rows[i].weekend;
		assert_int_equal(calendar_is_off(&calendar,
				     civil_days(2026, rows[i].month,
					 rows[i].day)),
		    rows[i].off);
	}
	assert_string_equal(calendar_version(&calendar), "1");
	calendar.days = NULL;
	assert_string_equal(calendar_version(&calendar), "");
	assert_false(calendar_is_off(&calendar, civil_days(2026, 6, 16)));
	assert_int_equal(calendar_last_year(&calendar), 0);
	assert_false(calendar_knows(&calendar, 2026));
	arena_release(&arena);
}

/* Years are known while they follow each other in every layer that counts:
 * a year that was left out, or typed wrong, is not. */
static void
years_are_known_in_a_row(void **state)
{
	static const char text[] = V
	    "2026-01-01,national,a\n2027-01-01,national,a\n"
	    "2028-01-01,national,a\n2062-01-01,national,a\n"
	    "2026-12-24,joint_leave,c\n2027-12-24,joint_leave,c\n";
	static const struct {
		unsigned layers;
		int64_t last;
	} rows[] = {
		{ NATIONAL, 2028 },
		{ NATIONAL | LEAVE, 2027 },
		{ NATIONAL | DISPENSATION, 2028 },
		{ DISPENSATION, 0 },
	};
	struct arena arena;
	struct calendar calendar = { .weekend = FIVE_DAYS };

	(void)state;
	arena_init(&arena, 1 << 20);
	calendar.days = read_good(&arena, text, sizeof(text) - 1);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		calendar.layers = rows[i].layers;
		assert_int_equal(calendar_last_year(&calendar), rows[i].last);
		assert_false(calendar_knows(&calendar, 2025));
		assert_int_equal(calendar_knows(&calendar, 2026),
		    rows[i].last >= 2026);
		assert_false(calendar_knows(&calendar, rows[i].last + 1));
		assert_false(calendar_knows(&calendar, 2062));
	}
	arena_release(&arena);
}

/* Days of the week, before 1970 too. */
static void
days_of_the_week_follow_each_other(void **state)
{
	(void)state;
	assert_int_equal(calendar_weekday(0), CALENDAR_THURSDAY);
	assert_int_equal(calendar_weekday(-1), CALENDAR_WEDNESDAY);
	assert_int_equal(calendar_weekday(-7), CALENDAR_THURSDAY);
	assert_int_equal(calendar_weekday(civil_days(2026, 2, 2)),
	    CALENDAR_MONDAY);
	for (int64_t day = -800000; day < 800000; day++)
		assert_int_equal(calendar_weekday(day + 1),
		    (calendar_weekday(day) + 1) % CALENDAR_WEEKDAYS);
}

/* The file that is shipped: good, and 2026 as the decree has it. */
static void
the_shipped_file_is_the_decree(void **state)
{
	static char bytes[CALENDAR_FILE_MAX];
	FILE *file = fopen(CALENDAR_FILE, "re");
	struct calendar shipped = { NULL, NATIONAL | LEAVE, FIVE_DAYS };
	struct calendar known = shipped;
	struct arena arena;
	size_t len;

	(void)state;
	assert_non_null(file);
	len = fread(bytes, 1, sizeof(bytes), file);
	(void)fclose(file);
	arena_init(&arena, 1 << 20);
	shipped.days = read_good(&arena, bytes, len);
	known.days = read_good(&arena, calendar_2026,
	    sizeof(calendar_2026) - 1);
	assert_true(calendar_last_year(&shipped) >= 2026);
	assert_int_equal(calendar_last_year(&known), 2026);
	for (int64_t day = civil_days(2026, 1, 1);
	     day <= civil_days(2026, 12, 31); day++)
		assert_int_equal(calendar_is_off(&shipped, day),
		    calendar_is_off(&known, day));
	assert_false(calendar_is_off(&shipped, civil_days(2026, 6, 17)));
	shipped.layers |= DISPENSATION;
	shipped.weekend = SIX_DAYS;
	assert_true(calendar_is_off(&shipped, civil_days(2026, 6, 17)));
	assert_true(calendar_is_off(&shipped, civil_days(2026, 6, 27)));
	assert_false(calendar_is_off(&shipped, civil_days(2026, 6, 25)));
	arena_release(&arena);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_wrong_line_is_told),
		cmocka_unit_test(long_files_are_refused),
		cmocka_unit_test(the_rule_says_which_days_count),
		cmocka_unit_test(years_are_known_in_a_row),
		cmocka_unit_test(days_of_the_week_follow_each_other),
		cmocka_unit_test(the_shipped_file_is_the_decree),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
