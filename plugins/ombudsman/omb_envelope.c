/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "omb_envelope.h"

#include <string.h>
#include <strings.h>

#include "omb_type.h"

#define RELATED "multipart/related"
#define XOP "application/xop+xml"

/* Where the XML stands, and of which kind it says that it is. */
struct source {
	const char *bytes;
	size_t len;
	char type[256]; /* media type of the SOAP message */
};

/* A failure of a reader as the trouble that it is. */
static bool
no_reading(struct omb_trouble *t, enum hub_status status,
    const struct hub_error *why)
{
	return omb_trouble(t,
	    status == HUB_MALFORMED ? OMB_BROKEN : OMB_NO_MEMORY, "%s",
	    why->text);
}

/* The root part of a multipart: that of `start`, else the first. */
static const struct hub_mail_part *
root_of(const struct hub_mail *mail, const char *type)
{
	char start[256];
	size_t len;

	if (!omb_type_param(type, "start", start, sizeof(start)))
		return hub_mail_part(mail, 0);
	len = strlen(start);
	for (size_t i = 0; i < hub_mail_count(mail); i++) {
		const char *id = hub_mail_part(mail, i)->content_id;

		if (strcmp(start, id) == 0 ||
		    (len == strlen(id) + 2 && start[0] == '<' &&
			strncmp(start + 1, id, len - 2) == 0))
			return hub_mail_part(mail, i);
	}
	return NULL;
}

/* The XML of MTOM. */
static bool
find_root(struct omb_envelope *env, const char *type, struct source *source,
    struct omb_trouble *t)
{
	struct hub_error why = { "" };
	const struct hub_mail_part *root;
	enum hub_status status;

	status = hub_mail_read_multipart(type, source->bytes, source->len,
	    &env->mail, &why);
	if (status != HUB_OK)
		return no_reading(t, status, &why);
	root = root_of(env->mail, type);
	if (root == NULL || root->undecoded)
		return omb_trouble(t, OMB_BROKEN,
		    "multipart: found no part that start names, expected the "
		    "envelope");
	source->bytes = root->data;
	source->len = root->len;
	if (!omb_type_param(type, "start-info", source->type,
		sizeof(source->type)))
		(void)omb_type_param(type, "type", source->type,
		    sizeof(source->type));
	return true;
}

/* Whether the charset that a Content-Type says is one that is read. */
static bool
is_charset(const char *type)
{
	static const char *const taken[] = { "utf-8", "utf-16", "utf-16le",
		"utf-16be", "us-ascii" };
	char charset[32];

	if (!omb_type_param(type, "charset", charset, sizeof(charset)))
		return true;
	for (size_t i = 0; i < sizeof(taken) / sizeof(*taken); i++) {
		if (strcasecmp(charset, taken[i]) == 0)
			return true;
	}
	return false;
}

/* The action that stands outside: SOAPAction, or a parameter of the type. */
static void
find_action(struct omb_envelope *env, const struct omb_bytes *bytes,
    const char *root_type)
{
	const char *action = bytes->soap_action;
	size_t len = strlen(action);

	if (len >= 2 && action[0] == '"' && action[len - 1] == '"') {
		action++;
		len -= 2;
	}
	if (len > 0 && len < sizeof(env->action))
		memcpy(env->action, action, len);
	else if (!omb_type_param(bytes->type, "action", env->action,
		     sizeof(env->action)))
		(void)omb_type_param(root_type, "action", env->action,
		    sizeof(env->action));
}

/* Finds the XML by the message's type. */
static bool
find_source(struct omb_envelope *env, const struct omb_bytes *bytes,
    struct source *source, struct omb_trouble *t)
{
	bool related = omb_type_is(bytes->type, RELATED);

