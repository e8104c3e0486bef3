/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "note.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "digest.h"
#include "note_known.h"

#define LENGTH(a) (sizeof(a) / sizeof((a)[0]))
#define SIGNERS 16
#define DASH "\xe2\x80\x94 "

static void
published_notes_are_good(void **state)
{
	struct note_seal seal;
	struct note_key key;
	struct note note;

	(void)state;
	for (size_t i = 0; known_notes[i].source != NULL; i++) {
		known_parse(known_notes[i].note, &note);
		key = known_key(known_notes[i].key);
		assert_int_equal(note_check_one(&note, &key, &seal, NULL),
		    HUB_OK);
		assert_true(seal.good && seal.time == 0);
	}
}

static void
a_published_note_is_signed_to_the_byte(void **state)
{
	struct note_signer signer;
	struct hub_buf out;
	struct note note;

	(void)state;
	for (size_t i = 0; known_notes[i].source != NULL; i++) {
		if (known_notes[i].signer == NULL)
			continue;
		known_parse(known_notes[i].note, &note);
		signer = known_signer(known_notes[i].signer);
		hub_buf_init(&out, NOTE_MAX);
		assert_int_equal(note_write(&out, note.text, NULL), HUB_OK);
		assert_int_equal(note_sign(&out, note.text, &signer, 0, NULL),
		    HUB_OK);
		assert_string_equal(hub_buf_str(&out), known_notes[i].note);
		hub_buf_release(&out);
	}
}

static void
a_published_cosignature_is_made_to_the_byte(void **state)
{
	const uint8_t seed[ED25519_SEED_SIZE] = { 0x11 };
	struct note_span text = note_span_of(cosigned_text);
	struct note_signer signer;
	struct note_seal seal;
	struct hub_buf out;
	struct note note;

	(void)state;
	assert_int_equal(note_signer_make(COSIGNER_NAME, NOTE_COSIGNATURE, seed,
			     &signer, NULL),
	    HUB_OK);
	hub_buf_init(&out, NOTE_MAX);
	assert_int_equal(note_write(&out, text, NULL), HUB_OK);
	assert_int_equal(note_sign(&out, text, &signer, COSIGNER_TIME, NULL),
	    HUB_OK);
	assert_string_equal(hub_buf_str(&out) + text.len + 1, cosigned_line);
	known_parse(hub_buf_str(&out), &note);
	assert_int_equal(note_check_one(&note, &signer.key, &seal, NULL),
	    HUB_OK);
	assert_int_equal(seal.time, COSIGNER_TIME);
	hub_buf_release(&out);
}

/* Fails if a note with any one bit changed is good. */
static void
damage(const char *good, const struct note_key *key)
{
	size_t len = strlen(good);
	char *text = strdup(good);
	struct note_span span = { text, len };
	struct note_seal seal;
	struct note note;

	assert_non_null(text);
	for (size_t bit = 0; bit < 8 * len; bit++) {
		text[bit / 8] ^= (char)(1 << bit % 8);
		if (note_parse(span, &note, NULL) == HUB_OK &&
		    note_check_one(&note, key, &seal, NULL) != HUB_MALFORMED)
			fail_msg("bit %zu may change in\n%s", bit, good);
		text[bit / 8] ^= (char)(1 << bit % 8);
	}
	for (span.len = 0; span.len < len; span.len++)
		if (note_parse(span, &note, NULL) == HUB_OK)
			fail_msg("%zu bytes are a note of\n%s", span.len, good);
	free(text);
}

static void
a_note_with_any_bit_changed_is_refused(void **state)
{
	struct note_key key = known_key(cosigner_key);
	char text[512];

	(void)state;
	(void)snprintf(text, sizeof(text), "%s\n%s", cosigned_text,
	    cosigned_line);
	damage(text, &key);
	for (size_t i = 0; known_notes[i].source != NULL; i++) {
		key = known_key(known_notes[i].key);
		damage(known_notes[i].note, &key);
	}
}

#define GOOD DASH "n AAAAAAA=\n"
static const struct {
	const char *note, *sentence;
} bad_notes[] = {
	{ "", "lines" },
	{ "text", "lines" },
	{ "text\n", "no empty line" },
	{ "text\n\n", "no empty line" },
	{ "\n", "no empty line" },
	{ "\n\n", "no empty line" },
	{ "\n" GOOD, "no empty line" },
	{ "text\n" GOOD, "no empty line" },
	{ "text\n\n" GOOD "\n", "no empty line" },
	{ "te\txt\n\n" GOOD, "control" },
	{ "te\rxt\n\n" GOOD, "control" },
	{ "te\xc3xt\n\n" GOOD, "UTF-8" },
	{ "te\xed\xa0\x80xt\n\n" GOOD, "UTF-8" },
	{ "text\n\n" DASH "n AAAAAAA=", "lines" },
	{ "text\n\n" GOOD "more\n", "dash" },
	{ "text\n\n- n AAAAAAA=\n", "dash" },
	{ "text\n\n" DASH "n\n", "dash" },
	{ "text\n\n" DASH " AAAAAAA=\n", "name" },
	{ "text\n\n" DASH "n+m AAAAAAA=\n", "name" },
	{ "text\n\n" DASH "n\xc2\xa0m AAAAAAA=\n", "name" },
	{ "text\n\n" DASH "n AAAAAA==\n", "base64" },
	{ "text\n\n" DASH "n AAAAAAA\n", "base64" },
	{ "text\n\n" DASH "n AAAAAAB=\n", "base64" },
	{ "text\n\n" DASH "n AAAA AAAA\n", "base64" },
	{ "text\n\n" DASH "n AAAAAAA= \n", "base64" },
	{ "text\n\n" DASH "n \n", "base64" },
};

