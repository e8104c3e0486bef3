/* SPDX-License-Identifier: Apache-2.0 */
/*
 * conf_hub.h - the hub's own section, and those of its mailboxes: where its
 * data, keys, sockets and programs are, and how much it takes.
 */
#ifndef CONF_HUB_H
#define CONF_HUB_H

#include <stddef.h>
#include <stdint.h>

#include "workday.h"

struct regions;

struct conf_mailbox {
	const char *name, *address, *imap_url, *smtp_url, *user;
	const char *password, *ca, *folder, *folder_done, *authserv;
	int64_t poll_ms;
	const char *where;
};

struct conf_hub {
	const char *name;   /* node: observer in the audit log */
	const char *source; /* urn of the installation */
	unsigned node;
	const char *data_dir, *key_file, *control_socket, *plugin_dir;
	const char *worker_program;
	const char *listen;	    /* as written, "127.0.0.1:8443" */
	const char *listen_address; /* without brackets */
	uint16_t listen_port;
	const char *tls_cert, *tls_key, *client_ca, *public_url;
	/* The audit log's name, the key that signs it, and the file of its
	 * last signed checkpoint; all "": it is not published. */
	const char *audit_origin, *audit_key, *audit_last;
	unsigned connections, idle_seconds;
	size_t budget;
	const char *timezone, *calendar, *regions_file;
	struct workday_place place;    /* of those two; not by conf_read_hub */
	const struct regions *regions; /* of that file, or NULL */
	const char *log_level;	       /* error, warn, note, debug */
	const char *where;
};

#endif
