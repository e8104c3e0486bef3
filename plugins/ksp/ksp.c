/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "ksp.h"

#include <string.h>

#define ROW(field, ...) HUB_STRING(struct ksp_conf, field, __VA_ARGS__)

static const struct hub_option options[] = {
	ROW(types, .fallback = "id.go.ksp",
	    .help = "What event types begin with, both ways: "
		    "<types>.handoff.<word>.v1."),
	ROW(source, .fallback = "urn:simpul",
	    .help = "The CloudEvents source of what the hub says."),
	ROW(events, .fallback = "/events",
	    .help = "Path below url that takes the hub's events."),
	ROW(handoffs, .fallback = "/handoffs",
	    .help = "Path below url where <path>/<handoff> says whether they "
		    "hold it."),
	HUB_OPTIONS_END,
};

/* Whether a text can be the beginning of a type: dotted words. */
static bool
is_prefix(const char *text)
{
	size_t len = strlen(text);

	return len > 0 && len <= 64 &&
	    strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789.-") == len &&
	    text[0] != '.' && text[len - 1] != '.';
}

/* Whether a text can be a path below the institution's URL. */
static bool
is_path(const char *text)
{
	static const char taken[] = "abcdefghijklmnopqrstuvwxyz"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789-._~/";
	size_t len = strlen(text);

	return text[0] == '/' && len > 1 && text[len - 1] != '/' &&
	    strspn(text, taken) == len && strstr(text, "..") == NULL;
}

/* Do the settings make sense? */
static enum hub_status
ksp_check(const void *conf, struct hub_error *err)
{
	const struct ksp_conf *c = conf;

	if (!is_prefix(c->types))
		return hub_fail(err, HUB_MISCONFIGURED,
		    "types is '%s', expected lower-case words with dots "
		    "between them, as in id.go.ksp",
		    c->types);
	if (c->source[0] == '\0')
		return hub_fail(err, HUB_MISCONFIGURED,
		    "source is empty, expected a URI");
	if (!is_path(c->events))
		return hub_fail(err, HUB_MISCONFIGURED,
		    "events is '%s', expected a path such as /events",
		    c->events);
	if (!is_path(c->handoffs))
		return hub_fail(err, HUB_MISCONFIGURED,
		    "handoffs is '%s', expected a path such as /handoffs",
		    c->handoffs);
	return HUB_OK;
}

const struct hub_plugin hub_plugin = {
	.abi = HUB_PLUGIN_ABI,
	.size = sizeof(struct hub_plugin),
	.name = "ksp",
	.version = "1",
	.summary = "CloudEvents 1.0 over HTTPS, both ways",
	.options = options,
	.conf_size = sizeof(struct ksp_conf),
	.check = ksp_check,
	.compose = ksp_compose,
	.probe = ksp_probe,
	.conclude = ksp_conclude,
	.receive = ksp_receive,
};