static void
what_is_no_note_is_refused_in_words(void **state)
{
	struct hub_error err;
	struct note note;

	(void)state;
	for (size_t i = 0; i < LENGTH(bad_notes); i++) {
		err.text[0] = '\0';
		if (note_parse(note_span_of(bad_notes[i].note), &note, &err) !=
			HUB_MALFORMED ||
		    strstr(err.text, bad_notes[i].sentence) == NULL)
			fail_msg("\"%s\": got \"%s\", want \"%s\"",
			    bad_notes[i].note, err.text, bad_notes[i].sentence);
	}
	known_parse("text\n\n" GOOD, &note);
}

static void
the_text_ends_before_the_last_empty_line(void **state)
{
	struct note note;

	(void)state;
	known_parse("a\n\nb\n\n\n" GOOD GOOD, &note);
	assert_true(note_span_is(note.text, "a\n\nb\n\n"));
	assert_int_equal(note.count, 2);
	assert_true(note_span_is(note.signatures[1].name, "n"));
}

/* A signer whose seed is that number. */
static struct note_signer
signer_of(uint8_t number)
{
	uint8_t seed[ED25519_SEED_SIZE] = { number };
	struct note_signer signer;
	char name[32];

	(void)snprintf(name, sizeof(name), "signer-%u.example", number);
	assert_int_equal(note_signer_make(name,
			     number % 2 == 0 ? NOTE_ED25519 : NOTE_COSIGNATURE,
			     seed, &signer, NULL),
	    HUB_OK);
	return signer;
}

/* A note with so many signatures. */
static void
sign_many(struct hub_buf *out, size_t count)
{
	struct note_span text = note_span_of("a text\n");
	struct note_signer signer;

	hub_buf_init(out, NOTE_MAX);
	assert_int_equal(note_write(out, text, NULL), HUB_OK);
	for (size_t i = 0; i < count; i++) {
		signer = signer_of((uint8_t)i);
		assert_int_equal(note_sign(out, text, &signer, 1000 + i, NULL),
		    HUB_OK);
	}
}

static void
a_note_of_sixteen_signatures_is_good_by_each(void **state)
{
	struct note_seal seals[SIGNERS + 1];
	struct note_key keys[SIGNERS + 1];
	struct hub_buf out;
	struct note note;

	(void)state;
	sign_many(&out, SIGNERS);
	known_parse(hub_buf_str(&out), &note);
	for (uint8_t i = 0; i <= SIGNERS; i++)
		keys[i] = signer_of(i).key;
	assert_int_equal(note_check(&note, keys, SIGNERS + 1, seals, NULL),
	    HUB_OK);
	for (size_t i = 0; i < SIGNERS; i++) {
		assert_true(seals[i].good);
		assert_int_equal(seals[i].time, i % 2 == 0 ? 0 : 1000 + i);
	}
	assert_false(seals[SIGNERS].good);
	assert_int_equal(note_check_one(&note, &keys[SIGNERS], &seals[0], NULL),
	    HUB_MALFORMED);
	hub_buf_release(&out);
}

static void
a_note_has_at_most_so_many_signatures_and_bytes(void **state)
{
	struct hub_error err = { "" };
	struct note_span span;
	struct hub_buf out;
	struct note note;
	char *large;

	(void)state;
	sign_many(&out, NOTE_SIGNATURES_MAX);
	known_parse(hub_buf_str(&out), &note);
	hub_buf_release(&out);
	sign_many(&out, NOTE_SIGNATURES_MAX + 1);
	assert_int_equal(note_parse(note_span_of(hub_buf_str(&out)), &note,
			     &err),
	    HUB_MALFORMED);
	assert_non_null(strstr(err.text, "more than 100 signatures"));
	hub_buf_release(&out);
	large = malloc(NOTE_MAX + 1);
	assert_non_null(large);
	memset(large, 'a', NOTE_MAX + 1);
	span.at = large;
	span.len = NOTE_MAX + 1;
	assert_int_equal(note_parse(span, &note, &err), HUB_MALFORMED);
	assert_non_null(strstr(err.text, "1048577 bytes"));
	free(large);
}

