/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "bumn_engine.h"

#include <jq.h>
#include <string.h>

#include "bumn_jq_error.h"
#include "bumn_prelude.h"

#define PROGRAM_MAX (512u * 1024u)

/* A compiled map.  Compiling takes longer than a hundred runs, so the last
 * one is kept with the texts that it was made of; it never changes what a run
 * says. */
struct engine {
	jq_state *jq; /* owned; NULL: none */
	struct hub_buf map, settings;
};

static struct engine kept = { NULL, { .max = PROGRAM_MAX },
	{ .max = PROGRAM_MAX } };

/* Forgets the compiled map. */
static void
forget(struct engine *e)
{
	if (e->jq != NULL)
		jq_teardown(&e->jq);
	hub_buf_clear(&e->map);
	hub_buf_clear(&e->settings);
}

/* Whoever unloads the plugin, or ends, has nothing of it left over. */
__attribute__((destructor)) static void
forget_kept(void)
{
	forget(&kept);
	hub_buf_release(&kept.map);
	hub_buf_release(&kept.settings);
}

/* The first sentence of a compiler. */
static void
note_first(void *to, jv message)
{
	struct hub_buf *said = to;
	jv text = jq_format_error(message);

	if (said->len == 0 && jv_get_kind(text) == JV_KIND_STRING)
		hub_buf_text(said, jv_string_value(text));
	jv_free(text);
}

/* $settings: an object, {} when there is no file. */
static enum hub_status
read_settings(const char *text, jv *ret, struct hub_error *err)
{
	struct hub_error why = { "" };
	struct hub_json *doc = NULL;
	bool is_object;

	if (text[0] == '\0') {
		*ret = jv_object();
		return HUB_OK;
	}
	if (hub_json_read(text, strlen(text), &doc, &why) != HUB_OK)
		return hub_fail(err, HUB_MISCONFIGURED, "settings: %s",
		    why.text);
	is_object = strcmp(hub_json_kind(doc, ""), "object") == 0;
	hub_json_free(doc);
	if (!is_object)
		return hub_fail(err, HUB_MISCONFIGURED,
		    "settings: expected a JSON object");
	*ret = jv_parse(text);
	return HUB_OK;
}

/* What is compiled: a map and what stands around it. */
struct program {
	const char *before, *map, *after;
};

/* Compiles a program, whose $settings it takes over; NULL after saying why
 * not. */
static jq_state *
compile(const struct program *p, jv settings, struct hub_error *err)
{
	jv args = jv_object_set(jv_object(), jv_string("settings"), settings);
	jq_state *jq = jq_init();
	struct hub_buf text, said;
	bool good = false;

	hub_buf_init(&text, PROGRAM_MAX);
	hub_buf_init(&said, PROGRAM_MAX);
	hub_buf_text(&text, bumn_prelude);
	hub_buf_text(&text, p->before);
	hub_buf_text(&text, p->map);
	hub_buf_text(&text, p->after);
	if (jq == NULL || !hub_buf_ok(&text)) {
		jv_free(args);
		(void)hub_fail(err, HUB_FAULT, "no memory for the map");
	} else {
		jq_set_error_cb(jq, note_first, &said);
		good = jq_compile_args(jq, hub_buf_str(&text), args) != 0;
		jq_set_error_cb(jq, NULL, NULL);
		if (!good)
			(void)bumn_jq_error_compile(hub_buf_str(&said), err);
	}
	if (!good && jq != NULL)
		jq_teardown(&jq);
	hub_buf_release(&text);
	hub_buf_release(&said);
	return jq;
}

