/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "canon_read.h"
#include "canon_samples.h"

static struct canon_reader reader;

/* An entry's bytes. */
static void
write_entry(const struct canon_entry *e, struct hub_buf *out)
{
	struct hub_error err = { "" };

	hub_buf_init(out, CANON_MAX);
	if (canon_write(out, e, &err) != HUB_OK)
		fail_msg("%s", err.text);
}

/* What was read is written again as it was. */
static void
assert_same(const struct canon_entry *e)
{
	struct hub_error err = { "" };
	struct hub_buf bytes, again;

	write_entry(e, &bytes);
	if (canon_read(&reader, bytes.data, bytes.len, &err) != HUB_OK)
		fail_msg("%s", err.text);
	write_entry(&reader.entry, &again);
	assert_string_equal(hub_buf_str(&bytes), hub_buf_str(&again));
	hub_buf_release(&bytes);
	hub_buf_release(&again);
}

static void
what_was_written_is_read(void **state)
{
	struct canon_entry least = canon_sample_least();
	struct canon_entry most = canon_sample_most();

	(void)state;
	assert_same(&least);
	assert_string_equal(reader.entry.source, "urn:simpul:bali");
	assert_string_equal(reader.entry.subject, "");
	assert_int_equal(reader.entry.time_ms, 1770019200123);
	assert_same(&most);
	assert_string_equal(reader.entry.holder_from, "diskominfos \"Bali\"");
	assert_true(reader.entry.test);
}

static void
a_payload_without_bytes_is_read(void **state)
{
	struct canon_entry most = canon_sample_most();

	(void)state;
	most.payload_in.size = 0;
	most.peer_index = 0;
	assert_same(&most);
	assert_same(&most);
}

static void
nothing_that_was_cut_off_is_read(void **state)
{
	struct canon_entry most = canon_sample_most();
	struct hub_buf bytes;

	(void)state;
	write_entry(&most, &bytes);
	for (size_t len = 0; len < bytes.len; len++)
		assert_int_equal(canon_read(&reader, bytes.data, len, NULL),
		    HUB_MALFORMED);
	hub_buf_release(&bytes);
}

#define HEAD \
	"\"id\":\"0198b3c1-0000-7000-8000-000000000001\"," \
	"\"source\":\"urn:simpul:bali\",\"specversion\":\"1.0\","
#define TAIL \
	"\"time\":\"2026-02-02T08:00:00.123Z\"," \
	"\"type\":\"simpul.log.heartbeat.v1\"}"
#define C "\"6oIcShMmtfE6zM/u8yUh48zeCciN+Eg4sM1J1uLvjJ4=\""

static const struct {
	const char *bytes, *words;
} bad[] = {
	{ "{}", "id is missing" },
	{ "[]", "no JSON object" },
	{ "{" HEAD TAIL " ", "canonical" },
	{ "{ " HEAD TAIL, "is missing" },
	{ "{\"data\":{}," HEAD TAIL, "is missing" },
	{ "{\"data\":{\"name\":\"Budi\"}," HEAD TAIL, "that no entry has" },
	{ "{" HEAD "\"subject\":\"\"," TAIL, "subject is empty" },
	{ "{" HEAD "\"subject\":\"a\",\"subject\":\"a\"," TAIL,
	    "time is missing" },
	{ "{\"data\":{\"outcome\":\"success\",\"action\":\"open\"}," HEAD TAIL,
	    "is missing" },
	{ "{\"data\":{\"attempt\":0}," HEAD TAIL, "is left out" },
	{ "{\"data\":{\"attempt\":01}," HEAD TAIL, "no whole number" },
	{ "{\"data\":{\"attempt\":-1}," HEAD TAIL, "no whole number" },
	{ "{\"data\":{\"attempt\":1.0}," HEAD TAIL, "is missing" },
	{ "{\"data\":{\"attempt\":9007199254740992}," HEAD TAIL,
	    "no whole number" },
	{ "{\"data\":{\"attempt\":\"1\"}," HEAD TAIL, "no whole number" },
	{ "{\"data\":{\"test\":false}," HEAD TAIL, "is not true" },
	{ "{\"data\":{\"outcome\":\"good\"}," HEAD TAIL, "breaks its rule" },
	{ "{\"data\":{\"by\":\"a\\u0062\"}," HEAD TAIL, "no text" },
	{ "{\"data\":{\"by\":\"a\nb\"}," HEAD TAIL, "breaks its rule" },
	{ "{\"data\":{\"by\":\"\xff\"}," HEAD TAIL, "breaks its rule" },
	{ "{\"data\":{\"action\":\"Open\"}," HEAD TAIL, "breaks its rule" },
	{ "{\"data\":{\"payload_in\":{\"c\":" C ",\"size\":8}}," HEAD TAIL,
	    "is missing" },
	{ "{\"data\":{\"payload_in\":{\"alg\":\"hmac-sha256\",\"c\":" C
	  "}}," HEAD TAIL,
	    "size is missing" },
	{ "{\"data\":{\"payload_in\":{\"alg\":\"hmac-sha256\",\"c\":" C
	  ",\"size\":3}}," HEAD TAIL,
	    "power of two" },
	{ "{\"data\":{\"payload_in\":{\"alg\":\"md5\",\"c\":" C
	  ",\"size\":8}}," HEAD TAIL,
	    "not what it always is" },
	{ "{" HEAD "\"time\":\"2026-02-30T08:00:00.123Z\","
	  "\"type\":\"simpul.log.heartbeat.v1\"}",
	    "time is no time" },
	{ "{" HEAD "\"time\":\"2026-02-02T08:00:00Z\","
	  "\"type\":\"simpul.log.heartbeat.v1\"}",
	    "time is no time" },
	{ "{" HEAD "\"time\":\"2026-02-02T08:00:00.123Z\","
	  "\"type\":\"simpul.nothing.v1\"}",
	    "type breaks its rule" },
};

