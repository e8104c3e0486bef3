/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "omb_told.h"

#include <string.h>

#include "omb_contract.h"

/* Codes by their local names, the first that a fault has; a code of SOAP 1.1
 * may go on behind a dot. */
static const struct {
	const char *name;
	enum omb_told_class class;
	const char *sentence;
} codes[] = {
	{ "VersionMismatch", OMB_TOLD_SETUP,
	    "they speak another SOAP; see option soap" },
	{ "MustUnderstand", OMB_TOLD_SETUP,
	    "they do not understand a header; see auth and option soap" },
	{ "DataEncodingUnknown", OMB_TOLD_SETUP,
	    "they do not speak document/literal" },
	{ "ActionNotSupported", OMB_TOLD_SETUP,
	    "they do not have the operation" },
	{ "DestinationUnreachable", OMB_TOLD_SETUP,
	    "they have another address; see option address" },
	{ "InvalidAddressingHeader", OMB_TOLD_SETUP,
	    "they do not take our addressing; see option address" },
	{ "MessageAddressingHeaderRequired", OMB_TOLD_SETUP,
	    "they want another header of addressing" },
	{ "EndpointUnavailable", OMB_TOLD_RECEIVER, "they are not there" },
	{ "UnsupportedSecurityToken", OMB_TOLD_ACCESS, "" },
	{ "UnsupportedAlgorithm", OMB_TOLD_ACCESS, "" },
	{ "InvalidSecurity", OMB_TOLD_ACCESS, "" },
	{ "InvalidSecurityToken", OMB_TOLD_ACCESS, "" },
	{ "FailedAuthentication", OMB_TOLD_ACCESS, "" },
	{ "FailedCheck", OMB_TOLD_ACCESS, "" },
	{ "SecurityTokenUnavailable", OMB_TOLD_ACCESS, "" },
	{ "MessageExpired", OMB_TOLD_ACCESS, "" },
	{ "Client", OMB_TOLD_SENDER, "" },
	{ "Sender", OMB_TOLD_SENDER, "" },
	{ "Server", OMB_TOLD_RECEIVER, "" },
	{ "Receiver", OMB_TOLD_RECEIVER, "" },
};

#define CODES (sizeof(codes) / sizeof(*codes))

/* Which code a QName is, or CODES. */
static size_t
code_of(const char *name)
{
	static const char space[] = " \t\r\n";
	const char *colon = strchr(name, ':');
	size_t len, i = 0;

	name = colon != NULL ? colon + 1 : name + strspn(name, space);
	len = strcspn(name, ". \t\r\n");
	while (i < CODES &&
	    (strlen(codes[i].name) != len ||
		strncmp(codes[i].name, name, len) != 0))
		i++;
	return i;
}

/* The code of a fault, its first subcode before the code itself. */
static size_t
find_code(const struct omb_in *fault, bool old)
{
	size_t sub;

	if (old)
		return code_of(omb_in_text(fault, "faultcode"));
	sub = code_of(omb_in_text(fault, "Code/Subcode/Value"));
	return sub < CODES ? sub : code_of(omb_in_text(fault, "Code/Value"));
}

bool
omb_told_read(const struct omb_envelope *env, struct omb_told *ret)
{
	struct omb_in fault = { env->doc, env->payload };
	size_t code;

	if (strcmp(hub_xml_name(fault.node), "Fault") != 0 ||
	    strcmp(hub_xml_ns(fault.node), env->soap->ns) != 0)
		return false;
	code = find_code(&fault, env->soap->actor);
	*ret = (struct omb_told){ .class = OMB_TOLD_SENDER, .sentence = "" };
	if (code < CODES) {
		ret->class = codes[code].class;
		ret->sentence = codes[code].sentence;
	}
	ret->detail = omb_in_at(&fault, env->soap->actor ? "detail" : "Detail");
	ret->detail.node = hub_xml_child(ret->detail.node);
	if (strcmp(hub_xml_ns(ret->detail.node), OMB_NS) != 0)
		ret->detail.node = NULL;
	return true;
}
