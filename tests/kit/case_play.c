/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "case_play.h"

#include "case_word.h"
#include "digest.h"

#define ARENA_MAX (64u * 1024u * 1024u)
#define KEY_SIZE 128

typedef enum hub_status take_fn(struct case_play *play,
    const struct case_section *section, struct hub_error *err);

void
case_play_init(struct case_play *play, const struct plugin *plugin,
    const struct case_file *file)
{
	memset(play, 0, sizeof(*play));
	play->plugin.call = plugin->call;
	arena_init(&play->plugin.arena, ARENA_MAX);
	arena_init(&play->arena, ARENA_MAX);
	play->file = file;
	play->what.id = "d1";
	play->what.handoff = hub_handoff_init();
	play->what.event = hub_event_init(HUB_EV_HANDOFF);
	play->what.names = (struct hub_names){ "", "", "", "", "" };
	play->at = (struct hub_at){ HUB_FOR_DELIVERY, 0, 1, 1770000000, "", "",
		"d1.0", 0, "", "", HUB_EV_NONE, HUB_PROOF_NONE, false, "",
		false };
	play->cursor = "";
	play->results.rows = play->rows;
	play->results.next = "";
}

void
case_play_release(struct case_play *play)
{
	plugin_release(&play->plugin);
	arena_release(&play->arena);
}

/* What a row of no use ends in. */
static enum hub_status
refuse(struct case_play *play, const struct case_row *row,
    struct hub_error *err)
{
	char sentence[200];

	(void)snprintf(sentence, sizeof(sentence),
	    "found \"%.60s = %.60s\", which this section does not take",
	    row->key, row->value);
	return case_fail(err, play->file, row->line, sentence);
}

/* Sets a member of a struct from a row. */
static bool
set(const struct case_member *table, void *to, const struct case_row *row,
    const char *key)
{
	const struct case_member *member = case_find(table, key);

	return member != NULL && case_set(member, to, row->value);
}

/* Adds an attachment to a handoff. */
static bool
add_attachment(struct case_play *play, struct hub_handoff *h, const char *text)
{
	struct hub_attachment *all;

	if (h->attachment_count == 0)
		h->attachments = arena_take(&play->arena,
		    PLAY_ATTACHMENTS * sizeof(*h->attachments));
	all = (struct hub_attachment *)(uintptr_t)h->attachments;
	return all != NULL && h->attachment_count < PLAY_ATTACHMENTS &&
	    case_attachment(&play->arena, text, &all[h->attachment_count++]);
}

/* One row of a handoff. */
static bool
set_handoff(struct case_play *play, struct hub_handoff *h,
    const struct case_row *row, const char *key)
{
	if (strcmp(key, "attachment") == 0)
		return add_attachment(play, h, row->value);
	return set(case_handoff, h, row, key);
}

/* The text of an option: of a file option the file's content. */
static const char *
option_text(struct case_play *play, const struct case_row *row)
{
	const struct hub_option *option = option_row(play->plugin.call->options,
	    row->key);
	const char *slash = strrchr(play->file->path, '/');
	char path[1024];
	size_t len;

	if (option == NULL || option->kind != HUB_OPT_FILE)
		return row->value;
	(void)snprintf(path, sizeof(path), "%.*s%s",
	    slash == NULL ? 0 : (int)(slash - play->file->path + 1),
	    play->file->path, row->value);
	return case_bytes(&play->arena, path, &len);
}

/* [conf] */
static enum hub_status
take_conf(struct case_play *play, const struct case_section *section,
    struct hub_error *err)
{
	struct option_pair pairs[PLAY_RESULTS];
	struct option_list list = { pairs, 0 };

	for (const struct case_row *row = section->rows; row != NULL;
	     row = row->next) {
		const char *text = option_text(play, row);

		if (list.count == PLAY_RESULTS || text == NULL)
			return refuse(play, row, err);
		pairs[list.count].name = row->key;
		pairs[list.count++].text = text;
	}
	plugin_release(&play->plugin);
	play->settled = true;
	return plugin_settle(&play->plugin, &list, err);
}

/* [at], with the delivery's id and a poll's cursor. */
static enum hub_status
take_at(struct case_play *play, const struct case_section *section,
    struct hub_error *err)
{
	char key[KEY_SIZE];

