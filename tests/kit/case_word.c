/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "case_word.h"

#include "hub_time.h"

/* No list is longer. */
#define WORDS 64u

static const char *const applied[] = { "applied", "duplicate", "illegal",
	"unknown", "forbidden", "bound", "late", "invalid", "held" };
static const char *const purposes[] = { "delivery", "probe", "poll" };
static const char *const proofs[] = { "none", "dkim", "smime", "confirmed" };

/* The word of a table, or "". */
static const char *
of_table(const char *const *table, size_t count, unsigned value)
{
	return value < count ? table[value] : "";
}

/* The name of a value in its list, "" when it has none. */
static const char *
name_of(enum case_list list, unsigned value)
{
	switch (list) {
	case CASE_KINDS:
		return hub_kind_name((enum hub_kind)value);
	case CASE_CLASSES:
		return hub_class_name((enum hub_class)value);
	case CASE_CHANNELS:
		return hub_channel_name((enum hub_channel)value);
	case CASE_REASONS:
		return hub_reason_name((enum hub_reason)value);
	case CASE_AUDIENCES:
		return hub_audience_name((enum hub_audience)value);
	case CASE_DECISIONS:
		return hub_decision_name((enum hub_decision)value);
	case CASE_ASKED:
		return hub_asked_name((enum hub_asked)value);
	case CASE_EVENTS:
		return hub_event_kind_name((enum hub_event_kind)value);
	case CASE_APPLIED:
		return of_table(applied, sizeof(applied) / sizeof(applied[0]),
		    value);
	case CASE_PURPOSES:
		return of_table(purposes,
		    sizeof(purposes) / sizeof(purposes[0]), value);
	case CASE_PROOFS:
		return of_table(proofs, sizeof(proofs) / sizeof(proofs[0]),
		    value);
	case CASE_LIST_NONE:
	default:
		return "";
	}
}

const struct case_member *
case_find(const struct case_member *table, const char *name)
{
	for (; table->name != NULL; table++)
		if (strcmp(table->name, name) == 0)
			return table;
	return NULL;
}

/* Sets an enum by the name of its value. */
static bool
set_word(enum case_list list, void *field, const char *text)
{
	for (unsigned value = 0; value < WORDS; value++)
		if (*text != '\0' && strcmp(name_of(list, value), text) == 0) {
			memcpy(field, &value, sizeof(value));
			return true;
		}
	return false;
}

/* Sets a number of one of four types. */
static bool
set_number(enum case_kind kind, void *field, const char *text)
{
	char *end;
	int64_t value = strtoll(text, &end, 10);
	uint64_t count = (uint64_t)value;
	unsigned small = (unsigned)value;
	bool good = *text != '\0' && *end == '\0';

	if (kind == CASE_TIME)
		good = hub_time_parse(text, &value);
	if (!good)
		return false;
	if (kind == CASE_COUNT)
		memcpy(field, &count, sizeof(count));
	else if (kind == CASE_NUMBER)
		memcpy(field, &small, sizeof(small));
	else
		memcpy(field, &value, sizeof(value));
	return true;
}

bool
case_set(const struct case_member *member, void *to, const char *text)
{
	void *field = (char *)to + member->offset;
	bool flag = strcmp(text, "true") == 0;

	switch (member->kind) {
	case CASE_TEXT:
		memcpy(field, &text, sizeof(text));
		return true;
	case CASE_FLAG:
		memcpy(field, &flag, sizeof(flag));
		return flag || strcmp(text, "false") == 0;
	case CASE_WORD:
		return set_word(member->list, field, text);
	case CASE_TIME:
	case CASE_INT:
	case CASE_COUNT:
	case CASE_NUMBER:
	default:
		return set_number(member->kind, field, text);
	}
}

/* A number that is not 0, as text. */
static const char *
number_text(const struct case_member *member, const void *field,
    char buf[CASE_TEXT_SIZE])
{
	int64_t value = 0;
	unsigned small;

	if (member->kind == CASE_NUMBER) {
		memcpy(&small, field, sizeof(small));
		value = small;
	} else {
		memcpy(&value, field, sizeof(value));
	}
	if (value == 0)
		return "";
	if (member->kind == CASE_TIME)
		hub_time_text(value, buf);
	else
		(void)snprintf(buf, CASE_TEXT_SIZE, "%lld", (long long)value);
	return buf;
}

const char *
case_get(const struct case_member *member, const void *from,
    char buf[CASE_TEXT_SIZE])
{
	const void *field = (const char *)from + member->offset;
	const char *text;
	unsigned value;
	bool flag;

	switch (member->kind) {
	case CASE_TEXT:
		memcpy(&text, field, sizeof(text));
		return text != NULL ? text : "";
	case CASE_FLAG:
		memcpy(&flag, field, sizeof(flag));
		return flag ? "true" : "";
	case CASE_WORD:
		memcpy(&value, field, sizeof(value));
		return name_of(member->list, value);
	case CASE_TIME:
	case CASE_INT:
	case CASE_COUNT:
	case CASE_NUMBER:
	default:
		return number_text(member, field, buf);
	}
}

/* The text up to the next bar, without blanks around it. */
static const char *
field_of(struct arena *arena, const char **at)
{
	size_t len = strcspn(*at, "|"), skip = strspn(*at, " ");
	const char *from = *at + skip;
	size_t size = len > skip ? len - skip : 0;

	*at += len + ((*at)[len] == '|');
	while (size > 0 && from[size - 1] == ' ')
		size--;
	return arena_bytes(arena, from, size);
}

bool
case_attachment(struct arena *arena, const char *text,
    struct hub_attachment *ret)
{
	const char *size;
	char *end;

	ret->id = field_of(arena, &text);
	ret->name = field_of(arena, &text);
	ret->type = field_of(arena, &text);
	size = field_of(arena, &text);
	ret->sha256 = field_of(arena, &text);
	ret->size = strtoull(size, &end, 10);
	return *ret->id != '\0' && end != size && *end == '\0';
}
