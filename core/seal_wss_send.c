/* SPDX-License-Identifier: Apache-2.0 */
/* What is sealed of what we send: requests, and replies that are envelopes. */
#include "config.h"

#include "seal_wss.h"

/* Whether a request's body begins with an envelope that stands whole in its
 * first part; parts beside it are files. */
static bool
is_envelope(const struct hub_request *r)
{
	return r->part_count > 0 && r->parts[0].attachment[0] == '\0' &&
	    (r->part_count == 1 ||
		r->parts[0].part.encoding == HUB_PART_RELATED);
}

enum hub_status
seal_wss_request(const struct seal *seal, const struct hub_at *at,
    struct hub_request *r, struct hub_error *err)
{
	struct seal_octets envelope;
	enum hub_status status;
	struct hub_buf out;

	if (!is_envelope(r))
		return hub_fail(err, HUB_MISCONFIGURED,
		    "only an envelope that stands in one piece can be signed: "
		    "its files must go beside it");
	envelope = (struct seal_octets){ r->parts[0].data, r->parts[0].len };
	hub_buf_init(&out, REQUEST_BODY_MAX);
	status = seal_wss_make(seal, at->now, &envelope, &out, err);
	if (status == HUB_OK) {
		r->body_len += out.len - envelope.len;
		r->parts[0].data = arena_bytes(&r->arena, out.data, out.len);
		r->parts[0].len = out.len;
		if (!arena_ok(&r->arena) || r->body_len > REQUEST_BODY_MAX)
			request_fail(r,
			    "the signed request is larger than the hub sends");
		status = request_check(r, err);
	}
	hub_buf_release(&out);
	return status;
}

/* Whether a reply is an envelope. */
static bool
is_soap(const struct hub_reply *r)
{
	struct seal_proof proof = { .verdict = SEAL_GOOD };
	struct seal_wss w = { .tree = NULL };
	bool soap;

	if (r->body_len == 0 ||
	    seal_xml_read(r->body, r->body_len, &w.tree, NULL) != HUB_OK)
		return false;
	(void)seal_wss_open(&w, &proof);
	soap = w.soap != NULL;
	xmlFreeDoc(w.tree);
	return soap;
}

enum hub_status
seal_wss_reply(const struct seal *seal, const struct hub_at *at,
    struct hub_reply *r, struct hub_error *err)
{
	struct seal_octets envelope = { r->body, r->body_len };
	enum hub_status status;
	struct hub_buf out;

	if (!is_soap(r))
		return HUB_OK;
	hub_buf_init(&out, REPLY_BODY_MAX);
	status = seal_wss_make(seal, at->now, &envelope, &out, err);
	if (status == HUB_OK) {
		r->body = arena_bytes(&r->arena, out.data, out.len);
		r->body_len = out.len;
		if (!arena_ok(&r->arena))
			status = hub_fail(err, HUB_FAULT,
			    "the signed reply is too long");
	}
	hub_buf_release(&out);
	return status;
}
