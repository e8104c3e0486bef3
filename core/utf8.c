/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "utf8.h"

#include <stdint.h>

/* Every byte of a word the same. */
#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

/* How many bytes from the start are printable ASCII, eight at a time; most
 * text is. */
static size_t
plain_run(const uint8_t *at, size_t len)
{
	size_t run = 0;
	uint64_t word;

	for (; len - run >= sizeof(word); run += sizeof(word)) {
		memcpy(&word, at + run, sizeof(word));
		/* A byte below 0x20 borrows, 0x7f carries, 0x80 stands. */
		if (((word - EACH(0x20)) | (word + EACH(1)) | word) &
		    EACH(0x80))
			break;
	}
	return run;
}

/* The sequences of RFC 3629 section 4, by their first byte: how long, and
 * between which values the second byte stands. */
static const struct {
	uint8_t first, last, len, second_min, second_max;
} sequences[] = {
	{ 0xc2, 0xdf, 2, 0x80, 0xbf },
	{ 0xe0, 0xe0, 3, 0xa0, 0xbf },
	{ 0xe1, 0xec, 3, 0x80, 0xbf },
	{ 0xed, 0xed, 3, 0x80, 0x9f },
	{ 0xee, 0xef, 3, 0x80, 0xbf },
	{ 0xf0, 0xf0, 4, 0x90, 0xbf },
	{ 0xf1, 0xf3, 4, 0x80, 0xbf },
	{ 0xf4, 0xf4, 4, 0x80, 0x8f },
};
#define SEQUENCES (sizeof(sequences) / sizeof(sequences[0]))

/* Length of the sequence of more than one byte at the start, 0 if wrong. */
static size_t
sequence(const uint8_t *at, size_t len)
{
	size_t row = 0;

	while (row < SEQUENCES && at[0] > sequences[row].last)
		row++;
	if (row == SEQUENCES || at[0] < sequences[row].first ||
	    len < sequences[row].len)
		return 0;
	if (at[1] < sequences[row].second_min ||
	    at[1] > sequences[row].second_max)
		return 0;
	for (size_t i = 2; i < sequences[row].len; i++)
		if ((at[i] & 0xc0) != 0x80)
			return 0;
	return sequences[row].len;
}

/* Whether a text may hold this byte of ASCII. */
static bool
text_byte(const uint8_t *at, size_t len)
{
	if (at[0] >= 0x20 || at[0] == '\t' || at[0] == '\n')
		return true;
	return at[0] == '\r' && len > 1 && at[1] == '\n';
}

/* Length of the character at the start, 0 if the text may not hold it. */
static size_t
text_step(const uint8_t *at, size_t len)
{
	if (at[0] >= 0x80)
		return sequence(at, len);
	return text_byte(at, len) ? 1 : 0;
}

/* The same for a line: no control character of C0 or C1, no DEL. */
static size_t
line_step(const uint8_t *at, size_t len)
{
	if (at[0] < 0x20 || at[0] == 0x7f)
		return 0;
	if (at[0] < 0x80)
		return 1;
	if (at[0] == 0xc2 && len > 1 && at[1] < 0xa0)
		return 0;
	return sequence(at, len);
}

/* Whether bytes are text, several lines of it or none. */
bool
utf8_is_text(const char *bytes, size_t len)
{
	const uint8_t *at = (const uint8_t *)bytes;
	size_t step;

	for (; len > 0; at += step, len -= step) {
		step = plain_run(at, len);
		if (step == 0)
			step = text_step(at, len);
		if (step == 0)
			return false;
	}
	return true;
}

/* Whether bytes are one line of text without its end. */
bool
utf8_is_line(const char *bytes, size_t len)
{
	const uint8_t *at = (const uint8_t *)bytes;
	size_t step;

	for (; len > 0; at += step, len -= step) {
		step = plain_run(at, len);
		if (step == 0)
			step = line_step(at, len);
		if (step == 0)
			return false;
	}
	return true;
}

/* Whether bytes are UTF-8 at all, control characters among them. */
bool
utf8_is_valid(const char *bytes, size_t len)
{
	const uint8_t *at = (const uint8_t *)bytes;
	size_t step;

	for (; len > 0; at += step, len -= step) {
		step = plain_run(at, len);
		if (step == 0)
			step = at[0] < 0x80 ? 1 : sequence(at, len);
		if (step == 0)
			return false;
	}
	return true;
}
