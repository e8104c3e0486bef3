/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "conf.h"
#include "conf_row.h"

#define S struct conf_hub
#define TEXT(field) CONF_AT(const char *, S, field)

static const char *const level_words[] = { "error", "warn", "note", "debug",
	NULL };

const struct conf_row conf_hub_rows[] = {
	{ "", "name", CONF_ID, TEXT(name), .required = true, .restart = true },
	{ "", "source", CONF_TEXT, TEXT(source), .restart = true },
	{ "", "node", CONF_COUNT, CONF_AT(unsigned, S, node), .restart = true,
	    .fallback = "0", .most = 255 },
	{ "", "data_dir", CONF_PATH, TEXT(data_dir), .restart = true,
	    .fallback = SIMPUL_STATEDIR },
	{ "", "key_file", CONF_PRIVATE, TEXT(key_file), .required = true,
	    .restart = true },
	{ "", "control_socket", CONF_PATH, TEXT(control_socket),
	    .restart = true },
	{ "", "plugin_dir", CONF_PATH, TEXT(plugin_dir),
	    .fallback = SIMPUL_PLUGINDIR },
	{ "", "worker", CONF_PATH, TEXT(worker_program), .restart = true,
	    .fallback = SIMPUL_WORKER },
	{ "", "listen", CONF_LISTEN, TEXT(listen), .restart = true,
	    .fallback = "127.0.0.1:8443" },
	{ "tls", "cert", CONF_FILE, TEXT(tls_cert), .restart = true },
	{ "tls", "key", CONF_PRIVATE, TEXT(tls_key), .restart = true },
	{ "tls", "client_ca", CONF_FILE, TEXT(client_ca), .restart = true },
	{ "audit", "origin", CONF_TEXT, TEXT(audit_origin), .restart = true },
	{ "audit", "key", CONF_PRIVATE, TEXT(audit_key), .restart = true },
	{ "audit", "last", CONF_PATH, TEXT(audit_last), .restart = true },
	{ "", "public_url", CONF_URL, TEXT(public_url) },
	{ "", "connections", CONF_COUNT, CONF_AT(unsigned, S, connections),
	    .restart = true, .fallback = "1024", .least = 1, .most = 65536 },
	{ "", "idle", CONF_SECONDS, CONF_AT(unsigned, S, idle_seconds),
	    .restart = true, .fallback = "60s", .least = 1000,
	    .most = 3600000 },
	{ "", "budget", CONF_SIZE, CONF_AT(size_t, S, budget), .restart = true,
	    .fallback = "48M", .least = 1 << 20, .most = 1 << 30 },
	{ "", "timezone", CONF_ZONE, TEXT(timezone),
	    .fallback = "Asia/Jakarta" },
	{ "", "calendar", CONF_ID, TEXT(calendar), .fallback = "id" },
	{ "", "regions", CONF_FILE, TEXT(regions_file) },
	{ "", "log", CONF_CHOICE, TEXT(log_level), .fallback = "note",
	    .words = level_words },
	{ .name = NULL },
};
