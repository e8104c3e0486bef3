/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "fuzz_seed.h"
#include "note.h"

#define DASH "\xe2\x80\x94 "
#define KEY "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
#define GOOD \
	"If you think cryptography is the answer to your problem,\n" \
	"then you don't know what your problem is.\n\n" DASH \
	"PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1F" \
	"FYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"

const char *const fuzz_seeds[] = {
	GOOD,
	GOOD DASH "other.example AAAAAAA=\n",
	GOOD DASH
	"PeterNeumann x08goAAAAAAAAATSftMzceM8zssdZ9jin9SjwIxzx9iADMf63VqirX2"
	"hafol9RsqNqbofIz0LVRqHXI2kpEBSki5RTXFtxz1vo9+Cg==\n",
	"a\n\n\nb\n\n" DASH "n AAAAAAA=\n",
	KEY,
	"example.org/witness+cacf2e50+"
	"BGbguFjkYqYJ5m/nE3DIFtiEb/ED1UmaIqf+w3/bxCSn",
	"PRIVATE+KEY+PeterNeumann+c74f20a3+"
	"AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz",
	NULL,
};

/* A note is its text, an empty line and its signatures, and nothing else. */
static void
look(struct note_span bytes, const struct note *note)
{
	size_t len = note->text.len + 1;

	fuzz_must(note->count > 0, "a signature");
	fuzz_must(note->count <= NOTE_SIGNATURES_MAX, "not too many");
	for (size_t i = 0; i < note->count; i++)
		len += strlen(DASH) + note->signatures[i].name.len + 1 +
		    note->signatures[i].base64.len + 1;
	fuzz_must(len == bytes.len, "all of it is read");
	fuzz_must(note->text.at[note->text.len - 1] == '\n', "a last newline");
}

/* A key that is read is written again as it was. */
static void
read_key(struct note_span bytes)
{
	struct note_signer signer;
	struct note_key key;
	struct hub_buf out;

	hub_buf_init(&out, 1024);
	if (note_key_parse(bytes, &key, NULL) == HUB_OK)
		note_key_write(&key, &out);
	else if (note_signer_parse(bytes, &signer, NULL) == HUB_OK)
		note_signer_write(&signer, &out);
	if (out.len > 0)
		fuzz_must(note_span_is(bytes, hub_buf_str(&out)), "one text");
	hub_buf_release(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct note_span span = { (const char *)bytes, len };
	struct note_seal seal;
	struct note_key key;
	struct note note;

	read_key(span);
	if (note_parse(span, &note, NULL) != HUB_OK)
		return 0;
	look(span, &note);
	fuzz_must(note_key_parse(note_span_of(KEY), &key, NULL) == HUB_OK,
	    "the known key");
	if (note_check_one(&note, &key, &seal, NULL) == HUB_OK)
		fuzz_must(memcmp(note.text.at, GOOD, note.text.len) == 0,
		    "what was signed");
	return 0;
}
