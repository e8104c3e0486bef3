/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "embassy.h"

#include <string.h>

#define ROW(field, ...) HUB_STRING(struct embassy_conf, field, __VA_ARGS__)

static const struct hub_option options[] = {
	ROW(signature, .fallback = "Koordinator SP4N-LAPOR!",
	    .help = "Who writes, at the foot of each letter."),
	ROW(contact,
	    .help = "Where they ask about a letter: a person's mail or "
		    "telephone."),
	ROW(list,
	    .help = "List-Id of the letters, as in "
		    "penerusan.laporan.baliprov.go.id; none unless given."),
	HUB_OPTIONS_END,
};

/* Whether a text can be a List-Id: a dotted name. */
static bool
is_list(const char *text)
{
	size_t len = strlen(text);

	return len <= 255 &&
	    strspn(text,
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
		"0123456789.-_") == len;
}

/* Do the settings make sense? */
static enum hub_status
embassy_check(const void *conf, struct hub_error *err)
{
	const struct embassy_conf *c = conf;

	if (c->signature[0] == '\0')
		return hub_fail(err, HUB_MISCONFIGURED,
		    "signature is empty, expected who writes the letters");
	if (!is_list(c->list))
		return hub_fail(err, HUB_MISCONFIGURED,
		    "list is '%s', expected a dotted name such as "
		    "penerusan.laporan.baliprov.go.id",
		    c->list);
	return HUB_OK;
}

const struct hub_plugin hub_plugin = {
	.abi = HUB_PLUGIN_ABI,
	.size = sizeof(struct hub_plugin),
	.name = "embassy",
	.version = "1",
	.summary = "letters by SMTP and from a mailbox, both ways",
	.options = options,
	.conf_size = sizeof(struct embassy_conf),
	.check = embassy_check,
	.compose = emb_compose,
	.conclude = emb_conclude,
	.receive = emb_receive,
};
