/* SPDX-License-Identifier: Apache-2.0 */
/* Our own JWS over the body of a request. */
#include "config.h"

#include "seal_jws.h"

#include "hub_json.h"
#include "seal_base64.h"
#include "seal_ecdsa.h"

/* The protected header: the body is covered as it is, and whoever does not
 * know what that means must refuse it. */
static void
put_head(const struct seal *seal, const struct hub_at *at, struct hub_buf *to)
{
	struct hub_buf text, print;
	struct hub_json_out out;

	hub_buf_init(&text, SEAL_JWS_MAX / 2);
	hub_buf_init(&print, (size_t)3 * DIGEST_SIZE);
	hub_json_out_init(&out, &text);
	hub_json_open(&out, NULL, '{');
	hub_json_put_text(&out, "alg", seal_alg_name(seal->plan.alg));
	hub_json_put_flag(&out, "b64", false);
	hub_json_open(&out, "crit", '[');
	hub_json_put_text(&out, NULL, "b64");
	hub_json_close(&out, ']');
	if (seal->ours.count > 0)
		seal_base64url(&print, seal->ours.rows[0].print, DIGEST_SIZE);
	hub_json_put_given(&out, "x5t#S256", hub_buf_str(&print));
	hub_json_put_int(&out, "iat", at->now);
	hub_json_put_given(&out, "jti", at->key);
	hub_json_close(&out, '}');
	seal_base64url(to, text.data, text.len);
	if (!hub_buf_ok(&text))
		to->failed = true;
	hub_buf_release(&text);
	hub_buf_release(&print);
}

/* Whether the body stands whole in the request, byte for byte. */
static bool
is_whole(const struct hub_request *r)
{
	for (size_t i = 0; i < r->part_count; i++)
		if (r->parts[i].part.encoding != HUB_PART_RAW ||
		    r->parts[i].attachment[0] != '\0')
			return false;
	return true;
}

/* The digest of what is signed. */
static void
digest_input(const struct hub_buf *head, const struct hub_request *r,
    uint8_t out[DIGEST_SIZE])
{
	struct digest *d = digest_new();

	digest_add(d, head->data, head->len);
	digest_add(d, ".", 1);
	for (size_t i = 0; i < r->part_count; i++)
		digest_add(d, r->parts[i].data, r->parts[i].len);
	digest_final(d, out);
	digest_free(d);
}

/* A signature of the hub's in the form that a JWS has. */
static enum hub_status
put_signature(const struct seal *seal, const uint8_t digest[DIGEST_SIZE],
    struct hub_buf *to, struct hub_error *err)
{
	uint8_t plain[SEAL_ECDSA_SIZE];
	struct key_result made;
	enum hub_status status = seal_key_sign(&seal->key, digest, &made, err);

	if (status != HUB_OK)
		return status;
	if (seal->plan.alg != SEAL_ES256)
		seal_base64url(to, made.bytes, made.len);
	else if (seal_ecdsa_plain(made.bytes, made.len, plain))
		seal_base64url(to, plain, sizeof(plain));
	else
		return hub_fail(err, HUB_FAULT,
		    "the hub's signature is none of P-256");
	return HUB_OK;
}

/* Adds the header with the signature. */
enum hub_status
seal_jws_request(const struct seal *seal, const struct hub_at *at,
    struct hub_request *r, struct hub_error *err)
{
	uint8_t digest[DIGEST_SIZE];
	struct hub_buf value;
	enum hub_status status;

	if (!is_whole(r))
		return hub_fail(err, HUB_UNSAYABLE,
		    "a JWS covers a body that stands in one piece; this one "
		    "has attachments or parts");
	hub_buf_init(&value, SEAL_JWS_MAX);
	put_head(seal, at, &value);
	digest_input(&value, r, digest);
	hub_buf_text(&value, "..");
	status = put_signature(seal, digest, &value, err);
	if (status == HUB_OK)
		hub_request_header(r, seal->plan.out_header,
		    hub_buf_ok(&value) ? hub_buf_str(&value) : "\n");
	hub_buf_release(&value);
	return status == HUB_OK ? request_check(r, err) : status;
}