	for (const struct case_row *row = section->rows; row != NULL;
	     row = row->next)
		if (strcmp(row->key, "delivery") == 0)
			play->what.id = row->value;
		else if (strcmp(row->key, "cursor") == 0)
			play->cursor = row->value;
		else if (!set(case_at, &play->at, row, row->key))
			return refuse(play, row, err);
	(void)snprintf(key, sizeof(key), "%.100s.%u", play->what.id,
	    play->at.step);
	if (case_value(section, "key") == NULL)
		play->at.key = arena_text(&play->arena, key);
	return HUB_OK;
}

/* The address of the attachment above it. */
static bool
add_link(struct case_play *play, const char *text)
{
	size_t count = play->what.handoff.attachment_count;

	if (count == 0)
		return false;
	play->what.links = play->links;
	play->links[count - 1] = text;
	return true;
}

/* One row of what is to be handed over. */
static bool
set_what(struct case_play *play, const struct case_row *row)
{
	if (strcmp(row->key, "link") == 0)
		return add_link(play, row->value);
	return set_handoff(play, &play->what.handoff, row, row->key);
}

/* [handoff] */
static enum hub_status
take_handoff(struct case_play *play, const struct case_section *section,
    struct hub_error *err)
{
	play->what.handoff = hub_handoff_init();
	play->what.event = hub_event_init(HUB_EV_HANDOFF);
	play->what.links = NULL;
	for (size_t i = 0; i < PLAY_ATTACHMENTS; i++)
		play->links[i] = "";
	play->has_what = true;
	for (const struct case_row *row = section->rows; row != NULL;
	     row = row->next)
		if (!set_what(play, row))
			return refuse(play, row, err);
	return HUB_OK;
}

/* [event]: what is to be said instead of the handoff itself. */
static enum hub_status
take_event(struct case_play *play, const struct case_section *section,
    struct hub_error *err)
{
	play->what.event = hub_event_init(HUB_EV_NONE);
	play->has_what = true;
	for (const struct case_row *row = section->rows; row != NULL;
	     row = row->next)
		if (!set(case_event, &play->what.event, row, row->key))
			return refuse(play, row, err);
	return HUB_OK;
}

/* [names]: what those are called whom handoff and event name. */
static enum hub_status
take_names(struct case_play *play, const struct case_section *section,
    struct hub_error *err)
{
	for (const struct case_row *row = section->rows; row != NULL;
	     row = row->next)
		if (!set(case_names, &play->what.names, row, row->key))
			return refuse(play, row, err);
	return HUB_OK;
}

/* A header row, "Name: value". */
static bool
add_header(struct case_play *play, const struct case_row *row)
{
	struct hub_headers *headers = &play->headers;
	size_t len = strlen(row->key);

	if (len < 2 || row->key[len - 1] != ':' ||
	    headers->count == sizeof(headers->rows) / sizeof(headers->rows[0]))
		return false;
	headers->rows[headers->count++] = (struct request_field){
		arena_bytes(&play->arena, row->key, len - 1), row->value
	};
	return true;
}

/* [answer] */
static enum hub_status
take_answer(struct case_play *play, const struct case_section *section,
    struct hub_error *err)
{
	play->headers.count = 0;
	play->answer = (struct hub_answer){ 0, &play->headers, section->body,
		section->body_len };
	for (const struct case_row *row = section->rows; row != NULL;
	     row = row->next)
		if (strcmp(row->key, "status") == 0)
			play->answer.status = (int)strtol(row->value, NULL, 10);
		else if (!add_header(play, row))
			return refuse(play, row, err);
	play->turn = PLAY_ANSWER;
	return HUB_OK;
}

/* [message] */
static enum hub_status
take_message(struct case_play *play, const struct case_section *section,
    struct hub_error *err)
{
	struct hub_message *m = &play->message;
	uint8_t digest[DIGEST_SIZE];
	char hex[DIGEST_HEX_SIZE];

	digest_sha256(section->body, section->body_len, digest);
	digest_hex(digest, hex);
	play->headers.count = 0;
	*m = (struct hub_message){ "POST", "/", "", &play->headers,
		section->body, section->body_len,
		arena_text(&play->arena, hex) };
	for (const struct case_row *row = section->rows; row != NULL;
	     row = row->next)
		if (strcmp(row->key, "method") == 0)
			m->method = row->value;
		else if (strcmp(row->key, "path") == 0)
			m->path = row->value;
		else if (strcmp(row->key, "query") == 0)
			m->query = row->value;
		else if (!add_header(play, row))
			return refuse(play, row, err);
	play->turn = PLAY_MESSAGE;
	return HUB_OK;
}

