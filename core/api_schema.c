/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "api_schema.h"

#define ID_PATTERN "^[0-9a-hjkmnp-tv-z]{13}$"

/* The words of a closed list; a body may leave one empty. */
static void
put_words(struct hub_json_out *out, body_word_fn *word, bool or_none)
{
	hub_json_open(out, "enum", '[');
	for (unsigned i = 1; word(i)[0] != '\0'; i++)
		hub_json_put_text(out, NULL, word(i));
	if (or_none)
		hub_json_put_text(out, NULL, "");
	hub_json_close(out, ']');
}

/* A text of a form. */
static void
put_text(struct hub_json_out *out, const char *keyword, const char *value)
{
	hub_json_put_text(out, "type", "string");
	hub_json_put_text(out, keyword, value);
}

/* A list of ids. */
static void
put_ids(struct hub_json_out *out, size_t max)
{
	hub_json_put_text(out, "type", "array");
	hub_json_put_int(out, "maxItems", (int64_t)max);
	hub_json_open(out, "items", '{');
	put_text(out, "pattern", ID_PATTERN);
	hub_json_close(out, '}');
}

/* What a body's member may be; objects are put by the caller. */
static void
put_body_type(struct hub_json_out *out, const struct body_row *row)
{
	switch (row->kind) {
	case BODY_TIME:
		put_text(out, "format", "date-time");
		break;
	case BODY_FLAG:
	case BODY_CHOICE:
		hub_json_put_text(out, "type", "boolean");
		break;
	case BODY_COUNT:
		hub_json_put_text(out, "type", "integer");
		hub_json_put_int(out, "minimum", 1);
		hub_json_put_int(out, "maximum", (int64_t)row->max);
		break;
	case BODY_WORD:
		put_words(out, row->word, !row->required);
		break;
	case BODY_IDS:
		put_ids(out, row->max);
		break;
	default:
		hub_json_put_text(out, "type", "string");
		hub_json_put_int(out, "maxLength", (int64_t)row->max);
		break;
	}
}

/* A body's table as a schema. */
void
api_schema_body(struct hub_json_out *out, const char *key,
    const struct body_row *rows)
{
	hub_json_open(out, key, '{');
	hub_json_put_text(out, "type", "object");
	hub_json_open(out, "properties", '{');
	for (const struct body_row *r = rows; r->name != NULL; r++) {
		if (r->kind == BODY_OBJECT) {
			api_schema_body(out, r->name, r->inner);
			continue;
		}
		hub_json_open(out, r->name, '{');
		hub_json_put_text(out, "description", r->help);
		put_body_type(out, r);
		hub_json_close(out, '}');
	}
	hub_json_close(out, '}');
	hub_json_open(out, "required", '[');
	for (const struct body_row *r = rows; r->name != NULL; r++)
		if (r->required)
			hub_json_put_text(out, NULL, r->name);
	hub_json_close(out, ']');
	hub_json_put_flag(out, "additionalProperties", false);
	hub_json_close(out, '}');
}

/* What an answer's member is; objects and lists are put by the caller. */
static void
put_answer_type(struct hub_json_out *out, const struct shape_row *row)
{
	switch (row->kind) {
	case SHAPE_ID:
		put_text(out, "pattern", ID_PATTERN);
		break;
	case SHAPE_TIME:
		put_text(out, "format", "date-time");
		break;
	case SHAPE_NUMBER:
		hub_json_put_text(out, "type", "integer");
		break;
	case SHAPE_FLAG:
		hub_json_put_text(out, "type", "boolean");
		break;
	case SHAPE_WORD:
		put_words(out, row->word, false);
		break;
	default:
		hub_json_put_text(out, "type", "string");
		break;
	}
}

/* One member of an answer. */
static void
put_answer_member(struct hub_json_out *out, const struct shape_row *row)
{
	if (row->kind == SHAPE_OBJECT) {
		api_schema_answer(out, row->name, row->inner);
		return;
	}
	hub_json_open(out, row->name, '{');
	if (row->kind == SHAPE_LIST) {
		hub_json_put_text(out, "type", "array");
		api_schema_answer(out, "items", row->inner);
	} else {
		put_answer_type(out, row);
	}
	hub_json_close(out, '}');
}

/* An answer's table as a schema. */
void
api_schema_answer(struct hub_json_out *out, const char *key,
    const struct shape_row *rows)
{
	hub_json_open(out, key, '{');
	hub_json_put_text(out, "type", "object");
	hub_json_open(out, "properties", '{');
	for (const struct shape_row *r = rows; r->name != NULL; r++)
		put_answer_member(out, r);
	hub_json_close(out, '}');
	hub_json_open(out, "required", '[');
	for (const struct shape_row *r = rows; r->name != NULL; r++)
		if (r->required)
			hub_json_put_text(out, NULL, r->name);
	hub_json_close(out, ']');
	hub_json_put_flag(out, "additionalProperties", false);
	hub_json_close(out, '}');
}
