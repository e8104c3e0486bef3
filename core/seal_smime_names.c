/* SPDX-License-Identifier: Apache-2.0 */
/* What in a signed letter looks like tokens of the hub's, which alone can tell
 * whether they are: the signature is about what they name. */
#include "config.h"

#include "seal_smime_layer.h"

#include <ctype.h>
#include <string.h>

#include "hub_mail.h"
#include "ident.h"
#include "mail_token.h"

/* A word in lower case into one; false: it cannot be a token. */
static bool
take_word(const char *at, size_t len, char one[MAIL_TOKEN_SIZE])
{
	char id[IDENT_TEXT_SIZE];
	int64_t parsed;

	if (len != MAIL_TOKEN_LEN)
		return false;
	for (size_t i = 0; i < len; i++)
		one[i] = (char)tolower((unsigned char)at[i]);
	one[len] = '\0';
	memcpy(id, one, sizeof(id) - 1);
	id[sizeof(id) - 1] = '\0';
	return ident_parse(id, &parsed);
}

/* Adds a token once, while there is room. */
static void
add(struct seal_proof *proof, const char *one)
{
	size_t len = strlen(proof->key);

	if (strstr(proof->key, one) == NULL &&
	    len + 1 + MAIL_TOKEN_LEN < sizeof(proof->key))
		(void)snprintf(proof->key + len, sizeof(proof->key) - len,
		    "%s%s", len > 0 ? " " : "", one);
}

/* The words of a text. */
static void
look_through(const char *text, size_t len, struct seal_proof *proof)
{
	char one[MAIL_TOKEN_SIZE];

	for (size_t at = 0, n; at < len; at += n + 1) {
		n = 0;
		while (at + n < len && isalnum((unsigned char)text[at + n]))
			n++;
		if (take_word(text + at, n, one))
			add(proof, one);
	}
}

void
smime_names_find(const struct seal_message *message, struct seal_proof *proof)
{
	struct hub_mail *mail;
	struct hub_error err;

	if (hub_mail_read(message->body, message->body_len, &mail, &err) !=
	    HUB_OK)
		return;
	for (size_t i = 0; i < hub_mail_count(mail); i++) {
		const struct hub_mail_part *part = hub_mail_part(mail, i);

		if (strncmp(part->type, "text/", 5) == 0 ||
		    strcmp(part->type, "message/rfc822") == 0)
			look_through(part->data, part->len, proof);
	}
	hub_mail_free(mail);
}
