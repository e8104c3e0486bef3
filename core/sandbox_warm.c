/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "sandbox.h"

#include <iconv.h>
#include <jansson.h>
#include <libxml/parser.h>
#include <stdint.h>

#include "digest.h"
#include "hub_mail.h"

/* Charsets of letters and of what older systems send; glibc has each in a
 * module of its own, read at its first use. */
static const char *const charsets[] = {
	"ISO-8859-1",
	"ISO-8859-15",
	"WINDOWS-1252",
	"US-ASCII",
	"UTF-16",
	"UTF-16LE",
	"UTF-16BE",
	"UTF-7",
	"KOI8-R",
	"WINDOWS-1251",
	"WINDOWS-1256",
	"ISO-8859-6",
	"GB18030",
	"BIG5",
	"SHIFT_JIS",
	"ISO-2022-JP",
	"EUC-KR",
};

/* Loads the module that turns a charset into UTF-8; it stays loaded while a
 * descriptor is open, so these are never closed. */
static void
warm_charset(const char *name)
{
	char in[] = "a", out[16];
	char *from = in, *to = out;
	size_t in_left = 1, out_left = sizeof(out);
	iconv_t turn = iconv_open("UTF-8", name);

	if (turn != (iconv_t)-1)
		(void)iconv(turn, &from, &in_left, &to, &out_left);
}

/* First uses of what reads files or asks for randomness at its first use. */
void
sandbox_warm(void)
{
	uint8_t digest[DIGEST_SIZE];

	for (size_t i = 0; i < sizeof(charsets) / sizeof(charsets[0]); i++)
		warm_charset(charsets[i]);
	digest_hmac("", 0, "", 0, digest);
	json_object_seed(0);
	xmlInitParser();
	hub_mail_warm();
}
