/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "hub_word.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* Each list under one type, so that one loop holds them all. */
#define LIST(noun, last) \
	static const char *noun##_at(unsigned value) \
	{ \
		return hub_##noun##_name((enum hub_##noun)value); \
	} \
	static bool noun##_of(const char *name, unsigned *ret) \
	{ \
		enum hub_##noun value; \
\
		if (!hub_##noun##_parse(name, &value)) \
			return false; \
		*ret = (unsigned)value; \
		return true; \
	} \
	enum { noun##_last = (last) };

LIST(kind, HUB_KIND_ESCALATE)
LIST(class, HUB_CLASS_ASPIRATION)
LIST(channel, HUB_CHANNEL_API)
LIST(reason, HUB_REASON_COMPLAINANT_REQUEST)
LIST(audience, HUB_AUDIENCE_COORDINATOR)
LIST(decision, HUB_DECISION_PROVISIONAL)
LIST(asked, HUB_ASKED_HOLDER)

static const struct {
	const char *(*at)(unsigned value);
	bool (*of)(const char *name, unsigned *ret);
	unsigned last;
	const char *last_name;
} lists[] = {
	{ kind_at, kind_of, kind_last, "escalate" },
	{ class_at, class_of, class_last, "aspiration" },
	{ channel_at, channel_of, channel_last, "api" },
	{ reason_at, reason_of, reason_last, "complainant_request" },
	{ audience_at, audience_of, audience_last, "coordinator" },
	{ decision_at, decision_of, decision_last, "provisional" },
	{ asked_at, asked_of, asked_last, "holder" },
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
