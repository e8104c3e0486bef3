/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "case_said.h"

#include "case_word.h"

#define ARENA_MAX (128u * 1024u * 1024u)

void
case_said_release(struct case_said *said)
{
	arena_release(&said->arena);
}

/* A group behind all others. */
static struct said_group *
add_group(struct case_said *said)
{
	struct said_group **end = &said->groups;

	while (*end != NULL)
		end = &(*end)->next;
	*end = arena_take(&said->arena, sizeof(**end));
	if (*end == NULL)
		abort();
	(*end)->type = (*end)->body = "";
	return *end;
}

/* Appends text so that it stays on its line. */
static void
put_escaped(struct hub_buf *buf, const char *text)
{
	static const char bytes[] = "\n\r\t\\", letters[] = "nrt\\";

	for (; *text != '\0'; text++) {
		const char *found = strchr(bytes, *text);

		if (found != NULL)
			hub_buf_fmt(buf, "\\%c", letters[found - bytes]);
		else if ((unsigned char)*text < ' ')
			hub_buf_fmt(buf, "\\x%02x", (unsigned char)*text);
		else
			hub_buf_char(buf, *text);
	}
}

/* Adds "key = value", or nothing when the value is "". */
static void
add_line(struct case_said *said, struct said_group *group, const char *key,
    const char *value)
{
	struct hub_buf buf;

	if (*value == '\0' || group->count == SAID_LINES)
		return;
	hub_buf_init(&buf, ARENA_MAX);
	hub_buf_fmt(&buf, "%s = ", key);
	put_escaped(&buf, value);
	group->lines[group->count++] = arena_text(&said->arena,
	    hub_buf_str(&buf));
	hub_buf_release(&buf);
}

/* Adds a header; its name counts without case. */
static void
add_header(struct case_said *said, struct said_group *group, const char *name,
    const char *value)
{
	char key[128];
	size_t i;

	for (i = 0; name[i] != '\0' && i + 2 < sizeof(key); i++)
		key[i] = (char)(name[i] >= 'A' && name[i] <= 'Z'
			? name[i] + ('a' - 'A')
			: name[i]);
	(void)snprintf(key + i, sizeof(key) - i, ":");
	add_line(said, group, key, *value != '\0' ? value : "(empty)");
}

/* Adds every member that is given. */
static void
add_members(struct case_said *said, struct said_group *group,
    const struct case_member *table, const void *from)
{
	char buf[CASE_TEXT_SIZE];

	for (; table->name != NULL; table++)
		add_line(said, group, table->name, case_get(table, from, buf));
}

/* The body of a group. */
static void
set_body(struct case_said *said, struct said_group *group, const void *bytes,
    size_t len)
{
	group->body = arena_bytes(&said->arena, bytes, len);
	group->body_len = len;
}

/* One part of a request as a group of its own, or the only one as the
 * request's body. */
static void
add_part(struct case_said *said, struct said_group *group,
    const struct request_part *part, bool alone)
{
	static const char *const encodings[] = { "raw", "form", "related",
		"base64", "mixed" };

	if (!alone) {
		group = add_group(said);
		add_line(said, group, "encoding",
		    encodings[part->part.encoding]);
		add_line(said, group, "name", part->part.name);
		add_line(said, group, "filename", part->part.filename);
	}
	add_line(said, group, "type", part->part.type);
	add_line(said, group, "attachment", part->attachment);
	group->type = arena_text(&said->arena, part->part.type);
	if (*part->attachment == '\0')
		set_body(said, group, part->data, part->len);
}

/* A composed request. */
static void
add_request(struct case_said *said, const struct hub_request *r)
{
	struct said_group *group = add_group(said);
	bool alone = r->part_count == 1 && !request_multipart(r);

	add_line(said, group, "method", r->method);
	add_line(said, group, "target", hub_buf_str(&r->target));
	add_line(said, group, "subject", r->subject);
	for (size_t i = 0; i < r->header_count; i++)
		add_header(said, group, r->headers[i].name,
		    r->headers[i].value);
	for (size_t i = 0; i < r->secret_count; i++)
		add_line(said, group, "secret", r->secrets[i]);
	for (size_t i = 0; i < r->part_count; i++)
		add_part(said, group, &r->parts[i], alone);
}

/* One attachment of a handoff, as a case file has it. */
static void
add_attachment(struct case_said *said, struct said_group *group,
    const struct hub_attachment *a)
{
	char text[600];

	(void)snprintf(text, sizeof(text), "%s | %s | %s | %llu", a->id,
	    a->name, a->type, (unsigned long long)a->size);
	add_line(said, group, "handoff.attachment", text);
}

/* The handoff inside an event. */
static void
add_handoff(struct case_said *said, struct said_group *group,
    const struct hub_handoff *h)
{
	char key[64], buf[CASE_TEXT_SIZE];

	for (const struct case_member *m = case_handoff; m->name != NULL; m++) {
		(void)snprintf(key, sizeof(key), "handoff.%s", m->name);
		add_line(said, group, key, case_get(m, h, buf));
	}
	for (size_t i = 0; i < h->attachment_count; i++)
		add_attachment(said, group, &h->attachments[i]);
}

