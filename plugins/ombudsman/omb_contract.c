/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "omb_contract.h"

#include <string.h>

#include "hub_schema.h"
#include "omb_out.h"

/* Made from the two files by the rules in ombudsman.am. */
static const char xsd[] =
#include <plugins/ombudsman/xsd.inc>
    ;
static const char wsdl[] =
#include <plugins/ombudsman/wsdl.inc>
    ;

#define SCHEMA_AT "    <xs:schema><xs:import "
#define ADDRESS_AT "location=\""

/* The compiled schema: it never changes, and compiling takes longer than
 * many checks. */
static struct hub_schema *kept;

/* Whoever unloads the plugin, or ends, has nothing of it left over. */
__attribute__((destructor)) static void
forget_kept(void)
{
	hub_schema_free(kept);
	kept = NULL;
}

enum hub_status
omb_contract_warm(struct hub_error *err)
{
	if (kept != NULL)
		return HUB_OK;
	return hub_schema_read(xsd, strlen(xsd), &kept, err);
}

enum hub_status
omb_contract_check(const struct hub_xml_node *element, struct hub_error *err)
{
	enum hub_status status = omb_contract_warm(err);

	return status == HUB_OK ? hub_schema_check(kept, element, err) : status;
}

/* The schema's element, without what stands before it in its file. */
static const char *
schema_element(void)
{
	return strstr(xsd, "<xs:schema");
}

void
omb_contract_xsd(struct hub_buf *out)
{
	hub_buf_text(out, xsd);
}

void
omb_contract_wsdl(struct hub_buf *out, const char *address)
{
	const char *at = strstr(wsdl, SCHEMA_AT), *next;

	hub_buf_add(out, wsdl, (size_t)(at - wsdl));
	hub_buf_text(out, schema_element());
	at = strchr(at, '\n') + 1;
	while ((next = strstr(at, ADDRESS_AT)) != NULL) {
		next += strlen(ADDRESS_AT);
		hub_buf_add(out, at, (size_t)(next - at));
		omb_out_escape(out, address);
		at = strchr(next, '"');
	}
	hub_buf_text(out, at);
}
