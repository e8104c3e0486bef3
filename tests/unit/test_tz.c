/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>

#include <cmocka.h>

#include "tz.h"

#define LENGTH(a) (sizeof(a) / sizeof((a)[0]))

static const struct {
	const char *zone;
	int64_t seconds;
	int32_t offset;
} offsets[] = {
	{ "Asia/Jakarta", -3786825600, 25632 }, /* 1850, local mean time */
	{ "Asia/Jakarta", -876641401, 27000 },
	{ "Asia/Jakarta", -876641400, 32400 }, /* 1942 */
	{ "Asia/Jakarta", -766054800, 27000 }, /* 1945 */
	{ "Asia/Jakarta", -189415801, 27000 },
	{ "Asia/Jakarta", -189415800, 25200 }, /* 1964 */
	{ "Asia/Jakarta", 1769990400, 25200 },
	{ "Asia/Jakarta", 13585190400, 25200 }, /* 2400 */
	{ "Asia/Makassar", -880272001, 28800 },
	{ "Asia/Makassar", -880272000, 32400 },
	{ "Asia/Makassar", -766054801, 32400 },
	{ "Asia/Makassar", -766054800, 28800 },
	{ "Asia/Makassar", 1769990400, 28800 },
	{ "Asia/Makassar", 13569465600, 28800 },
	{ "Europe/Amsterdam", -781052401, 3600 },
	{ "Europe/Amsterdam", -781052400, 7200 }, /* 1945 */
	{ "Europe/Amsterdam", 1774745999, 3600 },
	{ "Europe/Amsterdam", 1774746000, 7200 }, /* March 2026 */
	{ "Europe/Amsterdam", 1792889999, 7200 },
	{ "Europe/Amsterdam", 1792890000, 3600 }, /* October 2026 */
	{ "Europe/Amsterdam", 2161555200, 7200 }, /* 2038, by the footer */
	{ "Europe/Amsterdam", 4109878799, 3600 },
	{ "Europe/Amsterdam", 4109878800, 7200 }, /* March 2100 */
	{ "Europe/Amsterdam", 13564112399, 7200 },
	{ "Europe/Amsterdam", 13564112400, 3600 }, /* October 2399 */
	{ "Asia/Kabul", -788932801, 14400 },
	{ "Asia/Kabul", -788932800, 16200 },  /* 1945 */
	{ "Asia/Kabul", 16725225600, 16200 }, /* 2500 */
	{ "America/New_York", 16731471599, -18000 },
	{ "America/New_York", 16731471600, -14400 },
	{ "Europe/Dublin", 3788121600, 0 }, /* winter time is the exception */
	{ "Europe/Dublin", 3803760000, 3600 },
	{ "Australia/Sydney", 3788121600, 39600 },
	{ "Australia/Sydney", 3803760000, 36000 },
	{ "UTC", -2208988800, 0 },
	{ "Etc/GMT+12", 0, -43200 },
};

/* Zones have their known offsets, before, between and after transitions. */
static void
zones_have_their_known_offsets(void **state)
{
	(void)state;
	for (size_t i = 0; i < LENGTH(offsets); i++) {
		struct tz *tz = tz_open(offsets[i].zone);
		int32_t got;

		assert_non_null(tz);
		got = tz_offset(tz, offsets[i].seconds);
		if (got != offsets[i].offset)
			fail_msg("%s at %lld: %d", offsets[i].zone,
			    (long long)offsets[i].seconds, got);
		tz_free(tz);
	}
}

static const struct {
	const char *zone;
	int64_t day, start;
	const char *why;
} days[] = {
	{ "Asia/Makassar", 20486, 1769961600, "2026-02-02" },
	{ "Asia/Makassar", -1, -115200, "1969-12-31" },
	{ "Asia/Jakarta", 20486, 1769965200, "2026-02-02" },
	{ "Asia/Jakarta", -2192, -189414000, "first day of a new offset" },
	{ "Asia/Kabul", 20486, 1769974200, "half an hour" },
	{ "Europe/Amsterdam", 20541, 1774738800, "23 hours long" },
	{ "Europe/Amsterdam", 20542, 1774821600, "after 23 hours" },
	{ "Europe/Amsterdam", 20751, 1792879200, "25 hours long" },
	{ "Europe/Amsterdam", 20752, 1792969200, "after 25 hours" },
	{ "Asia/Beirut", 20541, 1774735200, "midnight is skipped" },
	{ "Asia/Beirut", 20751, 1792879200, "midnight comes twice" },
	{ "Asia/Beirut", 43914, 3794162400, "skipped by the footer" },
	{ "America/Havana", 20758, 1793505600, "the hour after comes twice" },
	{ "America/Sao_Paulo", 17839, 1541300400, "midnight is skipped" },
	{ "America/St_Johns", 14920, 1289097000, "set back at 00:01" },
	{ "Pacific/Apia", 15339, 1325239200, "after a day that was not" },
};

