/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "hub_word.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* An enum without negative values is an unsigned here, so that one loop holds
 * all lists. */
static const struct {
	const char *(*at)(unsigned value);
	bool (*of)(const char *name, unsigned *ret);
	unsigned last;
	const char *last_name;
} lists[] = {
	{ hub_kind_name, hub_kind_parse, HUB_KIND_ESCALATE, "escalate" },
	{ hub_class_name, hub_class_parse, HUB_CLASS_ASPIRATION, "aspiration" },
	{ hub_channel_name, hub_channel_parse, HUB_CHANNEL_API, "api" },
	{ hub_reason_name, hub_reason_parse, HUB_REASON_COMPLAINANT_REQUEST,
	    "complainant_request" },
	{ hub_audience_name, hub_audience_parse, HUB_AUDIENCE_COORDINATOR,
	    "coordinator" },
	{ hub_decision_name, hub_decision_parse, HUB_DECISION_PROVISIONAL,
	    "provisional" },
	{ hub_asked_name, hub_asked_parse, HUB_ASKED_HOLDER, "holder" },
};

static void
every_name_reads_back_as_its_value(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++) {
		for (unsigned value = 0; value <= lists[i].last; value++) {
			unsigned got = 999;

			assert_true(lists[i].of(lists[i].at(value), &got));
			assert_int_equal(got, value);
		}
		assert_string_equal(lists[i].at(lists[i].last),
		    lists[i].last_name);
	}
}

static void
value_0_alone_has_no_name(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++) {
		assert_string_equal(lists[i].at(0), "");
		for (unsigned value = 1; value <= lists[i].last; value++)
			assert_string_not_equal(lists[i].at(value), "");
	}
}

static void
what_is_not_in_the_list_is_refused(void **state)
{
	static const char *const words[] = { "Transfer", "transfer ", " ",
		"none", "ditolak", "transferx" };

	(void)state;
	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++) {
		assert_string_equal(lists[i].at(lists[i].last + 1), "");
		assert_string_equal(lists[i].at(~0u), "");
		for (size_t w = 0; w < sizeof(words) / sizeof(*words); w++) {
			unsigned got = 999;

			assert_false(lists[i].of(words[w], &got));
			assert_int_equal(got, 999);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_name_reads_back_as_its_value),
		cmocka_unit_test(value_0_alone_has_no_name),
		cmocka_unit_test(what_is_not_in_the_list_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
