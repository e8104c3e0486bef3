/* SPDX-License-Identifier: Apache-2.0 */
/*
 * omb_envelope.h - a SOAP message that came in, alone or as the root of MTOM:
 * one Header at most, one Body, one element in it.
 *
 * Nothing else is an envelope: no second Body, no element beside them, none
 * that only looks like one.
 */
#ifndef OMB_ENVELOPE_H
#define OMB_ENVELOPE_H

#include "hub_mail.h"
#include "hub_xml.h"
#include "omb_soap.h"
#include "omb_trouble.h"

struct omb_envelope {
	struct hub_mail *mail;	     /* owned; NULL: no multipart */
	struct hub_xml *doc;	     /* owned */
	const struct omb_soap *soap; /* once known, also when in trouble */
	const struct hub_xml_node *header;  /* NULL: none */
	const struct hub_xml_node *payload; /* the one element of the Body */
	char action[256]; /* that stood outside: SOAPAction, action */
};

/* A message before it is read; borrowed. */
struct omb_bytes {
	const char *type;	 /* Content-Type */
	const char *soap_action; /* "" for an answer */
	const char *at;
	size_t len;
};

/* False: in trouble; what was set so far may be used and is released. */
bool omb_envelope_read(struct omb_envelope *ret, const struct omb_bytes *bytes,
    struct omb_trouble *trouble);
void omb_envelope_release(struct omb_envelope *env);

#endif
