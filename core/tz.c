/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "tz.h"

#include <endian.h>
#include <stdbool.h>

#include "civil.h"
#include "tz_rule.h"

#define FOLDER "/usr/share/zoneinfo/"
#define NAME_MAX_LEN 64
#define FILE_MAX 65536u
#define HEADER_SIZE 44
#define FOOTER_MAX 128
#define TYPE_SIZE 6
#define OFFSET_MAX (26 * 3600) /* RFC 8536 section 3.2 */
#define DAY 86400

struct tz {
	size_t count;	  /* of transitions */
	int64_t *times;	  /* rising */
	int32_t *offsets; /* from that time on */
	int32_t before;	  /* the first transition */
	struct tz_rule rule;
	bool has_rule; /* for what comes after the last transition */
};

/* The counts in a header, in their order there. */
enum { IS_UT, IS_STD, LEAPS, TIMES, TYPES, CHARS, COUNTS };

/* What is left of a file. */
struct bytes {
	const uint8_t *at;
	size_t len;
};

/* A big-endian number of 4 bytes. */
static uint32_t
number32(const uint8_t *at)
{
	uint32_t wire;

	memcpy(&wire, at, sizeof(wire));
	return be32toh(wire);
}

/* A big-endian number of 8 bytes. */
static int64_t
number64(const uint8_t *at)
{
	uint64_t wire;

	memcpy(&wire, at, sizeof(wire));
	return (int64_t)be64toh(wire);
}

/* Moves past len bytes; false when there are fewer. */
static bool
skip(struct bytes *file, uint64_t len)
{
	if (len > file->len)
		return false;
	file->at += len;
	file->len -= len;
	return true;
}

/* Reads a header of version 2 or later. */
static bool
header(struct bytes *file, uint64_t counts[COUNTS])
{
	const uint8_t *at = file->at;

	if (!skip(file, HEADER_SIZE) || memcmp(at, "TZif", 4) != 0 ||
	    at[4] < '2')
		return false;
	for (size_t i = 0; i < COUNTS; i++)
		counts[i] = number32(at + 20 + 4 * i);
	return true;
}

/* How long the data behind a header are, with times of that size. */
static uint64_t
data_size(const uint64_t counts[COUNTS], uint64_t time_size)
{
	return counts[TIMES] * (time_size + 1) + counts[TYPES] * TYPE_SIZE +
	    counts[CHARS] + counts[LEAPS] * (time_size + 4) + counts[IS_STD] +
	    counts[IS_UT];
}

/* The offset of a local time type; false when it is none. */
static bool
type_offset(const uint8_t *types, uint64_t count, uint64_t i, int32_t *ret)
{
	int32_t offset;

	if (i >= count)
		return false;
	offset = (int32_t)number32(types + i * TYPE_SIZE);
	if (offset > OFFSET_MAX || offset < -OFFSET_MAX)
		return false;
	*ret = offset;
	return true;
}

/* Reads the transitions, all of which are there. */
static bool
transitions(struct tz *tz, const uint8_t *at, const uint64_t counts[COUNTS])
{
	const uint8_t *indices = at + counts[TIMES] * 8;
	const uint8_t *types = indices + counts[TIMES];

	if (!type_offset(types, counts[TYPES], 0, &tz->before))
		return false;
	for (size_t i = 0; i < tz->count; i++) {
		tz->times[i] = number64(at + 8 * i);
		if (i > 0 && tz->times[i] <= tz->times[i - 1])
			return false;
		if (!type_offset(types, counts[TYPES], indices[i],
			&tz->offsets[i]))
			return false;
	}
	return true;
}

/* Reads the footer: newline, rule or nothing, newline. */
static bool
footer(struct tz *tz, const struct bytes *file)
{
	char text[FOOTER_MAX];
	size_t len;

	if (file->len < 2 || file->len > sizeof(text) || file->at[0] != '\n' ||
	    file->at[file->len - 1] != '\n')
		return false;
	len = file->len - 2;
	memcpy(text, file->at + 1, len);
	text[len] = '\0';
	tz->has_rule = len > 0;
	return len == 0 || tz_rule_parse(text, &tz->rule);
}