/* A row about the story of the case found last: "said.kind" begins an event. */
static bool
take_story(struct case_play *play, const struct case_row *row)
{
	struct hub_story *story;

	if (play->results.story_count == 0)
		return false;
	story = &play->stories[play->results.story_count - 1];
	if (strcmp(row->key, "story.case_state") == 0) {
		story->case_state = row->value;
		return true;
	}
	if (strncmp(row->key, "said.", 5) != 0)
		return false;
	if (strcmp(row->key, "said.kind") == 0) {
		if (play->said_count == PLAY_SAID)
			return false;
		if (story->said_count++ == 0)
			story->said = &play->said[play->said_count];
		play->said[play->said_count++] = hub_event_init(HUB_EV_NONE);
	}
	return story->said_count > 0 &&
	    set(case_event, &play->said[play->said_count - 1], row,
		row->key + 5);
}

/* One row of [results]: "applied" begins a result, "found.id" a case. */
static bool
take_result(struct case_play *play, const struct case_row *row)
{
	struct hub_result *r;
	bool found = strncmp(row->key, "found.", 6) == 0;

	if (strcmp(row->key, "applied") == 0 &&
	    play->results.count < PLAY_RESULTS)
		play->rows[play->results.count++] = (struct hub_result){
			HUB_APPLIED, "", "", "", "", "", "", "", NULL, 0
		};
	if (strcmp(row->key, "next") == 0) {
		play->results.next = row->value;
		return true;
	}
	if (play->results.count == 0)
		return false;
	r = &play->rows[play->results.count - 1];
	if (strncmp(row->key, "story.", 6) == 0 ||
	    strncmp(row->key, "said.", 5) == 0)
		return take_story(play, row);
	if (!found)
		return set(case_result, r, row, row->key);
	if (strcmp(row->key, "found.id") == 0) {
		if (play->found_count == PLAY_FOUND)
			return false;
		if (r->found_count++ == 0)
			r->found = &play->found[play->found_count];
		play->stories[play->found_count] =
		    (struct hub_story){ row->value, "", NULL, 0 };
		play->results.stories = play->stories;
		play->results.story_count++;
		play->found[play->found_count++] = hub_handoff_init();
	}
	return r->found_count > 0 &&
	    set_handoff(play, &play->found[play->found_count - 1], row,
		row->key + 6);
}

/* [results] */
static enum hub_status
take_results(struct case_play *play, const struct case_section *section,
    struct hub_error *err)
{
	play->results.count = play->results.story_count = 0;
	play->results.next = "";
	play->found_count = play->said_count = 0;
	for (const struct case_row *row = section->rows; row != NULL;
	     row = row->next)
		if (!take_result(play, row))
			return refuse(play, row, err);
	play->turn = PLAY_RESULTS_SET;
	return HUB_OK;
}

static const struct {
	const char *name;
	take_fn *take;
} inputs[] = {
	{ "conf", take_conf },
	{ "at", take_at },
	{ "handoff", take_handoff },
	{ "event", take_event },
	{ "names", take_names },
	{ "answer", take_answer },
	{ "message", take_message },
	{ "results", take_results },
};

/* The function of an input section, or NULL. */
static take_fn *
taker(const struct case_section *section)
{
	for (size_t i = 0; i < sizeof(inputs) / sizeof(inputs[0]); i++)
		if (strcmp(inputs[i].name, section->name) == 0)
			return inputs[i].take;
	return NULL;
}

bool
case_play_is_input(const struct case_section *section)
{
	return taker(section) != NULL;
}

enum hub_status
case_play_settle(struct case_play *play, struct hub_error *err)
{
	struct option_list none = { NULL, 0 };

	if (play->settled)
		return HUB_OK;
	play->settled = true;
	return plugin_settle(&play->plugin, &none, err);
}

enum hub_status
case_play_take(struct case_play *play, const struct case_section *section,
    struct hub_error *err)
{
	return taker(section)(play, section, err);
}