/* The compiled map of these settings. */
static enum hub_status
engine_of(const struct bumn_conf *conf, struct engine *e, struct hub_error *err)
{
	const struct program whole = { bumn_defaults, conf->map,
		bumn_postlude };
	jv settings;
	enum hub_status status;

	if (e->jq != NULL && strcmp(hub_buf_str(&e->map), conf->map) == 0 &&
	    strcmp(hub_buf_str(&e->settings), conf->settings) == 0)
		return HUB_OK;
	forget(e);
	status = read_settings(conf->settings, &settings, err);
	if (status == HUB_OK)
		e->jq = compile(&whole, settings, err);
	if (status == HUB_OK && e->jq == NULL)
		status = HUB_MISCONFIGURED;
	hub_buf_text(&e->map, conf->map);
	hub_buf_text(&e->settings, conf->settings);
	if (status == HUB_OK &&
	    (!hub_buf_ok(&e->map) || !hub_buf_ok(&e->settings)))
		status = hub_fail(err, HUB_FAULT, "no memory for the map");
	if (status != HUB_OK)
		forget(e);
	return status;
}

/* Map and settings, without a run. */
enum hub_status
bumn_engine_check(const struct bumn_conf *conf, struct hub_error *err)
{
	return engine_of(conf, &kept, err);
}

/* Whether a map has the function itself: it compiles where nothing else
 * does. */
bool
bumn_engine_has(const struct bumn_conf *conf, const char *function)
{
	struct program program = { "", conf->map, "" };
	struct hub_error ignored = { "" };
	struct hub_buf call;
	jq_state *jq;

	hub_buf_init(&call, PROGRAM_MAX);
	hub_buf_fmt(&call, "\n%s", function);
	program.after = hub_buf_str(&call);
	jq = compile(&program, jv_object(), &ignored);
	hub_buf_release(&call);
	if (jq == NULL)
		return false;
	jq_teardown(&jq);
	return true;
}

/* What a run said as a document within the limits of all JSON. */
static enum hub_status
read_out(const struct bumn_run *run, jv out, struct hub_json **ret_doc,
    struct hub_error *err)
{
	struct hub_error why = { "" };
	jv text = jv_dump_string(out, 0);
	size_t len = (size_t)jv_string_length_bytes(jv_copy(text));
	enum hub_status status = hub_json_read(jv_string_value(text), len,
	    ret_doc, &why);

	jv_free(text);
	if (status == HUB_OK)
		return HUB_OK;
	return hub_fail(err, HUB_FAULT, "map, %s: what it says: %s", run->verb,
	    why.text);
}

/* The one result of a run. */
static enum hub_status
first_result(jq_state *jq, const struct bumn_run *run, jv *ret,
    struct hub_error *err)
{
	jv out = jq_next(jq), more;
	bool another;

	if (!jv_is_valid(out)) {
		if (jv_invalid_has_msg(jv_copy(out)))
			return bumn_jq_error_run(run, jv_invalid_get_msg(out),
			    err);
		jv_free(out);
		return hub_fail(err, HUB_FAULT, "map, %s: it says nothing",
		    run->verb);
	}
	more = jq_next(jq);
	another = jv_is_valid(more) || jv_invalid_has_msg(jv_copy(more));
	jv_free(more);
	if (!another) {
		*ret = out;
		return HUB_OK;
	}
	jv_free(out);
	return hub_fail(err, HUB_FAULT,
	    "map, %s: it says several things, expected one value", run->verb);
}

/* One run. */
enum hub_status
bumn_engine_run(const struct bumn_conf *conf, const struct bumn_run *run,
    struct hub_json **ret_doc, struct hub_error *err)
{
	enum hub_status status = engine_of(conf, &kept, err);
	jv in, out;

	if (status != HUB_OK)
		return status;
	in = jv_parse_sized(hub_buf_str(run->input), (int)run->input->len);
	if (!jv_is_valid(in)) {
		jv_free(in);
		return hub_fail(err, HUB_FAULT, "the map's input is no JSON");
	}
	jq_start(kept.jq, in, 0);
	status = first_result(kept.jq, run, &out, err);
	if (status == HUB_OK)
		status = read_out(run, out, ret_doc, err);
	return status;
}
