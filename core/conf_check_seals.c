/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "conf_work.h"
#include "signer.h"

/* The seal of a kind of credentials. */
static unsigned
kind_of(enum conf_auth auth)
{
	switch (auth) {
	case AUTH_JWS:
		return SEAL_JWS;
	case AUTH_WSS_X509:
		return SEAL_WSS;
	case AUTH_SMIME:
		return SEAL_SMIME;
	default:
		return SEAL_NONE;
	}
}

/* The header that a JWS stands in. */
static const char *
header_of(const struct conf_credential *by)
{
	return by->header[0] != '\0' ? by->header : SEAL_JWS_HEADER;
}

/* Puts together what the worker is told. */
static void
plan_seals(struct conf_institution *at)
{
	at->seal = (struct seal_plan){ .out = kind_of(at->out.kind),
		.in = kind_of(at->in.kind),
		.out_header = header_of(&at->out),
		.in_header = header_of(&at->in),
		.cert = at->out.cert,
		.trust = at->in.trust,
		.tolerance = at->in.tolerance,
		.sha1 = at->in.sha1 };
	if (at->out.key[0] != '\0')
		at->seal.alg = signer_alg(at->out.key);
	at->encrypts = at->out.encrypt[0] != '\0';
}

/* S/MIME is of letters, and letters alone are encrypted. */
static void
check_letters(const struct conf_draft *draft, const struct conf_institution *at)
{
	struct conf_site site = conf_draft_site(draft, "auth", "kind");

	if (at->seal.out == SEAL_SMIME && at->mailbox[0] == '\0')
		conf_wrong(&site,
		    "which seals letters, and it has no mailbox; choose "
		    "another kind");
	site = conf_draft_site(draft, "auth", "encrypt");
	if (at->encrypts && at->seal.out != SEAL_SMIME)
		conf_say(&site,
		    "%s: auth.encrypt is for letters that are signed, too; "
		    "write kind = \"smime\" with cert and key beside it",
		    draft->site.section);
}

/* Both sides of each institution. */
void
conf_check_seals(struct conf_work *work)
{
	for (size_t i = 0; i < work->conf->institution_count; i++) {
		struct conf_institution *at = &work->conf->institutions[i];
		const struct conf_draft *draft =
		    work->drafts[SECTION_INSTITUTION][i];
		struct conf_site site = conf_draft_site(draft, "auth", "key");

		plan_seals(at);
		check_letters(draft, at);
		if (at->in.trust[0] != '\0')
			(void)trust_read(&at->trust, at->in.trust,
			    work->reading.arena);
		if (at->out.key[0] != '\0' && at->out.cert[0] != '\0' &&
		    !trust_is_key_of(at->out.key, at->out.cert))
			conf_say(&site,
			    "%s: auth.key is not the key of the first "
			    "certificate in auth.cert",
			    draft->site.section);
	}
}