	env->soap = omb_soap_of_media(bytes->type);
	if (!is_charset(bytes->type))
		return omb_trouble(t, OMB_NOT_SOAP,
		    "Content-Type: found a charset that is neither utf-8 nor "
		    "utf-16");
	if (env->soap == NULL && !related)
		return omb_trouble(t, OMB_NOT_SOAP,
		    "Content-Type: expected text/xml, application/soap+xml "
		    "or " RELATED);
	if (related && !find_root(env, bytes->type, source, t))
		return false;
	if (related)
		env->soap = omb_soap_of_media(source->type);
	find_action(env, bytes, source->type);
	return true;
}

/* Whether an element is one of SOAP's own, of that version. */
static bool
is_soap(const struct omb_envelope *env, const struct hub_xml_node *node,
    const char *name)
{
	return strcmp(hub_xml_name(node), name) == 0 &&
	    strcmp(hub_xml_ns(node), env->soap->ns) == 0;
}

/* Whether an element says that its content is encoded. */
static bool
is_encoded(const struct omb_envelope *env, const struct hub_xml_node *node)
{
	return hub_xml_attribute_ns(env->doc, node, env->soap->ns,
		   "encodingStyle")[0] != '\0';
}

/* Header and Body, and the one element that it is about. */
static bool
open_body(struct omb_envelope *env, struct omb_trouble *t)
{
	const struct hub_xml_node *root = hub_xml_root(env->doc);
	const struct hub_xml_node *body = hub_xml_child(root);

	if (body != NULL && is_soap(env, body, "Header")) {
		env->header = body;
		body = hub_xml_next(body);
	}
	if (body == NULL || !is_soap(env, body, "Body"))
		return omb_trouble(t, OMB_BROKEN,
		    "Envelope: found no Body behind the Header, expected one");
	if (hub_xml_next(body) != NULL)
		return omb_trouble(t, OMB_BROKEN,
		    "Envelope: found more behind the Body, expected one Body "
		    "and nothing else");
	env->payload = hub_xml_child(body);
	if (env->payload == NULL || hub_xml_next(env->payload) != NULL)
		return omb_trouble(t, OMB_BROKEN,
		    "Body: found %s, expected one element",
		    env->payload == NULL ? "none" : "several elements");
	if (is_encoded(env, root) || is_encoded(env, body) ||
	    is_encoded(env, env->payload))
		return omb_trouble(t, OMB_ENCODED,
		    "encodingStyle: found one, expected document/literal");
	return true;
}

/* The version that the envelope itself says, which the type must agree
 * with. */
static bool
check_version(struct omb_envelope *env, struct omb_trouble *t)
{
	const struct hub_xml_node *root = hub_xml_root(env->doc);
	const struct omb_soap *soap = omb_soap_of_ns(hub_xml_ns(root));
	const struct omb_soap *said = env->soap;

	if (strcmp(hub_xml_name(root), "Envelope") != 0)
		return omb_trouble(t, OMB_BROKEN,
		    "found another root, expected Envelope");
	if (soap == NULL)
		return omb_trouble(t, OMB_OTHER_VERSION,
		    "Envelope: found another namespace, expected SOAP 1.1 or "
		    "1.2");
	env->soap = soap;
	if (said != NULL && said != soap)
		return omb_trouble(t, OMB_BROKEN,
		    "Envelope: found SOAP %s, expected %s as Content-Type "
		    "says",
		    soap->name, said->name);
	return true;
}

bool
omb_envelope_read(struct omb_envelope *ret, const struct omb_bytes *bytes,
    struct omb_trouble *trouble)
{
	struct source source = { bytes->at, bytes->len, "" };
	struct hub_error why = { "" };
	enum hub_status status;

	*ret = (struct omb_envelope){ .action = "" };
	*trouble = (struct omb_trouble){ .kind = OMB_FINE };
	if (!find_source(ret, bytes, &source, trouble))
		return false;
	status = hub_xml_read(source.bytes, source.len, &ret->doc, &why);
	if (status != HUB_OK)
		return no_reading(trouble, status, &why);
	return check_version(ret, trouble) && open_body(ret, trouble);
}

void
omb_envelope_release(struct omb_envelope *env)
{
	hub_xml_free(env->doc);
	hub_mail_free(env->mail);
}
