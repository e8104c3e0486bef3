/* SPDX-License-Identifier: Apache-2.0 */
/* Names of regions: from the file that is installed, and what is said about
 * other bytes. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "hub_buf.h"
#include "regions.h"

/* regions_complaint_fn: one line a sentence. */
static void
tell(void *ctx, unsigned line, const char *sentence)
{
	hub_buf_fmt(ctx, "%u: %s\n", line, sentence);
}

/* Cities and the province have the names of the file. */
static void
bali_is_known(void **state)
{
	char bytes[4096];
	FILE *file = fopen(REGIONS_FILE, "rb");
	struct hub_buf told;
	struct arena arena;
	const struct regions *regions;
	size_t len;

	(void)state;
	assert_non_null(file);
	len = fread(bytes, 1, sizeof(bytes), file);
	(void)fclose(file);
	hub_buf_init(&told, 4096);
	arena_init(&arena, 1 << 20);
	regions = regions_read(&arena, bytes, len, tell, &told);
	assert_string_equal(hub_buf_str(&told), "");
	assert_non_null(regions);
	assert_string_equal(regions_name(regions, "51"), "Provinsi Bali");
	assert_string_equal(regions_name(regions, "51.71"), "Kota Denpasar");
	assert_string_equal(regions_name(regions, "51.7"), "");
	assert_string_equal(regions_name(regions, ""), "");
	assert_string_equal(regions_name(NULL, "51"), "");
	arena_release(&arena);
	hub_buf_release(&told);
}

/* What a spreadsheet writes is read. */
static void
quotes_and_marks_are_a_spreadsheets(void **state)
{
	static const char bytes[] = "\xef\xbb\xbf"
				    "code,name\r\n"
				    "\"31\",\"Daerah Khusus, \"\"DKJ\"\"\"\r\n"
				    "\r\n"
				    "# more to come\r\n"
				    "11,Aceh";
	struct hub_buf told;
	struct arena arena;
	const struct regions *regions;

	(void)state;
	hub_buf_init(&told, 4096);
	arena_init(&arena, 1 << 20);
	regions = regions_read(&arena, bytes, sizeof(bytes) - 1, tell, &told);
	assert_string_equal(hub_buf_str(&told), "");
	assert_string_equal(regions_name(regions, "31"),
	    "Daerah Khusus, \"DKJ\"");
	assert_string_equal(regions_name(regions, "11"), "Aceh");
	arena_release(&arena);
	hub_buf_release(&told);
}

struct bad {
	const char *bytes, *told;
};

static const struct bad bads[] = {
	{ "", "1: found no region, expected lines of code,name\n" },
	{ "kode,nama\n51,Bali\n",
	    "1: found \"kode,nama\", expected the header code,name\n" },
	{ "code,name\n51;Bali\n",
	    "2: found \"51;Bali\", expected a code, a comma and a name\n" },
	{ "code,name\n5a,Bali\n",
	    "2: the code is \"5a\", expected one such as 51.71\n" },
	{ "code,name\n51.,Bali\n",
	    "2: the code is \"51.\", expected one such as 51.71\n" },
	{ "code,name\n51,\n",
	    "2: the name is \"\", expected some text, in quotes where it has "
	    "a comma\n" },
	{ "code,name\n51,Bali, Provinsi\n",
	    "2: the name is \"Bali, Provinsi\", expected some text, in quotes "
	    "where it has a comma\n" },
	{ "code,name\n51,\"Bali\n",
	    "2: the name is \"\"Bali\", expected some text, in quotes where it "
	    "has a comma\n" },
	{ "code,name\n51,Bali\n11,Aceh\n51,Bali\n",
	    "4: the code 51 stands a second time; keep one\n" },
	{ "code,name\n51,Ba\tli\n",
	    "2: found other bytes than UTF-8 text without tabs\n" },
};

/* Each wrong line is told with its number, and nothing is kept. */
static void
wrong_lines_are_told(void **state)
{
	struct hub_buf told;
	struct arena arena;

	(void)state;
	hub_buf_init(&told, 4096);
	arena_init(&arena, 1 << 20);
	for (size_t i = 0; i < sizeof(bads) / sizeof(bads[0]); i++) {
		assert_null(regions_read(&arena, bads[i].bytes,
		    strlen(bads[i].bytes), tell, &told));
		assert_string_equal(hub_buf_str(&told), bads[i].told);
		hub_buf_clear(&told);
	}
	arena_release(&arena);
	hub_buf_release(&told);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bali_is_known),
		cmocka_unit_test(quotes_and_marks_are_a_spreadsheets),
		cmocka_unit_test(wrong_lines_are_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