/* A zone with room for its transitions. */
static struct tz *
tz_new(size_t count)
{
	struct tz *tz = calloc(1, sizeof(*tz));

	if (tz == NULL)
		return NULL;
	tz->count = count;
	tz->times = calloc(count + 1, sizeof(*tz->times));
	tz->offsets = calloc(count + 1, sizeof(*tz->offsets));
	if (tz->times != NULL && tz->offsets != NULL)
		return tz;
	tz_free(tz);
	return NULL;
}

/* A zone from a file's bytes. */
struct tz *
tz_read(const void *bytes, unsigned long len)
{
	struct bytes file = { .at = bytes, .len = len };
	uint64_t counts[COUNTS];
	const uint8_t *data;
	struct tz *tz;

	if (len > FILE_MAX || !header(&file, counts) ||
	    !skip(&file, data_size(counts, 4)) || !header(&file, counts))
		return NULL;
	data = file.at;
	/* Leap seconds would make every offset wrong for POSIX time. */
	if (counts[LEAPS] != 0 || !skip(&file, data_size(counts, 8)))
		return NULL;
	tz = tz_new(counts[TIMES]);
	if (tz == NULL)
		return NULL;
	if (transitions(tz, data, counts) && footer(tz, &file))
		return tz;
	tz_free(tz);
	return NULL;
}

/* Whether a name can only lead to a file below the folder. */
static bool
is_name(const char *name)
{
	size_t len = strspn(name,
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz"
	    "0123456789_+-/");

	return len > 0 && len <= NAME_MAX_LEN && name[len] == '\0' &&
	    name[0] != '/' && name[len - 1] != '/';
}

/* A zone by its name. */
struct tz *
tz_open(const char *name)
{
	char path[sizeof(FOLDER) + NAME_MAX_LEN], *bytes;
	struct tz *tz = NULL;
	size_t len;
	FILE *file;

	if (!is_name(name))
		return NULL;
	snprintf(path, sizeof(path), FOLDER "%s", name);
	file = fopen(path, "re");
	if (file == NULL)
		return NULL;
	bytes = malloc(FILE_MAX + 1);
	if (bytes != NULL) {
		len = fread(bytes, 1, FILE_MAX + 1, file);
		tz = tz_read(bytes, len);
	}
	free(bytes);
	fclose(file);
	return tz;
}

/* Ends a zone; NULL is allowed. */
void
tz_free(struct tz *tz)
{
	if (tz == NULL)
		return;
	free(tz->times);
	free(tz->offsets);
	free(tz);
}

/* How many transitions are at or before that instant. */
static size_t
passed(const struct tz *tz, int64_t seconds)
{
	size_t low = 0, high = tz->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (tz->times[middle] <= seconds)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The offset in force. */
int32_t
tz_offset(const struct tz *tz, int64_t seconds)
{
	size_t n = passed(tz, seconds);

	if (n == tz->count && tz->has_rule)
		return tz_rule_offset(&tz->rule, seconds);
	return n == 0 ? tz->before : tz->offsets[n - 1];
}

/* The date on the wall. */
int64_t
tz_local_day(const struct tz *tz, int64_t seconds)
{
	return civil_day_of(seconds + tz_offset(tz, seconds));
}

/* When a local day begins.  Mostly that is midnight by the clock of the day
 * before; otherwise a transition skipped or repeated midnight, and the first
 * second that counts as that day is searched for. */
int64_t
tz_day_start(const struct tz *tz, int64_t local_day)
{
	int64_t low = local_day * DAY - OFFSET_MAX - 1;
	int64_t high = local_day * DAY + OFFSET_MAX + 1;
	int64_t start = local_day * DAY - tz_offset(tz, low);

	if (tz_local_day(tz, start) == local_day &&
	    tz_local_day(tz, start - 1) < local_day)
		return start;
	while (low + 1 < high) {
		int64_t middle = low + (high - low) / 2;

		if (tz_local_day(tz, middle) < local_day)
			low = middle;
		else
			high = middle;
	}
	return high;
}
