/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "omb_fault.h"

#include <stdio.h>
#include <string.h>

#include "omb_contract.h"
#include "omb_out.h"

#define FAULT_MAX (256u * 1024u)
#define SENDER "Sender"

/* How each trouble is answered; what has a plain status is no SOAP. */
static const struct row {
	int plain;
	const char *code, *sub_ns, *sub, *id;
} rows[] = {
	[OMB_NO_MEMORY] = { 0, "Receiver", "", "", "Coba lagi nanti" },
	[OMB_NOT_HERE] = { 404, "", "", "", "" },
	[OMB_NOT_POSTED] = { 405, "", "", "", "" },
	[OMB_NOT_SOAP] = { 415, "", "", "", "" },
	[OMB_OTHER_VERSION] = { 0, "VersionMismatch", "", "",
	    "Versi SOAP tidak dikenal" },
	[OMB_NOT_UNDERSTOOD] = { 0, "MustUnderstand", "", "",
	    "Ada header wajib yang tidak dimengerti" },
	[OMB_ENCODED] = { 0, "DataEncodingUnknown", "", "",
	    "Hanya document/literal yang diterima" },
	[OMB_BROKEN] = { 0, SENDER, "", "",
	    "Pesan bukan amplop SOAP yang benar" },
	[OMB_WRONG] = { 0, SENDER, OMB_NS, "InvalidFault",
	    "Isi pesan tidak lengkap atau tidak benar" },
	[OMB_NO_ACTION] = { 0, SENDER, OMB_WSA, "ActionNotSupported",
	    "Operasi tidak dikenal" },
	[OMB_OTHER_ACTION] = { 0, SENDER, OMB_WSA, "InvalidAddressingHeader",
	    "Action tidak sesuai dengan isi pesan" },
	[OMB_HEADER] = { 0, SENDER, OMB_WSA, "InvalidAddressingHeader",
	    "Header WS-Addressing tidak benar" },
	[OMB_TWO_HEADERS] = { 0, SENDER, OMB_WSA, "InvalidAddressingHeader",
	    "Header WS-Addressing tertulis dua kali" },
	[OMB_ELSEWHERE] = { 0, SENDER, OMB_WSA, "OnlyAnonymousAddressSupported",
	    "Jawaban hanya dikirim melalui sambungan yang sama" },
	[OMB_UNREACHABLE] = { 0, SENDER, OMB_WSA, "DestinationUnreachable",
	    "Pesan ditujukan ke alamat lain" },
};

/* The action of a fault, as WS-Addressing names it. */
static const char *
action_of(const struct omb_fault *f, char buf[128])
{
	if (strcmp(f->sub_ns, OMB_NS) != 0)
		return f->sub_ns[0] != '\0' ? OMB_WSA "/fault"
					    : OMB_WSA "/soap/fault";
	(void)snprintf(buf, 128, OMB_NS ":%s", f->sub);
	return buf;
}

/* The element of the contract. */
static void
put_detail(struct hub_buf *out, const struct omb_fault *f)
{
	omb_out_root(out, f->sub);
	hub_buf_text(out, hub_buf_str(f->detail));
	omb_out_close(out, f->sub);
}

/* What SOAP 1.1 calls a code of 1.2. */
static const char *
old_code(const char *code)
{
	if (strcmp(code, "Receiver") == 0)
		return "Server";
	return strcmp(code, "MustUnderstand") == 0 ||
		strcmp(code, "VersionMismatch") == 0
	    ? code
	    : "Client";
}

/* A fault of SOAP 1.1: one code, one text. */
static void
put_11(struct hub_buf *out, const struct omb_fault *f)
{
	if (strcmp(f->sub_ns, OMB_WSA) == 0)
		hub_buf_fmt(out, "<faultcode>wsa:%s</faultcode>", f->sub);
	else
		hub_buf_fmt(out, "<faultcode>soap:%s</faultcode>",
		    old_code(f->code));
	hub_buf_text(out, "<faultstring xml:lang=\"id\">");
	omb_out_escape(out, f->id);
	hub_buf_text(out, " / ");
	omb_out_escape(out, f->en);
	hub_buf_text(out, "</faultstring>");
	if (f->detail == NULL)
		return;
	hub_buf_text(out, "<detail>");
	put_detail(out, f);
	hub_buf_text(out, "</detail>");
}

/* A text in one language. */
static void
put_reason(struct hub_buf *out, const char *tongue, const char *text)
{
	hub_buf_fmt(out, "<soap:Text xml:lang=\"%s\">", tongue);
	omb_out_escape(out, text);
	hub_buf_text(out, "</soap:Text>");
}

