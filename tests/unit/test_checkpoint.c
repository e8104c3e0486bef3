/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "checkpoint.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "note_known.h"

#define LENGTH(a) (sizeof(a) / sizeof((a)[0]))
#define ROOT "mXfgRcJ0bG0j3CPdKwgGWtUzBUbX67saZGRmFuJGGsM=\n"
#define EMPTY "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"
#define LARGEST "9223372036854775807"

static void
a_public_checkpoint_is_read(void **state)
{
	struct checkpoint c;
	char text[TLOG_HASH_TEXT_SIZE];
	struct note note;

	(void)state;
	known_parse(known_notes[2].note, &note);
	assert_int_equal(checkpoint_parse(note.text, &c, NULL), HUB_OK);
	assert_true(note_span_is(c.origin, "go.sum database tree"));
	assert_int_equal(c.head.size, 30055305);
	tlog_hash_text(&c.head.root, text);
	assert_string_equal(text,
	    "mXfgRcJ0bG0j3CPdKwgGWtUzBUbX67saZGRmFuJGGsM=");
	assert_int_equal(c.extension.len, 0);
}

static const struct {
	const char *text, *sentence; /* "": it is one */
} rows[] = {
	{ "o\n0\n" EMPTY, "" },
	{ "o\n1\n" ROOT, "" },
	{ "o\n" LARGEST "\n" ROOT, "" },
	{ "o\n1\n" ROOT "extension\nanother\n", "" },
	{ "", "origin" },
	{ "o", "origin" },
	{ "\n1\n" ROOT, "origin" },
	{ "o\n", "size" },
	{ "o\n1", "size" },
	{ "o\n\n" ROOT, "size" },
	{ "o\n01\n" ROOT, "size" },
	{ "o\n00\n" EMPTY, "size" },
	{ "o\n-1\n" ROOT, "size" },
	{ "o\n+1\n" ROOT, "size" },
	{ "o\n1 \n" ROOT, "size" },
	{ "o\n0x1\n" ROOT, "size" },
	{ "o\n9223372036854775808\n" ROOT, "size" },
	{ "o\n18446744073709551617\n" ROOT, "size" },
	{ "o\n1\n", "root" },
	{ "o\n1\nmXfgRcJ0bG0j3CPdKwgGWtUzBUbX67saZGRmFuJGGsM=", "root" },
	{ "o\n1\nmXfgRcJ0bG0j3CPdKwgGWtUzBUbX67saZGRmFuJGGsN=\n", "root" },
	{ "o\n1\nmXfgRcJ0bG0j3CPdKwgGWtUzBUbX67saZGRmFuJGGg==\n", "root" },
	{ "o\n1\n\n", "root" },
	{ "o\n0\n" ROOT, "empty tree" },
	{ "o\n1\n" ROOT "\n", "empty line" },
	{ "o\n1\n" ROOT "a\n\nb\n", "empty line" },
	{ "o\n1\n" ROOT "a", "empty line" },
};

static void
a_checkpoint_is_three_lines_or_refused_in_words(void **state)
{
	enum hub_status status;
	struct checkpoint c;
	struct hub_error err;
	bool good;

	(void)state;
	for (size_t i = 0; i < LENGTH(rows); i++) {
		err.text[0] = '\0';
		good = rows[i].sentence[0] == '\0';
		status = checkpoint_parse(note_span_of(rows[i].text), &c, &err);
		if (status != (good ? HUB_OK : HUB_MALFORMED) ||
		    strstr(err.text, rows[i].sentence) == NULL)
			fail_msg("\"%s\": got \"%s\", want \"%s\"",
			    rows[i].text, err.text, rows[i].sentence);
	}
}

/* A log's signer. */
static struct note_signer
log_of(const char *name)
{
	const uint8_t seed[ED25519_SEED_SIZE] = { 5 };
	struct note_signer signer;

	assert_int_equal(note_signer_make(name, NOTE_ED25519, seed, &signer,
			     NULL),
	    HUB_OK);
	return signer;
}

static void
what_a_log_signs_is_read_again(void **state)
{
	struct note_signer log = log_of("log.example/1");
	struct note_signer other = log_of("log.example/2");
	struct tlog_head head = { .size = 70000 };
	struct hub_error err = { "" };
	struct checkpoint c;
	struct hub_buf out;
	struct note note;

	(void)state;
	tlog_leaf("x", 1, &head.root);
	hub_buf_init(&out, NOTE_MAX);
	assert_int_equal(checkpoint_sign(&out, &head, &log, NULL), HUB_OK);
	known_parse(hub_buf_str(&out), &note);
	assert_int_equal(note.count, 1);
	assert_int_equal(checkpoint_open(&note, &log.key, &c, NULL), HUB_OK);
	assert_true(note_span_is(c.origin, "log.example/1"));
	assert_int_equal(c.head.size, head.size);
	assert_true(tlog_equal(&c.head.root, &head.root));
	assert_int_equal(checkpoint_open(&note, &other.key, &c, &err),
	    HUB_MALFORMED);
	assert_non_null(strstr(err.text, "no signature by log.example/2"));
	hub_buf_release(&out);
}

static void
a_log_signs_for_no_other_origin(void **state)
{
	struct note_signer log = log_of("log.example/1");
	struct note_span text = note_span_of("log.example/2\n1\n" ROOT);
	struct hub_error err = { "" };
	struct checkpoint c = { .head.size = 1 };
	struct hub_buf out;
	struct note note;

	(void)state;
	hub_buf_init(&out, NOTE_MAX);
	assert_int_equal(note_write(&out, text, NULL), HUB_OK);
	assert_int_equal(note_sign(&out, text, &log, 0, NULL), HUB_OK);
	known_parse(hub_buf_str(&out), &note);
	assert_int_equal(checkpoint_open(&note, &log.key, &c, &err),
	    HUB_MALFORMED);
	assert_non_null(strstr(err.text, "another log"));
	hub_buf_clear(&out);
	assert_int_equal(checkpoint_write(&out, "a b", &c.head, &err),
	    HUB_MISCONFIGURED);
	hub_buf_release(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_public_checkpoint_is_read),
		cmocka_unit_test(
		    a_checkpoint_is_three_lines_or_refused_in_words),
		cmocka_unit_test(what_a_log_signs_is_read_again),
		cmocka_unit_test(a_log_signs_for_no_other_origin),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
