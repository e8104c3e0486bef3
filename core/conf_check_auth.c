/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "conf_work.h"

#include <strings.h>

/* Settings that a kind of credentials cannot do without. */
enum need {
	USER = 1,
	HEADER = 2,
	SECRET = 4,
	TOKEN_URL = 8,
	CERT = 16,
	KEY = 32,
	TRUST = 64,
	NEVER = 128, /* this way the kind does not work at all */
};

static const struct {
	enum need need;
	const char *name;
} needs[] = {
	{ USER, "user" },
	{ HEADER, "header" },
	{ SECRET, "secret_file" },
	{ TOKEN_URL, "token_url" },
	{ CERT, "cert" },
	{ KEY, "key" },
	{ TRUST, "trust" },
};

/* By enum conf_auth: what it needs where we prove ourselves, and where they
 * do. */
static const struct {
	unsigned out, in;
} kinds[] = {
	[AUTH_NONE] = { 0, 0 },
	[AUTH_BEARER] = { SECRET, SECRET },
	[AUTH_TOKEN] = { SECRET, SECRET },
	[AUTH_BASIC] = { USER | SECRET, USER | SECRET },
	[AUTH_HEADER] = { HEADER | SECRET, HEADER | SECRET },
	[AUTH_API_KEY] = { SECRET, SECRET },
	[AUTH_OAUTH2] = { USER | SECRET | TOKEN_URL, NEVER },
	[AUTH_TLS] = { 0, 0 },
	[AUTH_WEBHOOK] = { NEVER, SECRET },
	[AUTH_HMAC] = { NEVER, HEADER | SECRET },
	[AUTH_JWS] = { KEY, TRUST },
	[AUTH_WSS_X509] = { CERT | KEY, TRUST },
	[AUTH_SMIME] = { CERT | KEY, TRUST },
};

/* Tells what a block of that kind lacks. */
static void
check_needs(const struct conf_draft *draft, const char *group, unsigned need)
{
	struct conf_site site = conf_draft_site(draft, group, "kind");

	for (size_t i = 0; i < sizeof(needs) / sizeof(*needs); i++)
		if ((need & needs[i].need) != 0 &&
		    !conf_draft_has(draft, group, needs[i].name))
			conf_wrong(&site, "which needs %s in %s { ... }",
			    needs[i].name, group);
}

/* Client certificates stand in tls, whichever side shows one. */
static void
check_tls(const struct conf_draft *draft, const char *group, bool out)
{
	struct conf_site site = conf_draft_site(draft, group, "kind");

	if (out &&
	    !(conf_draft_has(draft, "tls", "cert") &&
		conf_draft_has(draft, "tls", "key")))
		conf_wrong(&site, "which needs cert and key in tls { ... }");
	if (!out && !conf_draft_has(draft, "tls", "client_sha256"))
		conf_wrong(&site, "which needs client_sha256 in tls { ... }");
}

/* One block of one institution. */
static void
check_block(const struct conf_draft *draft, const char *group,
    enum conf_auth kind, bool out)
{
	struct conf_site site = conf_draft_site(draft, group, "kind");
	unsigned need = out ? kinds[kind].out : kinds[kind].in;

	if (!conf_draft_has_group(draft, group))
		return;
	if (kind == AUTH_NONE && !conf_draft_has(draft, group, "kind"))
		conf_say(&site,
		    "%s: %s { ... } has no kind; write kind = ..., "
		    "as in kind = \"bearer\"",
		    draft->site.section, group);
	else if (need == NEVER)
		conf_wrong(&site, "which is a way for %s; choose another kind",
		    out ? "them to prove themselves, in auth_in { ... }"
			: "us to prove ourselves, in auth { ... }");
	else if (kind == AUTH_TLS)
		check_tls(draft, group, out);
	else
		check_needs(draft, group, need);
}

/* A second header needs both its name and its secret, and a name of its own. */
static void
check_also(const struct conf_draft *draft, const struct conf_institution *at)
{
	struct conf_site site = conf_draft_site(draft, "auth_also", "header");

	if (!conf_draft_has_group(draft, "auth_also"))
		return;
	if (at->also_header[0] == '\0' || at->also_secret[0] == '\0')
		conf_say(&site,
		    "%s: auth_also { ... } has only one of header and "
		    "secret_file, expected both",
		    draft->site.section);
	else if (strcasecmp(at->also_header, at->out.header) == 0 ||
	    strcasecmp(at->also_header, "Authorization") == 0)
		conf_wrong(&site, "which auth { ... } sets; choose another");
}

/* Both blocks of each institution. */
void
conf_check_auth(struct conf_work *work)
{
	for (size_t i = 0; i < work->conf->institution_count; i++) {
		const struct conf_institution *at =
		    &work->conf->institutions[i];
		const struct conf_draft *draft =
		    work->drafts[SECTION_INSTITUTION][i];
		struct conf_site site = conf_draft_site(draft, "tls", "cert");

		check_block(draft, "auth", at->out.kind, true);
		check_block(draft, "auth_in", at->in.kind, false);
		check_also(draft, at);
		if (conf_draft_has(draft, "tls", "cert") !=
		    conf_draft_has(draft, "tls", "key"))
			conf_say(&site,
			    "%s: tls has only one of cert and key, "
			    "expected both or none",
			    draft->site.section);
	}
}
