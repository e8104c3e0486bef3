/* SPDX-License-Identifier: Apache-2.0 */
/*
 * seal_xml.h - a SOAP envelope as a tree of libxml2's, for signatures: their
 * names and where things stand, asked for by namespace and never by prefix.
 */
#ifndef SEAL_XML_H
#define SEAL_XML_H

#include <libxml/tree.h>

#include "hub_buf.h"
#include "hub_error.h"

#define SEAL_NS_SOAP11 "http://schemas.xmlsoap.org/soap/envelope/"
#define SEAL_NS_SOAP12 "http://www.w3.org/2003/05/soap-envelope"
#define SEAL_NS_WSA "http://www.w3.org/2005/08/addressing"
#define SEAL_NS_DS "http://www.w3.org/2000/09/xmldsig#"
#define SEAL_NS_OASIS "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-"
#define SEAL_NS_WSSE SEAL_NS_OASIS "wssecurity-secext-1.0.xsd"
#define SEAL_NS_WSU SEAL_NS_OASIS "wssecurity-utility-1.0.xsd"
#define SEAL_EXC_C14N "http://www.w3.org/2001/10/xml-exc-c14n#"
#define SEAL_SHA256 "http://www.w3.org/2001/04/xmlenc#sha256"
#define SEAL_RSA_SHA256 "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
#define SEAL_ECDSA_SHA256 "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"
#define SEAL_X509V3 SEAL_NS_OASIS "x509-token-profile-1.0#X509v3"
#define SEAL_BASE64 SEAL_NS_OASIS "soap-message-security-1.0#Base64Binary"

/* Reads bytes within the limits of hub_xml.h; the caller frees the tree. */
enum hub_status seal_xml_read(const char *bytes, size_t len, xmlDoc **ret,
    struct hub_error *err);

/* Whether it is an element of that name; ns "" is none. */
bool seal_xml_is(const xmlNode *node, const char *ns, const char *name);
/* First child element and next sibling element, or NULL. */
xmlNode *seal_xml_first(const xmlNode *node);
xmlNode *seal_xml_next(const xmlNode *node);
/* The one child of that name; NULL for none; *ret_count: how many there are,
 * NULL when nobody asks. */
xmlNode *seal_xml_child(const xmlNode *node, const char *ns, const char *name,
    size_t *ret_count);
/* The next node in the order of the document, or NULL behind root. */
xmlNode *seal_xml_walk(const xmlNode *root, const xmlNode *node);

/* An attribute's text, "" when it is absent; ns NULL is none. */
const char *seal_xml_attr(const xmlNode *node, const char *ns,
    const char *name);
/* Adds the text of an element; false when it holds elements, too. */
bool seal_xml_text(const xmlNode *node, struct hub_buf *out);
/* The same without any white space. */
bool seal_xml_word(const xmlNode *node, struct hub_buf *out);

#endif
