/* SPDX-License-Identifier: Apache-2.0 */
/* A plugin for a later contract than this hub's. */
#include "config.h"

#include "../refused.h"

const struct hub_plugin hub_plugin = {
	.abi = HUB_PLUGIN_ABI + 1,
	.size = sizeof(struct hub_plugin),
	.name = "newer",
	.version = "9.0",
	.summary = "Speaks a later ABI.",
	.compose = refused_compose,
	.conclude = refused_conclude,
};
