/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "note_known.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

const struct known_note known_notes[] = {
	{
	    "C2SP signed-note.md",
	    NULL,
	    "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANY"
	    "crnKv3U2k",
	    "This is an example message.\n"
	    "\n"
	    "\xe2\x80\x94 example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YE"
	    "q6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM"
	    "=\n",
	},
	{
	    "golang/mod sumdb/note/example_test.go",
	    "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y"
	    "7hfZx09iUvxdXHKDFz",
	    "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4iz"
	    "Wy10TW",
	    "If you think cryptography is the answer to your problem,\n"
	    "then you don't know what your problem is.\n"
	    "\n"
	    "\xe2\x80\x94 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLL"
	    "r8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n",
	},
	{
	    "sum.golang.org",
	    NULL,
	    "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTT"
	    "AD8OuAn8",
	    "go.sum database tree\n"
	    "30055305\n"
	    "mXfgRcJ0bG0j3CPdKwgGWtUzBUbX67saZGRmFuJGGsM=\n"
	    "\n"
	    "\xe2\x80\x94 sum.golang.org Az3grpgEild5qw7+5dtV13Kf1C2Xurm8"
	    "q4fhdxvcsDHnqNTaxL2AFjBY+2TyGKevucFcAAlWFJJYle3EJlDCrQ+y3A8="
	    "\n",
	},
	{ NULL, NULL, NULL, NULL },
};

const char cosigner_key[] =
    "example.org/witness+cacf2e50+BGbguFjkYqYJ5m/nE3DIFtiEb/ED1Um"
    "aIqf+w3/bxCSn";
const char cosigned_text[] = "example.org/log\n"
			     "10\n"
			     "HA5HAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n";
const char cosigned_line[] =
    "\xe2\x80\x94 example.org/witness ys8uUAAAAAAAAATSftMzceM8zss"
    "dZ9jin9SjwIxzx9iADMf63VqirX2hafol9RsqNqbofIz0LVRqHXI2kpEBSki"
    "5RTXFtxz1vo9+Cg==\n";

struct note_key
known_key(const char *text)
{
	struct hub_error err = { "" };
	struct note_key key;

	if (note_key_parse(note_span_of(text), &key, &err) != HUB_OK)
		fail_msg("%s: %s", text, err.text);
	return key;
}

struct note_signer
known_signer(const char *text)
{
	struct hub_error err = { "" };
	struct note_signer signer;

	if (note_signer_parse(note_span_of(text), &signer, &err) != HUB_OK)
		fail_msg("%s: %s", text, err.text);
	return signer;
}

void
known_parse(const char *text, struct note *ret)
{
	struct hub_error err = { "" };

	if (note_parse(note_span_of(text), ret, &err) != HUB_OK)
		fail_msg("%s: %s", text, err.text);
}
