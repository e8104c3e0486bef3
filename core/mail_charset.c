/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "mail_charset.h"

#include <gmime/gmime.h>
#include <errno.h>
#include <iconv.h>
#include <stdint.h>
#include <strings.h>

#include "utf8.h"

#define COUNT_OF(table) (sizeof(table) / sizeof(*(table)))

static const char *const labels[] = {
	"utf-8",
	"utf8",
	"us-ascii",
	"ascii",
	"iso-8859-1",
	"iso-8859-2",
	"iso-8859-5",
	"iso-8859-6",
	"iso-8859-7",
	"iso-8859-9",
	"iso-8859-15",
	"windows-1250",
	"windows-1251",
	"windows-1252",
	"windows-1253",
	"windows-1254",
	"windows-1256",
	"windows-1258",
	"koi8-r",
	"koi8-u",
	"gb2312",
	"gbk",
	"gb18030",
	"big5",
	"euc-kr",
	"ks_c_5601-1987",
	"iso-2022-jp",
	"shift_jis",
	"euc-jp",
	"tis-620",
	"windows-874",
	"utf-16",
	"utf-16le",
	"utf-16be",
	"iso-8859-3",
	"iso-8859-4",
	"iso-8859-8",
	"iso-8859-10",
	"iso-8859-13",
	"iso-8859-14",
	"iso-8859-16",
	"windows-1255",
	"windows-1257",
	"macintosh",
	"ibm850",
	"cp437",
	"cp949",
	"iso-2022-kr",
	"big5-hkscs",
	"tcvn",
};

/* Labels of texts that need no conversion. */
#define PLAIN_LABELS 4u

/* The place of a label in the list, or how many there are. */
static size_t
place_of(const char *label, size_t len)
{
	size_t i = 0;

	while (i < COUNT_OF(labels) &&
	    (strlen(labels[i]) != len ||
		strncasecmp(labels[i], label, len) != 0))
		i++;
	return i;
}

/* A module is unloaded when its last descriptor is closed, so one of each is
 * kept for the life of the process. */
static iconv_t kept[COUNT_OF(labels)];

/* Open each charset once. */
void
mail_charset_warm(void)
{
	for (size_t i = PLAIN_LABELS; i < COUNT_OF(labels); i++) {
		if (kept[i] == NULL)
			kept[i] = g_mime_iconv_open("UTF-8", labels[i]);
	}
}

/* Is the label in the list? */
bool
mail_charset_known(const char *label, size_t len)
{
	return len == 0 || place_of(label, len) < COUNT_OF(labels);
}

/* Some hold the last letter back, for an accent may follow it. */
static void
flush(iconv_t turn, struct hub_buf *out)
{
	char room[64], *to = room;
	size_t left = sizeof(room);

	(void)iconv(turn, NULL, NULL, &to, &left);
	hub_buf_add(out, room, sizeof(room) - left);
}

/* Everything through an open descriptor. */
static bool
convert(iconv_t turn, const char *bytes, size_t len, struct hub_buf *out)
{
	char *from = (char *)(uintptr_t)bytes, room[4096];

	while (len > 0 && hub_buf_ok(out)) {
		char *to = room;
		size_t left = sizeof(room);
		size_t done = iconv(turn, &from, &len, &to, &left);

		hub_buf_add(out, room, sizeof(room) - left);
		if (done == (size_t)-1 && errno != E2BIG)
			return false;
	}
	flush(turn, out);
	return hub_buf_ok(out);
}

/* By the label's converter, or as it is. */
bool
mail_charset_utf8(const char *label, const char *bytes, size_t len,
    struct hub_buf *out)
{
	size_t place = place_of(label, strlen(label));
	iconv_t turn;
	bool done;

	if (*label == '\0' || place < PLAIN_LABELS) {
		hub_buf_add(out, bytes, len);
		return utf8_is_valid(bytes, len) && hub_buf_ok(out);
	}
	if (place == COUNT_OF(labels))
		return false;
	turn = g_mime_iconv_open("UTF-8", labels[place]);
	if (turn == (iconv_t)-1)
		return false;
	done = convert(turn, bytes, len, out);
	g_mime_iconv_close(turn);
	return done;
}

/* An RFC 2231 label behind its "*=" becomes x's unless it is known. */
static void
mask_label(char *label)
{
	size_t len;

	label += *label == '"';
	len = strcspn(label, "';");
	if (label[len] == '\'' && !mail_charset_known(label, len))
		memset(label, 'x', len);
}

/* Each label behind a "*=". */
void
mail_charset_mask(char *text)
{
	for (char *at = strstr(text, "*="); at != NULL;
	     at = strstr(at + 2, "*="))
		mask_label(at + 2);
}
