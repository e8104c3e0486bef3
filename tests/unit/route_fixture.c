/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "route_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "conf_fixture.h"
#include "hub_event.h"
#include "hub_time.h"

int64_t
route_fixture_ms(const char *text)
{
	int64_t seconds = 0;

	assert_true(hub_time_parse(text, &seconds));
	return seconds * 1000;
}

struct conf *
route_fixture_conf(void **state, const char *text)
{
	struct hub_buf told;
	struct conf *conf;

	hub_buf_init(&told, 1 << 20);
	conf = conf_fixture_try(*state, text, &told);
	if (conf == NULL)
		print_error("%s\n", hub_buf_str(&told));
	assert_non_null(conf);
	hub_buf_release(&told);
	return conf;
}

static const struct {
	const char *name;
	size_t offset;
} members[] = {
	{ "target", offsetof(struct hub_handoff, receiver) },
	{ "category", offsetof(struct hub_handoff, category) },
	{ "region", offsetof(struct hub_handoff, region) },
	{ "source", offsetof(struct hub_handoff, source) },
	{ "program", offsetof(struct hub_handoff, priority_program_id) },
	{ "body", offsetof(struct hub_handoff, reported_body) },
};

/* One thing that the case says. */
static void
take_word(struct hub_handoff *h, const char *name, const char *value)
{
	if (strcmp(name, "secret") == 0)
		h->secret = true;
	if (strcmp(name, "supervisory") == 0)
		h->classification = HUB_CLASS_SUPERVISORY;
	for (size_t i = 0; i < sizeof(members) / sizeof(*members); i++)
		if (strcmp(members[i].name, name) == 0)
			*(const char **)((char *)h + members[i].offset) = value;
}

struct hub_handoff
route_fixture_case(const char *says, char *buf, size_t size)
{
	struct hub_handoff h = hub_handoff_init();
	char *rest = buf, *word, *equals;

	h.classification = HUB_CLASS_COMPLAINT;
	(void)snprintf(buf, size, "%s", says);
	while ((word = strsep(&rest, " ")) != NULL) {
		equals = strchr(word, '=');
		if (equals != NULL)
			*equals++ = '\0';
		take_word(&h, word, equals == NULL ? "" : equals);
	}
	return h;
}
