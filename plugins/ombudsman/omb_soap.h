/* SPDX-License-Identifier: Apache-2.0 */
/*
 * omb_soap.h - the two versions of SOAP, what differs between them, and
 * envelopes going out.
 *
 * An envelope is a Header and a Body, prefix `soap`; the Header is always
 * there, so that a signature finds its place.
 */
#ifndef OMB_SOAP_H
#define OMB_SOAP_H

#include <stdbool.h>

#include "hub_buf.h"
#include "hub_exchange.h"
#include "hub_message.h"
#include "omb_contract.h"

#define OMB_WSA "http://www.w3.org/2005/08/addressing"
#define OMB_ANONYMOUS OMB_WSA "/anonymous"

struct omb_soap {
	const char *name; /* "1.1" */
	const char *ns;
	const char *media; /* of a message that is no multipart */
	const char *next;  /* role of whoever comes next, us among them */
	const char *last;  /* role of whoever it is for, "" for none */
	bool actor;	   /* a role is called actor */
};

/* By the name of a version, a namespace or a media type's beginning; NULL
 * when it is none. */
const struct omb_soap *omb_soap_named(const char *name);
const struct omb_soap *omb_soap_of_ns(const char *ns);
const struct omb_soap *omb_soap_of_media(const char *type);

/* What stands around the hub's checkpoint, which an auditor finds by its
 * name. */
#define OMB_CHECKPOINT_OPEN "<hub:Simpul-Checkpoint xmlns:hub=\"" OMB_NS "\">"
#define OMB_CHECKPOINT_CLOSE "</hub:Simpul-Checkpoint>"

/* What stands in the Header, "" for what does not. */
struct omb_head {
	const char *action, *message_id, *to, *relates_to;
	const char *checkpoint; /* of the hub, in base64 */
	bool asks;		/* says where the answer goes: back */
};

/* blocks: more of the Header, as XML.  Where the Header ends. */
size_t omb_soap_open(struct hub_buf *out, const struct omb_soap *soap,
    const struct omb_head *head, const char *blocks);
void omb_soap_close(struct hub_buf *out);
/* A whole envelope as the answer to a call. */
void omb_soap_send(const struct hub_buf *out, const struct omb_soap *soap,
    int status, struct hub_reply *reply);

/* What an action of the contract is called. */
void omb_soap_action(struct hub_buf *out, const char *name);
/* The MessageID of what is said or asked then. */
void omb_soap_id(struct hub_buf *out, const struct hub_at *at);
#define OMB_ID_MAX 256

#endif
