/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "refusal.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "hub_refusal.h"

#define LENGTH(a) (sizeof(a) / sizeof((a)[0]))

static const struct hub_refusal rows[] = {
	{ ".json", "", 0, "application/json", "[{status},\"{detail}\"]" },
	{ "", "soap+xml", 500, "application/soap+xml", "<late>{title}</late>" },
	{ "", "soap+xml", 0, "application/soap+xml", "<soap>{detail}</soap>" },
	{ "/x", "", 0, "text/xml; charset=utf-8", "<x>{detail}{</x>{other}" },
	{ "", "plain", 0, "text/plain", "{status} {title}: {detail}" },
	HUB_REFUSALS_END,
};

static void
the_first_form_that_fits_is_said(void **state)
{
	static const struct {
		struct refusal refusal;
		const char *type, *body;
	} said[] = {
		{ { "/in/a/b.json", "", 413, "too \"large\"\n\\" },
		    "application/json",
		    "[413,\"too \\u0022large\\u0022\\u000a\\u005c\"]" },
		{ { "/in/a", "Application/SOAP+XML", 503, "no" },
		    "application/soap+xml",
		    "<late>Service Unavailable</late>" },
		{ { "/in/a", "application/soap+xml", 401, "a<b>&\"'" },
		    "application/soap+xml",
		    "<soap>a&#60;b&#62;&#38;&#34;&#39;</soap>" },
		{ { "/x", "", 500, "{detail}" }, "text/xml; charset=utf-8",
		    "<x>{detail}{</x>{other}" },
		{ { "", "text/plain", 429, "slow\ndown" }, "text/plain",
		    "429 Too Many Requests: slow down" },
	};
	struct hub_buf out;

	(void)state;
	for (size_t i = 0; i < LENGTH(said); i++) {
		hub_buf_init(&out, 1000);
		assert_string_equal(refusal_word(rows, &said[i].refusal, &out),
		    said[i].type);
		assert_string_equal(hub_buf_str(&out), said[i].body);
		hub_buf_release(&out);
	}
}

static void
where_no_form_fits_none_is_said(void **state)
{
	const struct refusal refusal = { "/in/a", "", 401, "no" };
	struct hub_buf out;

	(void)state;
	hub_buf_init(&out, 1000);
	assert_null(refusal_word(rows, &refusal, &out));
	assert_null(refusal_word(NULL, &refusal, &out));
	assert_int_equal(out.len, 0);
	hub_buf_release(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_form_that_fits_is_said),
		cmocka_unit_test(where_no_form_fits_none_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
