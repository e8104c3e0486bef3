/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "mail_proof.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#define LINE 1024 /* a longer method or address is none */

/* Whether a character may stand in a token of the field. */
static bool
is_word(char c)
{
	return c > ' ' && c != 0x7f && strchr("()<>,;\"=", c) == NULL;
}

/* Behind a quoted string. */
static const char *
past_quoted(const char *at)
{
	at++;
	while (*at != '\0' && *at != '"')
		at += at[0] == '\\' && at[1] != '\0' ? 2 : 1;
	return *at == '"' ? at + 1 : at;
}

/* Behind a comment, which may hold others. */
static const char *
past_comment(const char *at)
{
	unsigned depth = 0;

	for (; *at != '\0'; at++) {
		depth += *at == '(';
		if (*at == ')' && --depth == 0)
			return at + 1;
		if (*at == '\\' && at[1] != '\0')
			at++;
	}
	return at;
}

/* Behind white space and comments. */
static const char *
past_blank(const char *at)
{
	for (;;) {
		at += strspn(at, " \t\r\n");
		if (*at != '(')
			return at;
		at = past_comment(at);
	}
}

/* The next token or quoted string into buf, cut where it is too long. */
static const char *
take_word(const char *at, char *buf, size_t size)
{
	const char *from = past_blank(at), *end = from;
	size_t len;

	if (*from == '"') {
		end = past_quoted(from);
		from++;
		len = (size_t)(end - from);
		len -= len > 0 && end[-1] == '"';
	} else {
		while (is_word(*end))
			end++;
		len = (size_t)(end - from);
	}
	if (len >= size)
		len = 0;
	memcpy(buf, from, len);
	buf[len] = '\0';
	return past_blank(end);
}

bool
mail_proof_aligned(const char *signer, const char *domain)
{
	size_t len = strlen(signer), want = strlen(domain);

	if (len < want || want == 0 ||
	    strcasecmp(signer + len - want, domain) != 0)
		return false;
	return len == want || signer[len - want - 1] == '.';
}

/* "name=value" at *at; false at the end of a method's properties. */
static bool
take_pair(const char **at, char name[LINE], char value[LINE])
{
	const char *next = take_word(*at, name, LINE);

	if (*next != '=')
		return false;
	*at = take_word(next + 1, value, LINE);
	return true;
}

/* Behind the next ";" that separates methods, or the end. */
static const char *
past_method(const char *at)
{
	while (*at != '\0' && *at != ';') {
		if (*at == '"')
			at = past_quoted(at);
		else if (*at == '(')
			at = past_comment(at);
		else
			at++;
	}
	return *at == ';' ? at + 1 : at;
}

/* What one field says of DKIM. */
struct finding {
	bool dkim, passed;
	char begins[MAIL_PROOF_SIZE]; /* of the first that passed */
};

/* One method's result: whether it is DKIM, and passed for the domain. */
static void
read_method(const char *at, const char *domain, struct finding *ret)
{
	char name[LINE], value[LINE], begins[MAIL_PROOF_SIZE] = "";
	bool passed, aligned = false;

	if (!take_pair(&at, name, value) || strcasecmp(name, "dkim") != 0)
		return;
	ret->dkim = true;
	passed = strcasecmp(value, "pass") == 0;
	while (take_pair(&at, name, value))
		if (strcasecmp(name, "header.d") == 0)
			aligned = aligned || mail_proof_aligned(value, domain);
		else if (strcasecmp(name, "header.b") == 0)
			(void)snprintf(begins, sizeof(begins), "%.*s",
			    (int)sizeof(begins) - 1, value);
	if (passed && aligned && !ret->passed)
		memcpy(ret->begins, begins, sizeof(begins));
	ret->passed = ret->passed || (passed && aligned);
}

/* One field of our server: whether it speaks of DKIM, and of the domain. */
static void
read_results(const char *field, const char *authserv, const char *domain,
    struct finding *ret)
{
	char word[LINE];
	const char *at = take_word(field, word, sizeof(word));

	if (strcasecmp(word, authserv) != 0)
		return;
	for (at = past_method(at); *at != '\0'; at = past_method(at))
		read_method(at, domain, ret);
}

bool
mail_proof_address(const char *from, char *buf, size_t size)
{
	const char *open = NULL, *at = from, *end;
	size_t len;

	while (*at != '\0') {
		if (*at == '"') {
			at = past_quoted(at);
		} else if (*at == '(') {
			at = past_comment(at);
		} else {
			if (*at == ',' || *at == ';' || (*at == '<' && open))
				return false;
			open = *at == '<' ? at : open;
			at++;
		}
	}
	at = past_blank(open != NULL ? open + 1 : from);
	end = at + strcspn(at, " \t\r\n()<>\",;:");
	len = (size_t)(end - at);
	if (len == 0 || len >= size || memchr(at, '@', len) == NULL ||
	    *past_blank(end) != (open != NULL ? '>' : '\0'))
		return false;
	for (size_t i = 0; i < len; i++)
		buf[i] = (char)(at[i] >= 'A' && at[i] <= 'Z' ? at[i] + 32
							     : at[i]);
	buf[len] = '\0';
	return true;
}

/* Whether the only From is that address. */
static bool
is_from(const struct hub_headers *headers, const char *address)
{
	char found[LINE];
	size_t count = 0;

	for (size_t i = 0; i < headers->count; i++)
		count += strcasecmp(headers->rows[i].name, "From") == 0;
	return count == 1 &&
	    mail_proof_address(hub_header(headers, "From"), found,
		sizeof(found)) &&
	    strcasecmp(found, address) == 0;
}

enum hub_proof
mail_proof(const struct hub_headers *headers, const char *authserv,
    const char *address, char ret_begins[MAIL_PROOF_SIZE])
{
	const char *domain = strrchr(address, '@');

	if (authserv[0] == '\0' || domain == NULL || !is_from(headers, address))
		return HUB_PROOF_NONE;
	for (size_t i = 0; i < headers->count; i++) {
		struct finding found = { .dkim = false };

		if (strcasecmp(headers->rows[i].name,
			"Authentication-Results") != 0)
			continue;
		read_results(headers->rows[i].value, authserv, domain + 1,
		    &found);
		if (found.passed)
			memcpy(ret_begins, found.begins, sizeof(found.begins));
		if (found.dkim)
			return found.passed ? HUB_PROOF_DKIM : HUB_PROOF_NONE;
	}
	return HUB_PROOF_NONE;
}

bool
mail_proof_needed(enum hub_event_kind kind)
{
	return kind == HUB_EV_REFUSED || kind == HUB_EV_RETURNED ||
	    kind == HUB_EV_ANSWERED || kind == HUB_EV_CONTRIBUTION;
}