/* A fault of SOAP 1.2. */
static void
put_12(struct hub_buf *out, const struct omb_fault *f)
{
	hub_buf_fmt(out, "<soap:Code><soap:Value>soap:%s</soap:Value>",
	    f->code);
	if (f->sub_ns[0] != '\0')
		hub_buf_fmt(out,
		    "<soap:Subcode><soap:Value xmlns:s=\"%s\">s:%s"
		    "</soap:Value></soap:Subcode>",
		    f->sub_ns, f->sub);
	hub_buf_text(out, "</soap:Code><soap:Reason>");
	put_reason(out, "id", f->id);
	put_reason(out, "en", f->en);
	hub_buf_text(out, "</soap:Reason>");
	if (f->detail == NULL)
		return;
	hub_buf_text(out, "<soap:Detail>");
	put_detail(out, f);
	hub_buf_text(out, "</soap:Detail>");
}

/* Header blocks that SOAP 1.2 wants with two of its codes. */
static void
put_blocks(struct hub_buf *head, const struct omb_call *call,
    const struct omb_soap *soap)
{
	if (call->trouble.kind == OMB_NOT_UNDERSTOOD && !soap->actor) {
		hub_buf_text(head, "<soap:NotUnderstood xmlns:q=\"");
		omb_out_escape(head, call->trouble.header_ns);
		hub_buf_text(head, "\" qname=\"q:");
		omb_out_escape(head, call->trouble.header_name);
		hub_buf_text(head, "\"/>");
	} else if (call->trouble.kind == OMB_OTHER_VERSION) {
		hub_buf_fmt(head,
		    "<u:Upgrade xmlns:u=\"%s\" xmlns:o=\"%s\">"
		    "<u:SupportedEnvelope qname=\"u:Envelope\"/>"
		    "<u:SupportedEnvelope qname=\"o:Envelope\"/></u:Upgrade>",
		    omb_soap_named("1.2")->ns, omb_soap_named("1.1")->ns);
	}
}

/* The whole envelope of a fault. */
static void
put_fault(struct hub_buf *out, const struct omb_call *call,
    const struct omb_soap *soap, const struct omb_fault *f)
{
	bool addressed = call->head.message_id[0] != '\0' ||
	    call->head.action[0] != '\0';
	char action[128];
	struct omb_head head = { .action = addressed ? action_of(f, action)
						     : "",
		.message_id = "",
		.to = "",
		.relates_to = call->head.message_id,
		.checkpoint = call->checkpoint };
	struct hub_buf blocks;

	hub_buf_init(&blocks, FAULT_MAX);
	put_blocks(&blocks, call, soap);
	(void)omb_soap_open(out, soap, &head, hub_buf_str(&blocks));
	hub_buf_release(&blocks);
	hub_buf_text(out, "<soap:Fault>");
	if (soap->actor)
		put_11(out, f);
	else
		put_12(out, f);
	hub_buf_text(out, "</soap:Fault>");
	omb_soap_close(out);
}

void
omb_fault_reply(const struct omb_call *call, const struct omb_fault *fault,
    struct hub_reply *reply)
{
	const struct omb_soap *soap = call->env.soap;
	bool sender = strcmp(fault->code, SENDER) == 0;
	struct hub_buf out;

	if (soap == NULL || call->trouble.kind == OMB_OTHER_VERSION)
		soap = omb_soap_named("1.1");
	hub_buf_init(&out, FAULT_MAX);
	put_fault(&out, call, soap, fault);
	omb_soap_send(&out, soap, sender && !soap->actor ? 400 : 500, reply);
	hub_buf_release(&out);
}

void
omb_fault_trouble(const struct omb_call *call, struct hub_reply *reply)
{
	const struct row *row = &rows[call->trouble.kind];
	const char *why = call->trouble.why.text;
	struct hub_buf detail;
	struct omb_fault f = { row->code, row->sub_ns, row->sub, row->id, why,
		NULL };

	if (row->plain != 0) {
		if (row->plain == 405)
			hub_reply_header(reply, "Allow", "GET, POST");
		hub_reply_set(reply, row->plain, "text/plain; charset=utf-8",
		    why, strlen(why));
		return;
	}
	hub_buf_init(&detail, FAULT_MAX);
	omb_out_text(&detail, "detail", why);
	if (strcmp(row->sub_ns, OMB_NS) == 0)
		f.detail = &detail;
	omb_fault_reply(call, &f, reply);
	hub_buf_release(&detail);
}
