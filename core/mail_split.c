/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "mail_split.h"

enum line { LINE_OTHER, LINE_BETWEEN, LINE_LAST };

/* Is there nothing but white space? */
static bool
is_blank(const char *at, const char *end)
{
	while (at < end && (*at == ' ' || *at == '\t' || *at == '\r'))
		at++;
	return at == end;
}

/* What the line says, whose break is at `end`. */
static enum line
judge(const struct mail_split *split, const char *at, const char *end)
{
	size_t len = split->boundary_len;

	if ((size_t)(end - at) < len + 2 || at[0] != '-' || at[1] != '-' ||
	    memcmp(at + 2, split->boundary, len) != 0)
		return LINE_OTHER;
	at += len + 2;
	if (is_blank(at, end))
		return LINE_BETWEEN;
	if (end - at >= 2 && at[0] == '-' && at[1] == '-' &&
	    is_blank(at + 2, end))
		return LINE_LAST;
	return LINE_OTHER;
}

/* Go behind the next boundary's line; where that line began, or the end. */
static const char *
seek(struct mail_split *split)
{
	const char *at = split->left.at, *end = at + split->left.len;
	enum line line = LINE_OTHER;
	const char *from = at;

	while (at < end && line == LINE_OTHER) {
		from = at;
		while (at < end && *at != '\n') /* lines may be very short */
			at++;
		line = judge(split, from, at);
		at += at < end;
	}
	split->left = (struct mail_piece){ at, (size_t)(end - at) };
	split->open = line == LINE_BETWEEN;
	split->closed = line == LINE_LAST;
	return line == LINE_OTHER ? end : from;
}

/* Past what stands before the first part. */
void
mail_split_init(struct mail_split *split, const struct mail_piece *body,
    const char *boundary)
{
	*split = (struct mail_split){ .left = *body,
		.boundary = boundary,
		.boundary_len = strlen(boundary) };
	(void)seek(split);
}

/* Up to the line break before the next boundary. */
bool
mail_split_next(struct mail_split *split, struct mail_piece *ret_part)
{
	const char *start = split->left.at, *end;

	if (!split->open)
		return false;
	end = seek(split);
	if ((split->open || split->closed) && end > start) {
		end--;
		end -= end > start && end[-1] == '\r';
	}
	*ret_part = (struct mail_piece){ start, (size_t)(end - start) };
	return true;
}