static void
what_no_hub_writes_is_refused_and_named(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct hub_error err = { "" };

		assert_int_equal(canon_read(&reader, bad[i].bytes,
				     strlen(bad[i].bytes), &err),
		    HUB_MALFORMED);
		if (strstr(err.text, bad[i].words) == NULL)
			fail_msg("%zu: %s, not \"%s\"", i, err.text,
			    bad[i].words);
	}
}

static void
a_nul_within_a_text_is_refused(void **state)
{
	static const char bytes[] = "{\"data\":{\"by\":\"a\0b\"}," HEAD TAIL;

	(void)state;
	assert_int_equal(canon_read(&reader, bytes, sizeof(bytes) - 1, NULL),
	    HUB_MALFORMED);
}

/* Bytes, with some of them others. */
static void
replace(struct hub_buf *bytes, const char *what, const char *by)
{
	const char *at = strstr(hub_buf_str(bytes), what);
	struct hub_buf made;

	assert_non_null(at);
	hub_buf_init(&made, CANON_MAX);
	hub_buf_add(&made, bytes->data, (size_t)(at - bytes->data));
	hub_buf_text(&made, by);
	hub_buf_text(&made, at + strlen(what));
	hub_buf_release(bytes);
	*bytes = made;
}

/* What stands in an entry that a reader knows by now, and what the same reader
 * says of it. */
static const struct {
	const char *what, *by, *words;
} changes[] = {
	{ "\"attempt\":1,", "\"attempt\":2,", "" },
	{ "\"attempt\":1,", "\"attempt\":1234567,", "" },
	{ "\"attempt\":1,", "\"attempt\":0,", "is left out" },
	{ "\"attempt\":1,", "\"attempt\":02,", "no whole number" },
	{ "\"attempt\":1,", "", "" },
	{ "\"attempt\":1,", "\"attempt\":1,\"attempt\":1,", "is missing" },
	{ "\"basis\":\"explicit\"", "\"basis\":\"deemed\"", "" },
	{ "\"basis\":\"explicit\"", "\"basis\":\"none\"", "its rule" },
	{ "\"basis\":\"explicit\"", "\"basis\":explicit", "no text" },
	{ "\"by\":\"inspektorat-bali\"", "\"by\":\"a\\\"b\"", "" },
	{ "\"by\":\"inspektorat-bali\"", "\"by\":\"a\\/b\"", "no text" },
	{ "\"by\":\"inspektorat-bali\"", "\"by\":\"\"", "is empty" },
	{ "back\\\\slash", "back\\slash", "no text" },
	{ "back\\\\slash", "\xe2\x82\xac", "" },
	{ "back\\\\slash", "\xe2\x82", "its rule" },
	{ "08:00:00.123Z", "08:00:01.123Z", "" },
	{ "08:00:00.123Z", "08:00:61.123Z", "no time" },
	{ "08:00:00.123Z", "08:00:00.12Z", "no time" },
	{ "delivered.v1", "received.v1", "" },
	{ "delivered.v1", "receiving.v1", "its rule" },
	{ "\"id\":\"0198b3c1-", "\"id\":\"0198B3C1-", "its rule" },
	{ "\"id\":\"0198b3c1-", "\"id\":\"0198b3c2-", "" },
	{ "\"case_seq\":3,", "\"case_seq\":3, ", "is missing" },
	{ "\"case_seq\":3,", "\"case_seq\":3,\"a\":1,", "no entry has" },
	{ "\"test\":true", "\"test\":false", "not true" },
	{ "\"alg\":\"hmac-sha256\"", "\"alg\":\"hmac-sha512\"", "always" },
};

static void
a_reader_that_knows_such_entries_is_as_strict(void **state)
{
	struct canon_entry most = canon_sample_most();
	struct hub_error err;
	struct hub_buf bytes, again;

	(void)state;
	for (int round = 0; round < 3; round++)
		for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]);
		     i++) {
			assert_same(&most);
			write_entry(&most, &bytes);
			replace(&bytes, changes[i].what, changes[i].by);
			err.text[0] = '\0';
			(void)canon_read(&reader, bytes.data, bytes.len, &err);
			if (strstr(err.text, changes[i].words) == NULL ||
			    (err.text[0] != '\0' && *changes[i].words == '\0'))
				fail_msg("%zu: %s, not \"%s\"", i, err.text,
				    changes[i].words);
			if (err.text[0] == '\0') {
				write_entry(&reader.entry, &again);
				assert_string_equal(hub_buf_str(&bytes),
				    hub_buf_str(&again));
				hub_buf_release(&again);
			}
			hub_buf_release(&bytes);
		}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_written_is_read),
		cmocka_unit_test(a_payload_without_bytes_is_read),
		cmocka_unit_test(nothing_that_was_cut_off_is_read),
		cmocka_unit_test(what_no_hub_writes_is_refused_and_named),
		cmocka_unit_test(a_nul_within_a_text_is_refused),
		cmocka_unit_test(a_reader_that_knows_such_entries_is_as_strict),
	};

	canon_reader_init(&reader);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
