/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "conf_doubts.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#define SENTENCE_MAX 512

/* The one before it that has the same address, or NULL. */
static const struct conf_institution *
same_address(const struct conf *conf, size_t at)
{
	for (size_t i = 0; i < at; i++) {
		const struct conf_institution *other = &conf->institutions[i];

		if (other->post != NULL &&
		    strcasecmp(other->address,
			conf->institutions[at].address) == 0)
			return other;
	}
	return NULL;
}

/* Whoever writes without a token is known by the address alone. */
static void
doubt_address(const struct conf_institution *at,
    const struct conf_institution *other, char text[SENTENCE_MAX])
{
	(void)snprintf(text, SENTENCE_MAX,
	    "institution \"%s\": address is \"%.200s\", which is that of \"%s\""
	    ", too; a letter from there that answers none of the hub's waits "
	    "in the tray",
	    at->id, at->address, other->id);
}

/* What may be disclosed goes in no open letter. */
static void
doubt_disclose(const struct conf_institution *at, char text[SENTENCE_MAX])
{
	(void)snprintf(text, SENTENCE_MAX,
	    "institution \"%s\": disclose lists who complains, and letters to "
	    "it are not encrypted: nothing of it goes there; add auth.encrypt, "
	    "or leave disclose out",
	    at->id);
}

void
conf_doubts(const struct conf *conf, conf_doubt_fn *tell, void *ctx)
{
	const struct conf_institution *other;
	char text[SENTENCE_MAX];

	for (size_t i = 0; i < conf->institution_count; i++) {
		const struct conf_institution *at = &conf->institutions[i];

		if (at->post == NULL || at->retired)
			continue;
		other = same_address(conf, i);
		if (other != NULL) {
			doubt_address(at, other, text);
			tell(ctx, at->where, text);
		}
		if (at->disclose[0] != NULL && !at->encrypts) {
			doubt_disclose(at, text);
			tell(ctx, at->where, text);
		}
	}
}
