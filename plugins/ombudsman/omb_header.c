/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "omb_header.h"

#include <stdio.h>
#include <string.h>

#define ID_MAX 256 /* bytes of a MessageID that is kept */

/* Blocks of WS-Addressing. */
enum block { ACTION, MESSAGE_ID, TO, RELATES_TO, REPLY_TO, FAULT_TO, FROM };

static const char *const names[] = {
	[ACTION] = "Action",
	[MESSAGE_ID] = "MessageID",
	[TO] = "To",
	[RELATES_TO] = "RelatesTo",
	[REPLY_TO] = "ReplyTo",
	[FAULT_TO] = "FaultTo",
	[FROM] = "From",
};

#define BLOCKS (sizeof(names) / sizeof(*names))

/* A message's blocks as they are found. */
struct blocks {
	const struct omb_envelope *env;
	const char *texts[BLOCKS];
	bool seen[BLOCKS];
};

/* Which block of WS-Addressing an element is, or BLOCKS. */
static size_t
block_of(const struct hub_xml_node *node)
{
	size_t i = 0;

	if (strcmp(hub_xml_ns(node), OMB_WSA) != 0)
		return BLOCKS;
	while (i < BLOCKS && strcmp(names[i], hub_xml_name(node)) != 0)
		i++;
	return i;
}

/* Whether a block is for the hub. */
static bool
is_for_us(const struct omb_envelope *env, const struct hub_xml_node *node)
{
	const char *role = hub_xml_attribute_ns(env->doc, node, env->soap->ns,
	    env->soap->actor ? "actor" : "role");

	return role[0] == '\0' || strcmp(role, env->soap->next) == 0 ||
	    strcmp(role, env->soap->last) == 0;
}

/* Whether a block must be understood; *ret_clear is false when it says
 * neither yes nor no. */
static bool
is_must(const struct omb_envelope *env, const struct hub_xml_node *node,
    bool *ret_clear)
{
	const char *must = hub_xml_attribute_ns(env->doc, node, env->soap->ns,
	    "mustUnderstand");

	*ret_clear = must[0] == '\0' || strcmp(must, "0") == 0 ||
	    strcmp(must, "1") == 0 || strcmp(must, "true") == 0 ||
	    strcmp(must, "false") == 0;
	return strcmp(must, "1") == 0 || strcmp(must, "true") == 0;
}

/* A block that nobody here knows. */
static bool
take_unknown(const struct omb_envelope *env, const struct hub_xml_node *node,
    struct omb_trouble *t)
{
	bool clear, must = is_must(env, node, &clear);

	if (!clear)
		return omb_trouble(t, OMB_BROKEN,
		    "Header: mustUnderstand is neither true nor false");
	if (!must)
		return true;
	(void)snprintf(t->header_ns, sizeof(t->header_ns), "%s",
	    hub_xml_ns(node));
	(void)snprintf(t->header_name, sizeof(t->header_name), "%s",
	    hub_xml_name(node));
	return omb_trouble(t, OMB_NOT_UNDERSTOOD,
	    "Header: a block must be understood and is not");
}

/* One block. */
static bool
take(struct blocks *b, const struct hub_xml_node *node, struct omb_trouble *t)
{
	struct hub_xml *doc = b->env->doc;
	size_t i = block_of(node);

	if (!is_for_us(b->env, node))
		return true;
	if (i == BLOCKS)
		return take_unknown(b->env, node, t);
	if (b->seen[i] && i != RELATES_TO)
		return omb_trouble(t, OMB_TWO_HEADERS, "Header: found %s twice",
		    names[i]);
	b->seen[i] = true;
	b->texts[i] = hub_xml_text(doc, node,
	    i == REPLY_TO || i == FAULT_TO || i == FROM ? "Address" : "");
	return true;
}

/* A URI without the white space around it: where it ends. */
static bool
is_uri(const char *text, const char *uri)
{
	static const char space[] = " \t\r\n";
	size_t len = strlen(uri);

	text += strspn(text, space);
	if (strncmp(text, uri, len) != 0)
		return false;
	text += len;
	text += *text == '/' && text[1] == '\0';
	return text[strspn(text, space)] == '\0';
}

/* Whether the answer may go where the message says, and the message is for
 * the hub. */
static bool
check_ways(const struct blocks *b, const char *endpoint, struct omb_trouble *t)
{
	for (size_t i = REPLY_TO; i <= FAULT_TO; i++) {
		if (b->seen[i] && !is_uri(b->texts[i], OMB_ANONYMOUS))
			return omb_trouble(t, OMB_ELSEWHERE,
			    "%s: found another address, expected the "
			    "anonymous one: the hub answers where it is asked",
			    names[i]);
	}
	if (b->seen[TO] && !is_uri(b->texts[TO], OMB_ANONYMOUS) &&
	    !is_uri(b->texts[TO], endpoint))
		return omb_trouble(t, OMB_UNREACHABLE,
		    "To: found another address, expected %s", endpoint);
	if (strlen(b->texts[MESSAGE_ID]) > ID_MAX)
		return omb_trouble(t, OMB_HEADER,
		    "MessageID: found more than %d bytes", ID_MAX);
	if ((b->seen[MESSAGE_ID] && b->texts[MESSAGE_ID][0] == '\0') ||
	    (b->seen[ACTION] && b->texts[ACTION][0] == '\0'))
		return omb_trouble(t, OMB_HEADER,
		    "Header: found an empty Action or MessageID");
	return true;
}

bool
omb_header_read(const struct omb_envelope *env, const char *endpoint,
    struct omb_header *ret, struct omb_trouble *trouble)
{
	struct blocks b = { .env = env };
	const struct hub_xml_node *node = hub_xml_child(env->header);

	for (size_t i = 0; i < BLOCKS; i++)
		b.texts[i] = "";
	for (; node != NULL; node = hub_xml_next(node)) {
		if (!take(&b, node, trouble))
			return false;
	}
	if (endpoint != NULL && !check_ways(&b, endpoint, trouble))
		return false;
	*ret = (struct omb_header){ b.texts[ACTION], b.texts[MESSAGE_ID],
		b.texts[TO], b.texts[RELATES_TO] };
	return true;
}
