/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <sys/un.h>

#include "conf_net.h"
#include "conf_work.h"
#include "hub_buf.h"
#include "note_key.h"

/* A section that stands exactly once; NULL after saying what is wrong. */
static const struct conf_draft *
only_one(struct conf_work *work, enum conf_section_place place)
{
	const struct conf_reading *reading = &work->reading;
	const char *name = conf_sections[place].name;
	struct conf_draft **drafts = work->drafts[place];
	struct conf_site nowhere = { .reading = &work->reading,
		.file = "simpul.conf" };

	if (work->counts[place] == 0) {
		if (!reading->broken)
			conf_say_file(&nowhere,
			    "there is no section %s { ... }", name);
		return NULL;
	}
	for (size_t i = 1; i < work->counts[place]; i++)
		conf_say(&drafts[i]->site,
		    "%s stands a second time, first at %s; keep one", name,
		    conf_where(&drafts[0]->site));
	return drafts[0];
}

/* Two texts behind each other, the conf's own. */
static const char *
concat(struct conf_work *work, const char *a, const char *b)
{
	struct hub_buf text;

	hub_buf_init(&text, 8192);
	hub_buf_text(&text, a);
	hub_buf_text(&text, b);
	a = arena_text(work->reading.arena, hub_buf_str(&text));
	hub_buf_release(&text);
	return a;
}

/* Without TLS nobody else may reach us; a certificate has a key. */
static void
check_listen(struct conf_work *work, const struct conf_draft *draft)
{
	struct conf_hub *hub = &work->conf->hub;
	struct conf_site site = conf_draft_site(draft, "", "listen");
	struct conf_site tls = conf_draft_site(draft, "tls", "cert");
	bool cert = conf_draft_has(draft, "tls", "cert");
	char address[64];

	if (cert != conf_draft_has(draft, "tls", "key"))
		conf_say(&tls,
		    "tls has %s, expected both; a certificate "
		    "works with its private key",
		    cert ? "cert and no key" : "key and no cert");
	if (!cert && conf_draft_has(draft, "tls", "client_ca"))
		conf_say(&tls,
		    "tls has client_ca and no cert; client "
		    "certificates come over TLS only");
	if (!conf_net_listen(hub->listen, address, sizeof(address),
		&hub->listen_port))
		return;
	hub->listen_address = arena_text(work->reading.arena, address);
	site.value = hub->listen;
	if (!cert && !conf_net_loopback(address))
		conf_wrong(&site,
		    "which others can reach, and there is no "
		    "tls { cert = ... key = ... }; add it, or "
		    "listen at 127.0.0.1");
}

/* Whether two names mean one folder. */
static bool
is_same(const char *a, const char *b)
{
	char *real_a = realpath(a, NULL), *real_b = realpath(b, NULL);
	bool same = real_a != NULL && real_b != NULL &&
	    strcmp(real_a, real_b) == 0;

	free(real_a);
	free(real_b);
	return same;
}

/* Whether a file stands in a folder or below, symbolic links followed. */
static bool
is_within(const char *file, const char *folder)
{
	char *real_file = realpath(file, NULL);
	char *real_folder = realpath(folder, NULL);
	size_t len = real_folder == NULL ? 0 : strlen(real_folder);
	bool within = real_file != NULL && len > 0 &&
	    strncmp(real_file, real_folder, len) == 0 && real_file[len] == '/';

	free(real_file);
	free(real_folder);
	return within;
}

/* The same of a file that may not be there yet. */
static bool
is_below(const char *file, const char *folder)
{
	const char *slash = strrchr(file, '/');
	char *above = slash == NULL ? NULL
				    : strndup(file, (size_t)(slash - file));
	bool within = above != NULL &&
	    (is_within(above, folder) || is_same(above, folder));

	free(above);
	return within;
}

/* Paths that follow from others. */
static void
check_paths(struct conf_work *work, const struct conf_draft *draft)
{
	struct conf_hub *hub = &work->conf->hub;
	struct conf_site site = conf_draft_site(draft, "", "control_socket");
	struct conf_site key = conf_draft_site(draft, "", "key_file");
	struct sockaddr_un address;

	if (hub->control_socket[0] == '\0')
		hub->control_socket = concat(work, hub->data_dir,
		    "/control.socket");
	site.value = hub->control_socket;
	if (strlen(hub->control_socket) >= sizeof(address.sun_path))
		conf_wrong(&site,
		    "expected at most %zu bytes; choose a "
		    "shorter path",
		    sizeof(address.sun_path) - 1);
	if (is_within(hub->key_file, hub->data_dir))
		conf_wrong(&key,
		    "which is within data_dir; whoever copies "
		    "that would have the key too, so keep it "
		    "elsewhere");
}

/* A log that is published has a name, a key and a place for what was signed
 * last, which no copy of the data brings back. */
static void
check_audit(struct conf_work *work, const struct conf_draft *draft)
{
	static const char *const names[] = { "origin", "key", "last" };
	struct conf_hub *hub = &work->conf->hub;
	struct conf_site site = conf_draft_site(draft, "audit", "origin");
	struct conf_site last = conf_draft_site(draft, "audit", "last");
	unsigned given = 0;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		given += conf_draft_has(draft, "audit", names[i]);
	if (given == 0)
		return;
	if (given < sizeof(names) / sizeof(names[0]))
		conf_say(&site,
		    "audit { ... } needs all three: origin, key and last");
	else if (!note_name_is_valid(note_span_of(hub->audit_origin)))
		conf_wrong(&site,
		    "expected a name such as pemda.example/simpul/bali, "
		    "without spaces and \"+\"");
	if (is_below(hub->audit_last, hub->data_dir))
		conf_wrong(&last,
		    "which is within data_dir; a copy of that which is "
		    "brought back would bring it back too, so keep it "
		    "elsewhere");
}

/* The hub's own section, and that there is a coordinator. */
void
conf_check_hub(struct conf_work *work)
{
	const struct conf_draft *draft = only_one(work, SECTION_HUB);
	struct conf_hub *hub = &work->conf->hub;

	(void)only_one(work, SECTION_COORDINATOR);
	hub->listen_address = "";
	if (hub->where == NULL)
		hub->where = "";
	if (draft == NULL)
		return;
	if (hub->source[0] == '\0')
		hub->source = concat(work, "urn:simpul:", hub->name);
	check_listen(work, draft);
	check_paths(work, draft);
	check_audit(work, draft);
}
