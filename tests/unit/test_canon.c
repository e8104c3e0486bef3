/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "canon_rows.h"
#include "canon_samples.h"

#define C "6oIcShMmtfE6zM/u8yUh48zeCciN+Eg4sM1J1uLvjJ4="
#define HEX "18f0dc0bd30fbb40fb5249f6ad1e01f60a55e1038cd426ebb4f44ac8b7d99e2d"
/* clang-format off */
#define PAYLOAD(size) \
	"{\"alg\":\"hmac-sha256\",\"c\":\"" C "\",\"size\":" size "}"

static const char least[] =
    "{\"id\":\"0198b3c1-0000-7000-8000-000000000001\","
    "\"source\":\"urn:simpul:bali\",\"specversion\":\"1.0\","
    "\"time\":\"2026-02-02T08:00:00.123Z\","
    "\"type\":\"simpul.log.heartbeat.v1\"}";

static const char most[] =
    "{\"data\":{\"action\":\"deliver\",\"attempt\":1,\"basis\":\"explicit\","
    "\"by\":\"inspektorat-bali\",\"case_seq\":3,"
    "\"chan_seq\":9007199254740991,"
    "\"channel\":{\"in\":\"rest\",\"out\":\"soap\"},"
    "\"claimed_at\":\"2000-02-28T23:59:59.999Z\","
    "\"clock\":{\"due\":\"2000-03-01T00:00:00.000Z\",\"name\":\"accept\"},"
    "\"decision\":\"accepted\",\"disclosed\":\"name,contact\","
    "\"evidence\":\"e3\",\"handoff\":\"0a1b2c3d4e5f7\","
    "\"holder\":{\"from\":\"diskominfos \\\"Bali\\\"\","
    "\"to\":\"back\\\\slash \xe2\x82\xac \xf0\x9f\x98\x82\"},\"hop\":2,"
    "\"initiator\":\"ksp\",\"kind\":\"transfer\","
    "\"log\":{\"epoch\":2,\"root\":\"" C "\",\"size\":70000},"
    "\"loss\":{\"defaulted\":1,\"dropped\":2,\"mapped\":30},"
    "\"map\":{\"id\":\"ksp\",\"settings\":\"" HEX "\",\"sha256\":\"" HEX
    "\",\"version\":\"1.0.0\"},"
    "\"observer\":\"node-1\",\"operator\":\"0000000000007\","
    "\"outcome\":\"success\",\"parent\":\"0a1b2c3d4e5f5\","
    "\"payload_in\":" PAYLOAD("4096") ","
    "\"payload_out\":" PAYLOAD("0") ","
    "\"payload_sent\":" PAYLOAD("1") ","
    "\"peer\":{\"index\":0,\"leaf\":\"" C "\","
    "\"origin\":\"ksp.go.id/simpul/pusat\"},"
    "\"reason\":\"outside_authority\",\"route\":\"electricity\","
    "\"rules\":\"" HEX "\",\"sender\":\"lapor\","
    "\"state\":{\"from\":\"offered\",\"to\":\"accepted\"},"
    "\"target\":\"pln-bali\",\"test\":true,"
    "\"their\":{\"chan_seq\":12,\"handoff\":\"0a1b2c3d4e5f8\"},"
    "\"transport\":{\"cert\":\"" HEX "\",\"http\":201,\"smtp\":250,"
    "\"soap\":\"soap:Receiver\"}},"
    "\"id\":\"0198b3c1-0000-7000-8000-000000000001\","
    "\"source\":\"urn:simpul:bali\",\"specversion\":\"1.0\","
    "\"subject\":\"case/0a1b2c3d4e5f6\","
    "\"time\":\"2026-02-02T08:00:00.123Z\","
    "\"type\":\"simpul.handoff.delivered.v1\"}";
/* clang-format on */

