/* SPDX-License-Identifier: Apache-2.0 */
/* A plugin that opens a socket when it is loaded, before anyone asks. */
#include "config.h"

#include <sys/socket.h>

#include "../refused.h"

__attribute__((constructor)) static void
open_socket(void)
{
	(void)socket(AF_INET, SOCK_STREAM, 0);
}

const struct hub_plugin hub_plugin = {
	.abi = HUB_PLUGIN_ABI,
	.size = sizeof(struct hub_plugin),
	.name = "ctor",
	.version = "1.0",
	.summary = "Opens a socket when it is loaded.",
	.compose = refused_compose,
	.conclude = refused_conclude,
};
