/* SPDX-License-Identifier: Apache-2.0 */
/* Answers without a signature: of a fault its code and reason are left, of an
 * answer that is an error of HTTP its status, and of anything else nothing. */
#include "config.h"

#include "seal_wss.h"

/* What is left of a fault. */
struct fault {
	struct hub_buf code, reason;
};

/* The element at a path of names of one namespace, or NULL. */
static const xmlNode *
below(const xmlNode *at, const char *ns, const char *const *names)
{
	for (; at != NULL && *names != NULL; names++)
		at = seal_xml_child(at, ns, *names, NULL);
	return at;
}

/* Reads code and reason as SOAP 1.1 and 1.2 have them. */
static bool
read_fault(const struct seal_wss *w, struct fault *f)
{
	static const char *const codes[][3] = { { "faultcode", NULL, NULL },
		{ "Code", "Value", NULL } };
	static const char *const reasons[][3] = { { "faultstring", NULL, NULL },
		{ "Reason", "Text", NULL } };
	bool newer = strcmp(w->soap, SEAL_NS_SOAP12) == 0;
	const char *ns = newer ? SEAL_NS_SOAP12 : "";
	const xmlNode *fault = seal_xml_child(w->body, w->soap, "Fault", NULL);
	const xmlNode *code = below(fault, ns, codes[newer]);
	const xmlNode *reason = below(fault, ns, reasons[newer]);

	return fault != NULL && code != NULL && seal_xml_word(code, &f->code) &&
	    (reason == NULL || seal_xml_text(reason, &f->reason));
}

/* A code without its prefix, as far as it is one. */
static const char *
local_name(const char *code)
{
	const char *colon = strrchr(code, ':');

	if (colon != NULL)
		code = colon + 1;
	return strspn(code,
		   "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz.") ==
		strlen(code)
	    ? code
	    : "";
}

/* Adds a text to XML. */
static void
put_text(struct hub_buf *out, const char *text)
{
	for (; *text != '\0'; text++)
		if (*text == '<')
			hub_buf_text(out, "&lt;");
		else if (*text == '&')
			hub_buf_text(out, "&amp;");
		else if (*text == '>')
			hub_buf_text(out, "&gt;");
		else
			hub_buf_char(out, *text);
}

/* The envelope of what is left. */
static void
put_fault(const struct seal_wss *w, const struct fault *f, struct hub_buf *out)
{
	bool newer = strcmp(w->soap, SEAL_NS_SOAP12) == 0;

	hub_buf_fmt(out,
	    "<soap:Envelope xmlns:soap=\"%s\"><soap:Header></soap:Header>"
	    "<soap:Body><soap:Fault>%s%s%s",
	    w->soap,
	    newer ? "<soap:Code><soap:Value>soap:" : "<faultcode>soap:",
	    local_name(hub_buf_str(&f->code)),
	    newer ? "</soap:Value></soap:Code><soap:Reason>"
		    "<soap:Text xml:lang=\"en\">"
		  : "</faultcode><faultstring>");
	put_text(out, hub_buf_str(&f->reason));
	hub_buf_fmt(out, "%s</soap:Fault></soap:Body></soap:Envelope>",
	    newer ? "</soap:Text></soap:Reason>" : "</faultstring>");
}

/* Reduces a body that is a fault. */
static bool
reduce_fault(struct seal_message *message)
{
	struct seal_proof proof = { .verdict = SEAL_GOOD };
	struct seal_wss w = { .tree = NULL };
	struct hub_buf out;
	struct fault f;
	bool good;

	if (seal_xml_read(message->body, message->body_len, &w.tree, NULL) !=
	    HUB_OK)
		return false;
	hub_buf_init(&f.code, SEAL_ID_SIZE);
	hub_buf_init(&f.reason, PACKET_NEAR_MAX);
	hub_buf_init(&out, PACKET_NEAR_MAX * 6);
	(void)seal_wss_open(&w, &proof);
	good = proof.verdict == SEAL_MISSING && w.body != NULL &&
	    read_fault(&w, &f);
	if (good)
		put_fault(&w, &f, &out);
	good = good && hub_buf_ok(&out);
	if (good) {
		message->body = arena_bytes(message->arena, out.data, out.len);
		message->body_len = out.len;
	}
	xmlFreeDoc(w.tree);
	hub_buf_release(&f.code);
	hub_buf_release(&f.reason);
	hub_buf_release(&out);
	return good && arena_ok(message->arena);
}

bool
seal_wss_reduce(struct seal_message *message, int status)
{
	if (!reduce_fault(message)) {
		if (status < 400)
			return false;
		message->body = "";
		message->body_len = 0;
	}
	seal_message_strip(message);
	return true;
}
