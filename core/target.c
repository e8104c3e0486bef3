/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "target.h"

#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>

#include "conf_hub.h"
#include "digest.h"
#include "hub_buf.h"

#define TARGET_AUTHORIZATION_MAX 8192u

/* "Basic " and base64 of user:secret (RFC 7617). */
static void
put_basic(struct hub_buf *out, const struct conf_credential *c)
{
	struct hub_buf plain;
	char *text;

	hub_buf_init(&plain, TARGET_AUTHORIZATION_MAX / 2);
	hub_buf_fmt(&plain, "%s:%s", c->user, c->secret);
	text = malloc(4 * ((plain.len + 2) / 3) + 1);
	if (text != NULL && hub_buf_ok(&plain)) {
		digest_base64(plain.data, plain.len, text);
		hub_buf_fmt(out, "Basic %s", text);
		OPENSSL_cleanse(text, strlen(text));
	}
	free(text);
	OPENSSL_cleanse(plain.data, plain.len);
	hub_buf_release(&plain);
}

/* The Authorization header's value, or "". */
static char *
authorization_of(const struct conf_credential *c)
{
	struct hub_buf out;
	char *text;

	hub_buf_init(&out, TARGET_AUTHORIZATION_MAX);
	if (c->kind == AUTH_BEARER)
		hub_buf_fmt(&out, "Bearer %s", c->secret);
	if (c->kind == AUTH_TOKEN)
		hub_buf_fmt(&out, "token %s", c->secret);
	if (c->kind == AUTH_BASIC)
		put_basic(&out, c);
	text = strdup(hub_buf_str(&out));
	if (out.data != NULL)
		OPENSSL_cleanse(out.data, out.len);
	hub_buf_release(&out);
	return text;
}

void
target_init(struct target *target, const struct conf_institution *inst)
{
	memset(target, 0, sizeof(*target));
	target->authorization = authorization_of(&inst->out);
	if (inst->out.kind == AUTH_HEADER || inst->out.kind == AUTH_API_KEY) {
		target->names[0] = inst->out.header;
		target->values[0] = inst->out.secret;
	}
	target->http = (struct http_target){
		.url = inst->url,
		.ca_file = inst->tls_ca,
		.cert_file = inst->tls_cert,
		.key_file = inst->tls_key,
		.authorization = target->authorization != NULL
		    ? target->authorization
		    : "",
		.secret_header = inst->out.kind == AUTH_HEADER
		    ? inst->out.header
		    : "",
		.also_header = inst->also_header,
		.also_value = inst->also_secret,
		.secret_names = target->names,
		.secret_values = target->values,
		.timeout_ms = inst->timeout_ms,
		.connect_ms = inst->connect_ms,
		.answer_max = inst->answer_max,
	};
	target->relay = (struct mail_server){ .url = "" };
	if (inst->post != NULL)
		target->relay = (struct mail_server){
			.url = inst->post->smtp_url,
			.user = inst->post->user,
			.password = inst->post->password,
			.ca = inst->post->ca,
		};
}

void
target_release(struct target *target)
{
	if (target->authorization != NULL)
		OPENSSL_cleanse(target->authorization,
		    strlen(target->authorization));
	free(target->authorization);
	target->authorization = NULL;
}