/* Emitted events, a group each. */
static void
add_events(struct case_said *said, const struct hub_events *events)
{
	for (size_t i = 0; i < events->count; i++) {
		struct said_group *group = add_group(said);

		add_members(said, group, case_event, &events->rows[i]);
		if (events->rows[i].kind == HUB_EV_HANDOFF)
			add_handoff(said, group, &events->rows[i].handoff);
		for (size_t k = 0; k < events->file_count; k++) {
			const struct event_file *f = &events->files[k];
			char text[600];

			if (f->event != i)
				continue;
			(void)snprintf(text, sizeof(text), "%s | %s | %zu",
			    f->name, f->type, f->len);
			add_line(said, group, "file", text);
		}
		for (size_t k = 0; k < events->media_count; k++)
			if (events->media[k].event == i)
				add_line(said, group, "media",
				    events->media[k].url);
	}
}

/* A reply. */
static void
add_reply(struct case_said *said, const struct hub_reply *r)
{
	struct said_group *group = add_group(said);
	char status[16];

	(void)snprintf(status, sizeof(status), "%d", r->status);
	add_line(said, group, "status", status);
	add_line(said, group, "type", r->type);
	for (size_t i = 0; i < r->header_count; i++)
		add_header(said, group, r->headers[i].name,
		    r->headers[i].value);
	group->type = arena_text(&said->arena, r->type);
	set_body(said, group, r->body, r->body_len);
}

/* The sentence of a failure, after its status. */
static void
set_error(struct case_said *said, enum hub_status status,
    const struct hub_error *err)
{
	char text[320];

	(void)snprintf(text, sizeof(text), "%s: %s", hub_status_name(status),
	    err->text);
	said->error = status == HUB_OK ? "" : arena_text(&said->arena, text);
}

/* Calls for a request. */
static void
call_request(struct case_play *play, struct case_said *said)
{
	struct hub_request request;
	struct hub_error err = { "" };
	enum hub_status status;

	request_init(&request, "boundary");
	status = case_play_request(play, &request, &err);
	set_error(said, status, &err);
	if (status == HUB_OK)
		add_request(said, &request);
	request_release(&request);
}

/* Calls for events. */
static void
call_events(struct case_play *play, struct case_said *said)
{
	struct hub_events events;
	struct hub_error err = { "" };
	enum hub_status status;

	events_init(&events);
	status = case_play_events(play, &events, &err);
	set_error(said, status, &err);
	if (status == HUB_OK)
		add_events(said, &events);
	events_release(&events);
}

/* Calls for a reply. */
static void
call_reply(struct case_play *play, struct case_said *said)
{
	struct hub_reply reply;
	struct hub_error err = { "" };
	enum hub_status status;

	reply_init(&reply);
	status = case_play_reply(play, &reply, &err);
	set_error(said, status, &err);
	if (status == HUB_OK)
		add_reply(said, &reply);
	reply_release(&reply);
}

void
case_said_call(struct case_play *play, const char *section,
    struct case_said *ret)
{
	memset(ret, 0, sizeof(*ret));
	arena_init(&ret->arena, ARENA_MAX);
	ret->error = "";
	if (strcmp(section, "request") == 0)
		call_request(play, ret);
	else if (strcmp(section, "events") == 0)
		call_events(play, ret);
	else
		call_reply(play, ret);
}

/* Whether a row begins a group of its own: in [events] each kind does. */
static bool
begins_group(const struct case_section *section, const struct case_row *row)
{
	return strcmp(section->name, "events") == 0 &&
	    strcmp(row->key, "kind") == 0;
}

/* Adds what one section expects. */
static void
expect_section(struct case_said *said, const struct case_section *section)
{
	struct said_group *group = NULL;

	if (strcmp(section->name, "events") != 0)
		group = add_group(said);
	for (const struct case_row *row = section->rows; row != NULL;
	     row = row->next) {
		if (strcmp(row->key, "error") == 0) {
			said->error = row->value;
			continue;
		}
		if (group == NULL || begins_group(section, row))
			group = add_group(said);
		group->line = row->line;
		if (row->key[strlen(row->key) - 1] == ':')
			add_header(said, group,
			    arena_bytes(&said->arena, row->key,
				strlen(row->key) - 1),
			    row->value);
		else
			add_line(said, group, row->key, row->value);
		if (strcmp(row->key, "type") == 0)
			group->type = row->value;
	}
	if (group == NULL || !section->has_body)
		return;
	set_body(said, group, section->body, section->body_len);
	group->exact = section->exact;
}

void
case_said_expect(const struct case_section *section, struct case_said *ret)
{
	memset(ret, 0, sizeof(*ret));
	arena_init(&ret->arena, ARENA_MAX);
	ret->error = "";
	expect_section(ret, section);
	for (section = section->next;
	     section != NULL && strcmp(section->name, "part") == 0;
	     section = section->next)
		expect_section(ret, section);
}
