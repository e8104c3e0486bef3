/* SPDX-License-Identifier: Apache-2.0 */
/* A plugin that is not called like its file. */
#include "config.h"

#include "../refused.h"

const struct hub_plugin hub_plugin = {
	.abi = HUB_PLUGIN_ABI,
	.size = sizeof(struct hub_plugin),
	.name = "other",
	.version = "1.0",
	.summary = "Is not called like its file.",
	.compose = refused_compose,
	.conclude = refused_conclude,
};
