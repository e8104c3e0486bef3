/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "fuzz_seed.h"
#include "hub_json.h"
#include "utf8.h"

const char *const fuzz_seeds[] = {
	"{\"a\":{\"b\":[1,-2.5e3,true,null,\"\\u00e9\\ud83d\\ude00\"]}}",
	"{\"data\":{\"handoff\":{\"id\":\"K-7\"}},\"a\":1,\"a\":2}",
	"[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]",
	"\xef\xbb\xbf{\"t\":\"\\u0000\"}",
	"{\"big\":99999999999999999999,\"x\":\"\xc0\x80\"}",
	NULL,
};

/* Ask for everything by every verb. */
static void
use(const struct hub_json *doc)
{
	static const char *const paths[] = { "", "a", "a.b", "data.handoff.id",
		".", "a..b" };
	char buf[16];

	for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++) {
		const char *text = hub_json_text(doc, paths[i]);
		size_t count = hub_json_count(doc, paths[i]);

		fuzz_must(utf8_is_valid(text, strlen(text)), "UTF-8");
		(void)hub_json_int(doc, paths[i], 0);
		(void)hub_json_flag(doc, paths[i]);
		(void)hub_json_loose(doc, paths[i], buf, sizeof(buf));
		for (size_t j = 0; j <= count; j++)
			(void)hub_json_text(hub_json_at(doc, paths[i], j), "");
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct hub_error err = { "" };
	struct hub_json *doc = NULL;
	enum hub_status status = hub_json_read((const char *)bytes, len, &doc,
	    &err);

	fuzz_must((status == HUB_OK) == (doc != NULL), "a document iff ok");
	fuzz_must((status == HUB_OK) == (err.text[0] == '\0'),
	    "a sentence iff not");
	if (doc != NULL)
		use(doc);
	hub_json_free(doc);
	return 0;
}