/* The bytes are those of the standard, member for member. */
static void
the_bytes_are_the_canonical_ones(void **state)
{
	struct canon_entry e = canon_sample_least();
	struct hub_buf out;

	(void)state;
	hub_buf_init(&out, CANON_MAX);
	assert_int_equal(canon_write(&out, &e, NULL), HUB_OK);
	assert_string_equal(hub_buf_str(&out), least);
	hub_buf_clear(&out);
	e = canon_sample_most();
	assert_int_equal(canon_write(&out, &e, NULL), HUB_OK);
	assert_string_equal(hub_buf_str(&out), most);
	hub_buf_release(&out);
}

/* A row's full name; '.' sorts before every letter of a name. */
static void
full_name(const struct canon_row *row, char name[64])
{
	snprintf(name, 64, "%s%s%s%s%s",
	    row->group >= CANON_DATA ? "data." : "",
	    row->group > CANON_DATA ? canon_group(row->group)->name : "",
	    row->group > CANON_DATA ? "." : "", row->name, "");
}

/* The table is in the order of its names, each once. */
static void
the_table_is_in_order(void **state)
{
	char before[64] = "", name[64];
	const struct canon_row *rows;
	const char *const *types;
	size_t count;

	(void)state;
	rows = canon_rows(&count);
	assert_true(count > 50);
	for (size_t i = 0; i < count; i++) {
		full_name(&rows[i], name);
		if (strcmp(before, name) >= 0)
			fail_msg("%s stands before %s", before, name);
		memcpy(before, name, sizeof(before));
	}
	types = canon_types(&count);
	for (size_t i = 1; i < count; i++)
		if (strcmp(types[i - 1], types[i]) >= 0)
			fail_msg("%s stands before %s", types[i - 1], types[i]);
}

