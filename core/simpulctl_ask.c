/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "simpulctl_ask.h"

#include <stdlib.h>
#include <string.h>

#include "limits.h"
#include "simpulctl_conf.h"
#include "simpulctl_wire.h"

/* Connects to the socket of the command line or the configuration. */
static enum hub_status
connect_hub(struct ctl *ctl, struct ctl_wire *wire, struct hub_error *err)
{
	struct hub_error found = { "" };
	enum hub_status status;
	struct conf *conf;

	if (ctl->socket[0] != '\0')
		return ctl_wire_open(wire, ctl->socket, err);
	conf = ctl_conf_hub(ctl, &found);
	if (conf == NULL)
		return hub_fail(err, HUB_MISCONFIGURED,
		    "which hub? %.190s; name it with --config or --socket",
		    found.text);
	status = ctl_wire_open(wire, conf->hub.control_socket, err);
	conf_release(conf);
	return status;
}

/* The question as one line, with its newline. */
static void
put_line(struct hub_buf *line, const char *name, json_t *request)
{
	char *text;

	if (request == NULL)
		request = json_object();
	(void)json_object_set_new(request, "command", json_string(name));
	text = json_dumps(request, JSON_COMPACT);
	json_decref(request);
	hub_buf_text(line, text == NULL ? "" : text);
	hub_buf_char(line, '\n');
	free(text);
}

/* Takes a line that is not the answer; false: no hub says such a thing. */
static bool
take_line(struct ctl *ctl, const struct ctl_pages *pages, const json_t *said)
{
	if (json_object_get(said, "progress") != NULL)
		(void)fprintf(ctl->err, "%s\n", ctl_text(said, "progress"));
	else if (pages != NULL && json_object_get(said, "page") != NULL)
		pages->take(pages->ctx, said);
	else
		return false;
	return true;
}

/* Takes progress and pages until the answer comes. */
static enum hub_status
hear(struct ctl *ctl, const struct ctl_pages *pages, struct ctl_wire *wire,
    json_t **ret_answer, struct hub_error *err)
{
	enum hub_status status;
	const char *line;
	json_error_t bad;
	json_t *said;

	for (;;) {
		status = ctl_wire_line(wire, &line, err);
		if (status != HUB_OK)
			return status;
		said = json_loads(line, JSON_REJECT_DUPLICATES, &bad);
		if (json_object_get(said, "good") != NULL)
			break;
		if (!take_line(ctl, pages, said)) {
			json_decref(said);
			return hub_fail(err, HUB_MALFORMED,
			    "what answers there is no hub: it said no JSON "
			    "object with \"good\"");
		}
		json_decref(said);
	}
	*ret_answer = said;
	return HUB_OK;
}

/* Sends the question and takes the answer. */
static enum hub_status
converse(struct ctl *ctl, const struct hub_buf *line,
    const struct ctl_pages *pages, json_t **ret_answer, struct hub_error *err)
{
	struct ctl_wire wire = { .fd = -1, .limit_ms = ctl->wait_ms };
	enum hub_status status;

	if (!hub_buf_ok(line) || line->len == 1)
		return hub_fail(err, HUB_FAULT,
		    "that cannot be asked: over %u bytes, or not UTF-8",
		    CONTROL_LINE_MAX);
	status = connect_hub(ctl, &wire, err);
	if (status == HUB_OK)
		status = ctl_wire_send(&wire, hub_buf_str(line), err);
	if (status == HUB_OK)
		status = hear(ctl, pages, &wire, ret_answer, err);
	ctl_wire_close(&wire);
	return status;
}

int
ctl_ask(struct ctl *ctl, const char *name, json_t *request, json_t **ret_answer)
{
	return ctl_ask_pages(ctl, name, request, NULL, ret_answer);
}

int
ctl_ask_pages(struct ctl *ctl, const char *name, json_t *request,
    const struct ctl_pages *pages, json_t **ret_answer)
{
	struct hub_error err = { "" };
	json_t *answer = NULL;
	struct hub_buf line;
	enum hub_status status;

	hub_buf_init(&line, CONTROL_LINE_MAX);
	put_line(&line, name, request);
	status = converse(ctl, &line, pages, &answer, &err);
	hub_buf_release(&line);
	if (status != HUB_OK)
		return ctl_fail(ctl, "%s", err.text);
	if (json_is_true(json_object_get(answer, "good"))) {
		*ret_answer = answer;
		return CTL_GOOD;
	}
	if (ctl->json)
		ctl_print_json(ctl, answer);
	(void)ctl_fail(ctl, "%s", ctl_text(answer, "error"));
	json_decref(answer);
	return CTL_BAD;
}

int
ctl_ask_print(struct ctl *ctl, const char *name, json_t *request,
    ctl_print_fn *print)
{
	json_t *answer;
	int status = ctl_ask(ctl, name, request, &answer);

	if (status != CTL_GOOD)
		return status;
	if (ctl->json)
		ctl_print_json(ctl, answer);
	else
		print(ctl, answer);
	json_decref(answer);
	return CTL_GOOD;
}

void
ctl_print_json(struct ctl *ctl, const json_t *answer)
{
	(void)json_dumpf(answer, ctl->out, JSON_INDENT(2) | JSON_SORT_KEYS);
	(void)fputc('\n', ctl->out);
}

void
ctl_print_more(struct ctl *ctl, const json_t *answer)
{
	if (json_is_true(json_object_get(answer, "more")))
		(void)fprintf(ctl->out,
		    "... dan lainnya (and more; see --limit, --json)\n");
}

const char *
ctl_text(const json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(object, name));

	return text == NULL ? "" : text;
}

int64_t
ctl_int(const json_t *object, const char *name)
{
	return json_integer_value(json_object_get(object, name));
}
