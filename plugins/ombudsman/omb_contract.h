/* SPDX-License-Identifier: Apache-2.0 */
/*
 * omb_contract.h - ombudsman.xsd and ombudsman.wsdl, which stand in the
 * plugin as they are: what messages are held against, and what is told to
 * whoever asks for them.
 */
#ifndef OMB_CONTRACT_H
#define OMB_CONTRACT_H

#include "hub_buf.h"
#include "hub_error.h"
#include "hub_xml.h"

#define OMB_NS "urn:simpul:ombudsman:1"

/* Compiles the schema, which the first check would do otherwise. */
enum hub_status omb_contract_warm(struct hub_error *err);
/* Whether an element is what the schema says; HUB_MALFORMED is in the
 * sentence of hub_schema_check. */
enum hub_status omb_contract_check(const struct hub_xml_node *element,
    struct hub_error *err);

/* The schema, and the service's description with the schema inside and that
 * address. */
void omb_contract_xsd(struct hub_buf *out);
void omb_contract_wsdl(struct hub_buf *out, const char *address);

#endif
