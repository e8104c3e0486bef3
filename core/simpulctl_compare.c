/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "simpulctl_compare.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Longer ones are no words of a mapping. */
#define OWN_WORD_MAX 64

/* Whether a word stands in the mapping's files. */
static bool
is_own(const struct compare *c, const char *word)
{
	size_t len = strlen(word);

	for (size_t i = 0; i < COMPARE_OWN_MAX; i++)
		if (c->own[i] != NULL && len <= OWN_WORD_MAX &&
		    strstr(c->own[i], word) != NULL)
			return true;
	return false;
}

/* A value's kind, with how much of it there is. */
static json_t *
kind_of(const json_t *v)
{
	switch (json_typeof(v)) {
	case JSON_STRING:
		return json_sprintf("text of %zu bytes", json_string_length(v));
	case JSON_ARRAY:
		return json_sprintf("array of %zu", json_array_size(v));
	case JSON_OBJECT:
		return json_sprintf("object of %zu", json_object_size(v));
	default:
		return json_string("number");
	}
}

/* What may be told of a value. */
static json_t *
told(const struct compare *c, const json_t *v)
{
	char *word;
	json_t *ret;

	if (v == NULL)
		return json_string("-");
	if (json_is_object(v) || json_is_array(v))
		return kind_of(v);
	if (json_is_string(v))
		return is_own(c, json_string_value(v))
		    ? json_sprintf("\"%s\"", json_string_value(v))
		    : kind_of(v);
	word = json_dumps(v, JSON_ENCODE_ANY);
	ret = word != NULL && (!json_is_number(v) || is_own(c, word))
	    ? json_string(word)
	    : kind_of(v);
	free(word);
	return ret;
}

/* Looks at one member under its name. */
static void
descend(struct compare *c, const char *name, const json_t *old,
    const json_t *fresh)
{
	size_t len = c->path.len;

	hub_buf_fmt(&c->path, "%s%s", len == 0 || name[0] == '[' ? "" : ".",
	    name);
	compare_values(c, old, fresh);
	if (c->path.len >= len && c->path.data != NULL) {
		c->path.len = len;
		c->path.data[len] = '\0';
	}
}

/* Every name that either of two objects has. */
static void
compare_objects(struct compare *c, const json_t *old, const json_t *fresh)
{
	const char *name;
	json_t *value;

	json_object_foreach((json_t *)(uintptr_t)old, name, value)
	{
		descend(c, name, value, json_object_get(fresh, name));
	}
	json_object_foreach((json_t *)(uintptr_t)fresh, name, value)
	{
		if (json_object_get(old, name) == NULL)
			descend(c, name, NULL, value);
	}
}

/* Every place that either of two arrays has. */
static void
compare_arrays(struct compare *c, const json_t *old, const json_t *fresh)
{
	size_t count = json_array_size(old);
	char name[32];

	if (json_array_size(fresh) > count)
		count = json_array_size(fresh);
	for (size_t i = 0; i < count; i++) {
		(void)snprintf(name, sizeof(name), "[%zu]", i);
		descend(c, name, json_array_get(old, i),
		    json_array_get(fresh, i));
	}
}

void
compare_values(struct compare *c, const json_t *old, const json_t *fresh)
{
	if (old != NULL && fresh != NULL && json_equal(old, fresh))
		return;
	if (json_is_object(old) && json_is_object(fresh))
		compare_objects(c, old, fresh);
	else if (json_is_array(old) && json_is_array(fresh))
		compare_arrays(c, old, fresh);
	else
		(void)json_array_append_new(c->found,
		    json_pack("{s:s,s:o,s:o}", "path", hub_buf_str(&c->path),
			"old", told(c, old), "new", told(c, fresh)));
}