static void
a_signature_of_a_kind_we_do_not_know_is_passed_over(void **state)
{
	struct note_key key = known_key(known_notes[1].key);
	struct note_seal seal;
	struct hub_buf out;
	struct note note;
	char *base64 = calloc(1, 4 * NOTE_SIGNATURE_MAX / 3 + 8);
	uint8_t *bytes = calloc(1, NOTE_SIGNATURE_MAX + 3);

	(void)state;
	assert_true(base64 != NULL && bytes != NULL);
	for (size_t len = NOTE_SIGNATURE_MAX; len <= NOTE_SIGNATURE_MAX + 1;
	     len++) {
		digest_base64(bytes, len, base64);
		hub_buf_init(&out, NOTE_MAX);
		hub_buf_text(&out, known_notes[1].note);
		hub_buf_fmt(&out, DASH "quantum.example %s\n", base64);
		assert_int_equal(note_parse(note_span_of(hub_buf_str(&out)),
				     &note, NULL),
		    len == NOTE_SIGNATURE_MAX ? HUB_OK : HUB_MALFORMED);
		if (len == NOTE_SIGNATURE_MAX)
			assert_int_equal(note_check_one(&note, &key, &seal,
					     NULL),
			    HUB_OK);
		hub_buf_release(&out);
	}
	free(base64);
	free(bytes);
}

static void
a_bad_signature_beside_a_good_one_condemns_the_note(void **state)
{
	struct note_signer good = signer_of(2), bad = signer_of(4);
	struct note_key keys[2] = { good.key, bad.key };
	struct note_span text = note_span_of("a text\n");
	struct hub_error err = { "" };
	struct note_seal seals[2];
	struct hub_buf out;
	struct note note;

	(void)state;
	hub_buf_init(&out, NOTE_MAX);
	assert_int_equal(note_write(&out, text, NULL), HUB_OK);
	assert_int_equal(note_sign(&out, text, &good, 0, NULL), HUB_OK);
	bad.seed[0] = 99;
	assert_int_equal(note_sign(&out, text, &bad, 0, NULL), HUB_OK);
	known_parse(hub_buf_str(&out), &note);
	assert_int_equal(note_check(&note, keys, 2, seals, &err),
	    HUB_MALFORMED);
	assert_non_null(strstr(err.text, "signer-4.example is bad"));
	assert_int_equal(note_check(&note, keys, 1, seals, NULL), HUB_OK);
	good.seed[0] = 98;
	assert_int_equal(note_sign(&out, text, &good, 0, NULL), HUB_OK);
	known_parse(hub_buf_str(&out), &note);
	assert_int_equal(note_check(&note, keys, 1, seals, NULL),
	    HUB_MALFORMED);
	hub_buf_release(&out);
}

static void
of_several_cosignatures_the_latest_counts(void **state)
{
	struct note_signer signer = signer_of(3);
	struct note_span text = note_span_of("a text\n");
	struct note_seal seal;
	struct hub_buf out;
	struct note note;

	(void)state;
	hub_buf_init(&out, NOTE_MAX);
	assert_int_equal(note_write(&out, text, NULL), HUB_OK);
	for (uint64_t time = 5; time <= 7; time++)
		assert_int_equal(note_sign(&out, text, &signer, time ^ 2, NULL),
		    HUB_OK);
	known_parse(hub_buf_str(&out), &note);
	assert_int_equal(note_check_one(&note, &signer.key, &seal, NULL),
	    HUB_OK);
	assert_int_equal(seal.time, 7);
	assert_int_equal(note_sign(&out, text, &signer, UINT64_C(1) << 63,
			     NULL),
	    HUB_FAULT);
	hub_buf_release(&out);
}

static void
no_note_is_made_of_what_is_no_text(void **state)
{
	static const char *const rows[] = { "", "a", "a\n\xff\n", "a\tb\n" };
	struct hub_buf out;

	(void)state;
	hub_buf_init(&out, NOTE_MAX);
	for (size_t i = 0; i < LENGTH(rows); i++)
		assert_int_equal(note_write(&out, note_span_of(rows[i]), NULL),
		    HUB_FAULT);
	assert_int_equal(out.len, 0);
	hub_buf_release(&out);
	hub_buf_init(&out, 3);
	assert_int_equal(note_write(&out, note_span_of("abc\n"), NULL),
	    HUB_FAULT);
	hub_buf_release(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(published_notes_are_good),
		cmocka_unit_test(a_published_note_is_signed_to_the_byte),
		cmocka_unit_test(a_published_cosignature_is_made_to_the_byte),
		cmocka_unit_test(a_note_with_any_bit_changed_is_refused),
		cmocka_unit_test(what_is_no_note_is_refused_in_words),
		cmocka_unit_test(the_text_ends_before_the_last_empty_line),
		cmocka_unit_test(a_note_of_sixteen_signatures_is_good_by_each),
		cmocka_unit_test(
		    a_note_has_at_most_so_many_signatures_and_bytes),
		cmocka_unit_test(
		    a_signature_of_a_kind_we_do_not_know_is_passed_over),
		cmocka_unit_test(
		    a_bad_signature_beside_a_good_one_condemns_the_note),
		cmocka_unit_test(of_several_cosignatures_the_latest_counts),
		cmocka_unit_test(no_note_is_made_of_what_is_no_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