/* The list of types is the whole list. */
static void
types_are_known_or_not(void **state)
{
	static const struct {
		const char *type;
		bool known;
	} table[] = {
		{ "simpul.access.content_viewed.v1", true },
		{ "simpul.message.translated.v1", true },
		{ "simpul.handoff.received.v1", true },
		{ "simpul.case.erased.v1", true },
		{ "simpul.log.recovered.v1", true },
		{ "simpul.log.recovered.v2", false },
		{ "simpul.case.forgotten.v1", false },
		{ "", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (canon_type_known(table[i].type) != table[i].known)
			fail_msg("\"%s\"", table[i].type);
}

/* Breaks one rule, says it in the sentence, and writes nothing. */
static void
refused(const struct canon_entry *e, const char *says)
{
	struct hub_error err = { "" };
	struct hub_buf out;

	hub_buf_init(&out, CANON_MAX);
	hub_buf_text(&out, "kept");
	if (canon_write(&out, e, &err) != HUB_FAULT)
		fail_msg("taken although %s", says);
	if (strstr(err.text, says) == NULL)
		fail_msg("got \"%s\", want \"%s\"", err.text, says);
	assert_int_equal(out.len, 4);
	hub_buf_release(&out);
}

#define TEXT(member, value, sentence) \
	{ \
		offsetof(struct canon_entry, member), value, sentence \
	}

/* Texts that are no such text. */
static void
a_text_that_breaks_its_rule_is_refused(void **state)
{
	static char long_line[600], long_word[66];
	static const struct {
		size_t offset;
		const char *value, *says;
	} table[] = {
		TEXT(id, "", "without id"),
		TEXT(id, "0198b3c1-0000-7000-8000-00000000000",
		    "id is no uuid"),
		TEXT(id, "0198B3C1-0000-7000-8000-000000000001",
		    "id is no uuid"),
		TEXT(id, "0198b3c1000070008000000000000001aaaa",
		    "id is no uuid"),
		TEXT(source, "", "without source"),
		TEXT(type, "", "without type"),
		TEXT(type, "simpul.case.forgotten.v1", "type is no type"),
		TEXT(action, "two words", "data.action is no word"),
		TEXT(action, "Upper", "data.action is no word"),
		TEXT(action, long_word, "data.action is no word"),
		TEXT(basis, "hoped", "data.basis is no choice"),
		TEXT(evidence, "e6", "data.evidence is no choice"),
		TEXT(outcome, "ok", "data.outcome is no choice"),
		TEXT(kind, "gift", "data.kind is no choice"),
		TEXT(reason, "bukan wewenang kami", "data.reason is no word"),
		TEXT(disclosed, "name, contact", "data.disclosed is no words"),
		TEXT(map_sha256, "18f0", "map.sha256 is no sha256"),
		TEXT(payload_in.c, "6oIc", "payload_in.c is no base64"),
		TEXT(peer_leaf, "!", "peer.leaf is no base64"),
		TEXT(target, "a\nb", "data.target is no text"),
		TEXT(target, "\xff", "data.target is no text"),
		TEXT(target, "\xed\xa0\x80", "data.target is no text"),
		TEXT(target, long_line, "data.target is no text"),
	};

	(void)state;
	memset(long_line, 'a', sizeof(long_line) - 1);
	memset(long_word, 'a', sizeof(long_word) - 1);
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct canon_entry e = canon_sample_most();

		memcpy((char *)&e + table[i].offset, &table[i].value,
		    sizeof(const char *));
		refused(&e, table[i].says);
	}
}

/* Numbers beyond what JSON keeps, sizes that are no bucket. */
static void
a_number_that_breaks_its_rule_is_refused(void **state)
{
	struct canon_entry e = canon_sample_most();

	(void)state;
	e.hop = UINT64_C(1) << 53;
	refused(&e, "data.hop is no number");
	e = canon_sample_most();
	e.payload_out.size = 1000;
	refused(&e, "payload_out.size is no bucket");
	e = canon_sample_most();
	e.time_ms = 0;
	refused(&e, "without time");
	e.time_ms = INT64_C(253402300800000); /* year 10000 */
	refused(&e, "time is no time");
	e.time_ms = INT64_MIN;
	refused(&e, "time is no time");
	e = canon_sample_most();
	e.claimed_at_ms = INT64_MAX;
	refused(&e, "data.claimed_at is no time");
}

/* Instants at the edges of days, years and leaps. */
static void
times_are_written_to_the_millisecond(void **state)
{
	static const struct {
		int64_t ms;
		const char *text;
	} table[] = {
		{ 1, "1970-01-01T00:00:00.001Z" },
		{ -1, "1969-12-31T23:59:59.999Z" },
		{ 1709164800000, "2024-02-29T00:00:00.000Z" },
		{ 1735689599999, "2024-12-31T23:59:59.999Z" },
		{ INT64_C(253402300799999), "9999-12-31T23:59:59.999Z" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct canon_entry e = canon_sample_least();
		struct hub_buf out;

		hub_buf_init(&out, CANON_MAX);
		e.time_ms = table[i].ms;
		assert_int_equal(canon_write(&out, &e, NULL), HUB_OK);
		if (strstr(hub_buf_str(&out), table[i].text) == NULL)
			fail_msg("want %s in %s", table[i].text,
			    hub_buf_str(&out));
		hub_buf_release(&out);
	}
}

/* A buffer that is too small fails, and is not half filled. */
static void
a_full_buffer_takes_nothing(void **state)
{
	struct canon_entry e = canon_sample_most();

	(void)state;
	for (size_t max = 4; max < sizeof(most); max += 7) {
		struct hub_buf out;

		hub_buf_init(&out, max);
		hub_buf_text(&out, "kept");
		assert_int_equal(canon_write(&out, &e, NULL), HUB_FAULT);
		assert_int_equal(out.len, 4);
		hub_buf_release(&out);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_bytes_are_the_canonical_ones),
		cmocka_unit_test(the_table_is_in_order),
		cmocka_unit_test(types_are_known_or_not),
		cmocka_unit_test(a_text_that_breaks_its_rule_is_refused),
		cmocka_unit_test(a_number_that_breaks_its_rule_is_refused),
		cmocka_unit_test(times_are_written_to_the_millisecond),
		cmocka_unit_test(a_full_buffer_takes_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