/* A local day begins when the wall says so, whatever the clock did. */
static void
a_day_begins_when_the_wall_says_so(void **state)
{
	(void)state;
	for (size_t i = 0; i < LENGTH(days); i++) {
		struct tz *tz = tz_open(days[i].zone);
		int64_t got;

		assert_non_null(tz);
		got = tz_day_start(tz, days[i].day);
		if (got != days[i].start)
			fail_msg("%s, %s: %lld", days[i].zone, days[i].why,
			    (long long)got);
		assert_int_equal(tz_local_day(tz, got), days[i].day);
		assert_true(tz_local_day(tz, got - 1) < days[i].day);
		tz_free(tz);
	}
}

/* What is no zone is an error, not UTC. */
static void
what_is_no_zone_is_an_error(void **state)
{
	static const char *const names[] = {
		"", "Asia/Denpasarr", "asia", "Asia", "Asia/", "/etc/localtime",
		"../../../etc/passwd", "Asia/../Asia/Jakarta", "tzdata.zi",
		"zone1970.tab", "leapseconds", "Asia/Jakarta\n", "Asia Jakarta",
		"right/Asia/Jakarta",
		"Asia/Jakartaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(names); i++)
		if (tz_open(names[i]) != NULL)
			fail_msg("\"%s\" was taken", names[i]);
	tz_free(NULL);
}

/* Reads the bytes of a zone. */
static size_t
zone_bytes(const char *path, char *buf, size_t size)
{
	FILE *file = fopen(path, "rb");
	size_t len;

	assert_non_null(file);
	len = fread(buf, 1, size, file);
	fclose(file);
	return len;
}

/* Reads exactly len bytes as a zone, which then answers or is none. */
static void
read_exactly(const char *bytes, size_t len)
{
	char *copy = malloc(len + 1);
	struct tz *tz;

	assert_non_null(copy);
	memcpy(copy + 1, bytes, len);
	tz = tz_read(copy + 1, len);
	free(copy);
	if (tz == NULL)
		return;
	tz_day_start(tz, 20486);
	tz_day_start(tz, 50000);
	tz_day_start(tz, -50000);
	tz_free(tz);
}

/* A file that is cut is no zone; one that is changed does no harm. */
static void
broken_files_do_no_harm(void **state)
{
	static char bytes[8192];
	size_t len = zone_bytes("/usr/share/zoneinfo/Europe/Amsterdam", bytes,
	    sizeof(bytes));

	(void)state;
	assert_true(len > 100 && len < sizeof(bytes));
	for (size_t cut = 0; cut < len; cut++) {
		struct tz *tz = tz_read(bytes, cut);

		if (tz != NULL)
			fail_msg("cut at %zu", cut);
		read_exactly(bytes, cut);
	}
	for (size_t at = 0; at < len; at++) {
		char was = bytes[at];

		bytes[at] = (char)0xff;
		read_exactly(bytes, len);
		bytes[at] = 0;
		read_exactly(bytes, len);
		bytes[at] = was;
	}
}

/* clang-format off */
/* The smallest file there can be, with one type of an hour. */
#define HEADER(version) \
	"TZif" version "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0" \
	"\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1\0\0\0\0"
#define HOUR "\0\0\x0e\x10\0\0"
#define FILE_ROW(text, ok, what) \
	{ (text), sizeof(text) - 1, (ok), (what) }

static const struct {
	const char *bytes;
	size_t len;
	bool ok;
	const char *what;
} files[] = {
	FILE_ROW(HEADER("2") HOUR HEADER("2") HOUR "\nXXX-1\n", true, "v2"),
	FILE_ROW(HEADER("4") HOUR HEADER("4") HOUR "\nXXX-1\n", true, "v4"),
	FILE_ROW(HEADER("2") HOUR HEADER("2") HOUR "\n\n", true, "no rule"),
	FILE_ROW(HEADER("\0") HOUR, false, "version 1"),
	FILE_ROW(HEADER("2") HOUR HEADER("2") HOUR, false, "no footer"),
	FILE_ROW(HEADER("2") HOUR HEADER("2") HOUR "\nXX-1\n", false,
	    "a rule that is none"),
	FILE_ROW(HEADER("2") HOUR HEADER("2") "\x7f\0\0\0\0\0" "\n\n", false,
	    "an offset of years"),
};
/* clang-format on */

/* Only version 2 and later, with a footer, is a zone. */
static void
only_version_2_with_a_footer_is_a_zone(void **state)
{
	(void)state;
	for (size_t i = 0; i < LENGTH(files); i++) {
		struct tz *tz = tz_read(files[i].bytes, files[i].len);

		if ((tz != NULL) != files[i].ok)
			fail_msg("%s", files[i].what);
		if (tz != NULL)
			assert_int_equal(tz_offset(tz, 0), 3600);
		tz_free(tz);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(zones_have_their_known_offsets),
		cmocka_unit_test(a_day_begins_when_the_wall_says_so),
		cmocka_unit_test(what_is_no_zone_is_an_error),
		cmocka_unit_test(broken_files_do_no_harm),
		cmocka_unit_test(only_version_2_with_a_footer_is_a_zone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
