/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "note_key.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "note_known.h"

#define LENGTH(a) (sizeof(a) / sizeof((a)[0]))
#define TEXT_MAX 1024

/* Fails unless a key is written as that text. */
static void
is_written(const struct note_key *key, const char *want)
{
	struct hub_buf out;

	hub_buf_init(&out, TEXT_MAX);
	note_key_write(key, &out);
	assert_string_equal(hub_buf_str(&out), want);
	hub_buf_release(&out);
}

static void
published_keys_are_read_and_written_again(void **state)
{
	struct note_key key;

	(void)state;
	for (size_t i = 0; known_notes[i].source != NULL; i++) {
		key = known_key(known_notes[i].key);
		assert_int_equal(key.type, NOTE_ED25519);
		is_written(&key, known_notes[i].key);
	}
	key = known_key(cosigner_key);
	assert_int_equal(key.type, NOTE_COSIGNATURE);
	is_written(&key, cosigner_key);
}

static void
a_published_signer_has_its_published_key(void **state)
{
	struct note_signer signer;
	struct hub_buf out;
	size_t seen = 0;

	(void)state;
	for (size_t i = 0; known_notes[i].source != NULL; i++) {
		if (known_notes[i].signer == NULL)
			continue;
		signer = known_signer(known_notes[i].signer);
		is_written(&signer.key, known_notes[i].key);
		hub_buf_init(&out, TEXT_MAX);
		note_signer_write(&signer, &out);
		assert_string_equal(hub_buf_str(&out), known_notes[i].signer);
		hub_buf_release(&out);
		seen++;
	}
	assert_true(seen > 0);
}

static void
a_seed_makes_the_key_that_others_made_of_it(void **state)
{
	const uint8_t seed[ED25519_SEED_SIZE] = { 0x11 };
	struct note_signer signer;

	(void)state;
	assert_int_equal(note_signer_make(COSIGNER_NAME, NOTE_COSIGNATURE, seed,
			     &signer, NULL),
	    HUB_OK);
	is_written(&signer.key, cosigner_key);
	note_signer_clear(&signer);
	for (size_t i = 0; i < sizeof(signer.seed); i++)
		assert_int_equal(signer.seed[i], 0);
}

static const struct {
	const char *text, *sentence;
} bad_keys[] = {
	{ "", "NAME+ID+BASE64" },
	{ "PeterNeumann", "NAME+ID+BASE64" },
	{ "PeterNeumann+c74f20a3", "NAME+ID+BASE64" },
	{ "+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", "name" },
	{ "Peter Neumann+c74f20a3+"
	  "ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
	    "name" },
	{ "Peter\xc2\xa0Neumann+c74f20a3+"
	  "ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
	    "name" },
	{ "Peter\xffNeumann+c74f20a3+"
	  "ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
	    "name" },
	{ "PeterNeumann+c74f20a4+"
	  "ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
	    "id is not c74f20a3" },
	{ "PeterNeumann+C74F20A3+"
	  "ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
	    "id" },
	{ "PeterNeumann+c74f20a+"
	  "ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
	    "id" },
	{ "PeterNeuman+c74f20a3+"
	  "ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
	    "id" },
	{ "PeterNeumann+c74f20a3+"
	  "ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10T",
	    "base64" },
	{ "PeterNeumann+c74f20a3+"
	  "ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq_LDE4izWy10TW",
	    "base64" },
	{ "PeterNeumann+c74f20a3+", "base64" },
	{ "PeterNeumann+c74f20a3+"
	  "ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWAA==",
	    "base64" },
	{ "PeterNeumann+c74f20a3+"
	  "ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy1w==",
	    "base64" },
	{ "PeterNeumann+c74f20a3+"
	  "AhpC2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
	    "type 0x02" },
	{ "PeterNeumann+c74f20a3+"
	  "BhpC2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
	    "type 0x06" },
};

static void
a_bad_key_is_refused_in_words(void **state)
{
	struct hub_error err;
	struct note_key key;

	(void)state;
	for (size_t i = 0; i < LENGTH(bad_keys); i++) {
		err.text[0] = '\0';
		if (note_key_parse(note_span_of(bad_keys[i].text), &key,
			&err) != HUB_MALFORMED ||
		    strstr(err.text, bad_keys[i].sentence) == NULL)
			fail_msg("\"%s\": got \"%s\", want \"%s\"",
			    bad_keys[i].text, err.text, bad_keys[i].sentence);
	}
}

static void
a_key_with_any_bit_changed_is_refused(void **state)
{
	struct note_key key;
	char text[TEXT_MAX];
	size_t len;

	(void)state;
	for (size_t i = 0; known_notes[i].source != NULL; i++) {
		len = strlen(known_notes[i].key);
		memcpy(text, known_notes[i].key, len + 1);
		for (size_t bit = 0; bit < 8 * len; bit++) {
			struct note_span span = { text, len };

			text[bit / 8] ^= (char)(1 << bit % 8);
			assert_int_equal(note_key_parse(span, &key, NULL),
			    HUB_MALFORMED);
			text[bit / 8] ^= (char)(1 << bit % 8);
		}
	}
}

static void
a_signer_is_not_taken_for_a_verifier(void **state)
{
	const uint8_t seed[ED25519_SEED_SIZE] = { 0 };
	struct note_signer signer;
	struct note_key key;

	(void)state;
	assert_int_equal(note_key_parse(note_span_of(known_notes[1].signer),
			     &key, NULL),
	    HUB_MALFORMED);
	assert_int_equal(note_signer_parse(note_span_of(known_notes[1].key),
			     &signer, NULL),
	    HUB_MALFORMED);
	assert_int_equal(note_signer_make("a name", NOTE_ED25519, seed, &signer,
			     NULL),
	    HUB_MISCONFIGURED);
}

static void
a_name_is_one_word(void **state)
{
	char longest[NOTE_NAME_MAX + 2];

	(void)state;
	memset(longest, 'a', sizeof(longest));
	longest[NOTE_NAME_MAX + 1] = '\0';
	assert_false(note_name_is_valid(note_span_of(longest)));
	longest[NOTE_NAME_MAX] = '\0';
	assert_true(note_name_is_valid(note_span_of(longest)));
	assert_true(note_name_is_valid(note_span_of("log.example/a\xc3\xa9")));
	assert_false(note_name_is_valid(note_span_of("a\tb")));
	assert_false(note_name_is_valid(note_span_of("a\xe2\x80\xa9"
						     "b")));
	assert_false(note_name_is_valid(note_span_of("a\xe3\x80\x80")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(published_keys_are_read_and_written_again),
		cmocka_unit_test(a_published_signer_has_its_published_key),
		cmocka_unit_test(a_seed_makes_the_key_that_others_made_of_it),
		cmocka_unit_test(a_bad_key_is_refused_in_words),
		cmocka_unit_test(a_key_with_any_bit_changed_is_refused),
		cmocka_unit_test(a_signer_is_not_taken_for_a_verifier),
		cmocka_unit_test(a_name_is_one_word),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
