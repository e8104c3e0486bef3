/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "bumn.h"

#include "bumn_engine.h"

static const struct hub_option options[] = {
	HUB_FILE(struct bumn_conf, map, .required = true,
	    .help = "File of jq functions that say and understand the "
		    "system's messages."),
	HUB_FILE(struct bumn_conf, settings,
	    .help = "File of a JSON object that the map sees as $settings."),
	HUB_STRING(struct bumn_conf, headers,
	    .fallback = "Content-Type,Date,ETag,Link,Location,Retry-After",
	    .help = "Headers of messages that the map sees, a comma between "
		    "them."),
	HUB_OPTIONS_END,
};

/* The map must compile and the settings be an object. */
static enum hub_status
bumn_check(const void *conf, struct hub_error *err)
{
	return bumn_engine_check(conf, err);
}

/* What the map has functions for. */
static unsigned
bumn_offers(const void *conf)
{
	return (bumn_engine_has(conf, "probe") ? HUB_OFFER_PROBE : 0u) |
	    (bumn_engine_has(conf, "receive") ? HUB_OFFER_RECEIVE : 0u) |
	    (bumn_engine_has(conf, "poll") ? HUB_OFFER_POLL : 0u);
}

const struct hub_plugin hub_plugin = {
	.abi = HUB_PLUGIN_ABI,
	.size = sizeof(struct hub_plugin),
	.name = "bumn",
	.version = "1.0",
	.summary = "JSON over HTTP as a file of jq functions says it.",
	.options = options,
	.conf_size = sizeof(struct bumn_conf),
	.check = bumn_check,
	.compose = bumn_compose,
	.probe = bumn_probe,
	.conclude = bumn_conclude,
	.receive = bumn_receive,
	.poll = bumn_poll,
	.offers = bumn_offers,
};
