/* SPDX-License-Identifier: Apache-2.0 */
/* What the hub says: each word as one call of the operation of its name; and
 * the questions whether one arrived, and what is new. */
#include "config.h"

#include "ombudsman.h"

#include <string.h>

#include "omb_checked.h"
#include "omb_contract.h"
#include "omb_file.h"
#include "omb_news.h"
#include "omb_notice.h"
#include "omb_soap.h"

#define ENVELOPE_MAX (2u * 1024u * 1024u)

/* A call being written. */
struct saying {
	const struct ombudsman_conf *conf;
	const struct omb_soap *soap;
	const char *name;  /* of the operation */
	size_t header_end; /* in the envelope */
	struct hub_buf envelope, action, id;
};

/* Begins the envelope of an operation's call. */
static void
begin(struct saying *s, const struct ombudsman_conf *conf, const char *name,
    const struct hub_at *at)
{
	struct omb_head head = { "", "", conf->address, "", "", true };

	*s = (struct saying){ .conf = conf,
		.soap = omb_soap_named(conf->soap),
		.name = name };
	hub_buf_init(&s->envelope, ENVELOPE_MAX);
	hub_buf_init(&s->action, 128);
	hub_buf_init(&s->id, OMB_ID_MAX);
	omb_soap_action(&s->action, name);
	omb_soap_id(&s->id, at);
	head.action = hub_buf_str(&s->action);
	head.message_id = hub_buf_str(&s->id);
	s->header_end = omb_soap_open(&s->envelope, s->soap, &head, "");
}

/* The media type of what is sent, alone or as the root of MTOM. */
static void
put_type(const struct saying *s, bool root, struct hub_buf *type)
{
	if (root)
		hub_buf_fmt(type,
		    "application/xop+xml; charset=utf-8; type=\"%s\"",
		    s->soap->media);
	else
		hub_buf_fmt(type, "%s; charset=utf-8", s->soap->media);
	if (!s->soap->actor)
		hub_buf_fmt(type, "; action=\"%s\"", hub_buf_str(&s->action));
}

/* SOAP 1.1 names the operation in a header of HTTP. */
static void
put_headers(const struct saying *s, struct hub_request *r)
{
	struct hub_buf quoted;

	hub_request_http(r, "POST", s->conf->path);
	hub_request_header(r, "Accept",
	    "text/xml, application/soap+xml, multipart/related");
	if (!s->soap->actor)
		return;
	hub_buf_init(&quoted, 256);
	hub_buf_fmt(&quoted, "\"%s\"", hub_buf_str(&s->action));
	hub_request_header(r, "SOAPAction", hub_buf_str(&quoted));
	hub_buf_release(&quoted);
}

/* Ends the envelope, looks it over and sends it; h has the files with it, or
 * is NULL. */
static enum hub_status
finish(struct saying *s, const struct hub_handoff *h, struct hub_request *r,
    struct hub_error *err)
{
	bool files = h != NULL && h->attachment_count > 0;
	enum hub_status status;
	struct hub_buf type;

	omb_soap_close(&s->envelope);
	status = omb_checked(&s->envelope, err);
	hub_buf_init(&type, 512);
	put_type(s, files && s->conf->mtom, &type);
	put_headers(s, r);
	if (status != HUB_OK)
		;
	else if (files && s->conf->mtom)
		omb_file_send(r, &s->envelope, hub_buf_str(&type), h);
	else if (files)
		omb_file_send_inline(r, &s->envelope, hub_buf_str(&type), h);
	else
		hub_request_body(r, hub_buf_str(&type), s->envelope.data,
		    s->envelope.len);
	hub_request_checkpoint(r, s->header_end, OMB_CHECKPOINT_OPEN,
	    OMB_CHECKPOINT_CLOSE);
	hub_buf_release(&type);
	hub_buf_release(&s->envelope);
	hub_buf_release(&s->action);
	hub_buf_release(&s->id);
	return status;
}

/* Whether the law lets the case go there. */
static enum hub_status
check_petition(const struct ombudsman_conf *conf,
    const struct hub_dispatch *what, struct hub_error *err)
{
	const char *lacks = omb_case_lacks(&what->handoff);

	if (!conf->petition || what->event.kind != HUB_EV_HANDOFF ||
	    what->handoff.kind == HUB_KIND_COPY || lacks[0] == '\0')
		return HUB_OK;
	return hub_fail(err, HUB_UNSAYABLE,
	    "the case lacks %s, which law 37/2008 art. 24(1) wants; see "
	    "requires and disclose of the section, or option petition",
	    lacks);
}

/* Whether the contract has a word and room for it. */
static enum hub_status
check_sayable(const struct ombudsman_conf *conf,
    const struct hub_dispatch *what, struct hub_error *err)
{
	size_t most = conf->mtom ? OMB_FILES_MAX : OMB_FILES_INLINE_MAX;

	if (omb_word_of(what->event.kind) == NULL)
		return hub_fail(err, HUB_UNSAYABLE,
		    "%s is nothing that this institution can be told",
		    hub_event_kind_name(what->event.kind));
	if (what->event.kind == HUB_EV_HANDOFF &&
	    what->handoff.attachment_count > most)
		return hub_fail(err, HUB_UNSAYABLE,
		    "the case has %zu attachments, at most %zu can be sent",
		    what->handoff.attachment_count, most);
	return check_petition(conf, what, err);
}

/* One word, one call. */
enum hub_status
omb_compose(const void *conf, const struct hub_dispatch *what,
    const struct hub_at *at, struct hub_request *r, struct hub_error *err)
{
	const struct ombudsman_conf *c = conf;
	enum hub_status status = check_sayable(c, what, err);
	struct saying s;

	if (status != HUB_OK)
		return status;
	begin(&s, c, omb_word_of(what->event.kind)->name, at);
	omb_notice_put(&s.envelope, what, at);
	return finish(&s,
	    what->event.kind == HUB_EV_HANDOFF ? &what->handoff : NULL, r, err);
}

/* Do they hold the handoff, and did this word arrive? */
enum hub_status
omb_probe(const void *conf, const struct hub_dispatch *what,
    const struct hub_at *at, struct hub_request *r, struct hub_error *err)
{
	struct saying s;

	begin(&s, conf, OMB_STATUS, at);
	omb_out_root(&s.envelope, OMB_STATUS);
	omb_out_text(&s.envelope, "handoff", what->handoff.id);
	omb_out_text(&s.envelope, "reference", at->remote_ref);
	if (what->event.kind != HUB_EV_HANDOFF)
		omb_out_text(&s.envelope, "event", at->key);
	omb_out_close(&s.envelope, OMB_STATUS);
	return finish(&s, NULL, r, err);
}

/* What is new there: behind the cursor, or since a while before now. */
enum hub_status
omb_poll(const void *conf, const char *cursor, const struct hub_at *at,
    struct hub_request *r, struct hub_error *err)
{
	struct saying s;

	begin(&s, conf, OMB_INBOX, at);
	omb_out_root(&s.envelope, OMB_INBOX);
	omb_news_ask(&s.envelope, conf, at, at->step == 0 ? cursor : at->carry);
	omb_out_close(&s.envelope, OMB_INBOX);
	return finish(&s, NULL, r, err);
}
