/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "audit_fields.h"

#include <stdlib.h>
#include <string.h>

#include "hub_time.h"
#include "ident.h"
#include "note_span.h"

/* What follows a name, up to the end of its text. */
static struct note_span
text_behind(struct note_span in, const char *name)
{
	struct note_span found = { "", 0 };
	const char *at = memmem(in.at, in.len, name, strlen(name)), *end;

	if (at == NULL)
		return found;
	at += strlen(name);
	end = memchr(at, '"', (size_t)(in.at + in.len - at));
	if (end == NULL)
		return found;
	found.at = at;
	found.len = (size_t)(end - at);
	return found;
}

/* Copies a text, "" when it is too long. */
static void
take(struct note_span in, const char *name, char to[AUDIT_FIELD_MAX])
{
	struct note_span text = text_behind(in, name);

	if (text.len >= AUDIT_FIELD_MAX)
		text.len = 0;
	memcpy(to, text.at, text.len);
	to[text.len] = '\0';
}

/* The holder before and after, which names like others has its own. */
static void
take_holder(struct note_span in, struct audit_fields *ret)
{
	static const char name[] = "\"holder\":{";
	const char *at = memmem(in.at, in.len, name, sizeof(name) - 1), *end;
	struct note_span holder;

	if (at == NULL)
		return;
	end = memchr(at, '}', (size_t)(in.at + in.len - at));
	if (end == NULL)
		return;
	holder.at = at;
	holder.len = (size_t)(end - at);
	take(holder, "\"from\":\"", ret->parties[2]);
	take(holder, "\"to\":\"", ret->parties[3]);
}

/* The three decimals of a canonical time. */
static int64_t
milliseconds(const char *text)
{
	const char *dot = strchr(text, '.');

	return dot == NULL ? 0 : strtol(dot + 1, NULL, 10);
}

void
audit_fields_read(const void *entry, size_t len, struct audit_fields *ret)
{
	struct note_span in = { entry, len };
	char text[AUDIT_FIELD_MAX];
	int64_t seconds = 0;

	*ret = (struct audit_fields){ .time_ms = 0 };
	take(in, "\"type\":\"", ret->type);
	take(in, "\"outcome\":\"", ret->outcome);
	take(in, "\"initiator\":\"", ret->parties[0]);
	take(in, "\"target\":\"", ret->parties[1]);
	take_holder(in, ret);
	take(in, "\"time\":\"", text);
	if (hub_time_parse(text, &seconds))
		ret->time_ms = seconds * 1000 + milliseconds(text);
	take(in, "\"subject\":\"case/", text);
	(void)ident_parse(text, &ret->case_id);
}
