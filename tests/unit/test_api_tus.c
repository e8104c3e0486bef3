/* SPDX-License-Identifier: Apache-2.0 */
/* tus's Upload-Metadata: read, cut, refused. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "api_attachment.h"

struct row {
	const char *header, *key;
	bool good;
	const char *value;
};

static const struct row rows[] = {
	{ "", "filename", true, "" },
	{ "filename Zm90by5qcGc=", "filename", true, "foto.jpg" },
	{ "filename Zm90by5qcGc=,filetype aW1hZ2UvanBlZw==", "filetype", true,
	    "image/jpeg" },
	{ "filetype aW1hZ2UvanBlZw==, filename Zm90by5qcGc=", "filename", true,
	    "foto.jpg" },
	{ "filename", "filename", true, "" },
	{ "filenames Zm90by5qcGc=", "filename", true, "" },
	{ "filename Li4vLi4vZXRjL3Bhc3N3ZA==", "filename", true, "passwd" },
	{ "filename QzpcZGF0YVxhLnBkZg==", "filename", true, "a.pdf" },
	{ "filename Zm90by5qcGc", "filename", false, "" },
	{ "filename Zm90 by5qcGc=", "filename", false, "" },
	{ "filename YQoK", "filename", false, "" },	/* line breaks */
	{ "filename /////w==", "filename", false, "" }, /* not UTF-8 */
	{ "filename YQA=", "filename", false, "" },	/* a NUL */
	/* longer than its place */
	{ "filename MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=", "filename",
	    false, "" },
};

/* Every header reads as its row says. */
static void
headers_read_as_they_should(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		char value[32] = "?";
		bool good = tus_metadata(rows[i].header, rows[i].key, value,
		    sizeof(value));

		if (good != rows[i].good)
			fail_msg("\"%s\": got %d", rows[i].header, good);
		if (good)
			assert_string_equal(value, rows[i].value);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(headers_read_as_they_should),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
