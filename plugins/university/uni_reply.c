/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "uni_reply.h"

#include <string.h>

#include "uni_out.h"
#include "uni_service.h"

#define SPECIFICATION "http://wiki.open311.org/GeoReport_v2"
#define CHANGESET "2026-11-22 00:00" /* what is told here last changed */
#define NOTICE "Laporan diterima; kabar berikutnya di requests/{id}."

/* How each outcome is answered; 0: good. */
static const struct {
	int status;
	const char *description;
} outcomes[] = {
	[HUB_APPLIED] = { 0, "" },
	[HUB_DUPLICATE] = { 0, "" },
	[HUB_LATE] = { 0, "" },
	[HUB_ILLEGAL] = { 409,
	    "Langkah ini tidak dapat dilakukan pada keadaan sekarang "
	    "(not possible in the present state)" },
	[HUB_UNKNOWN] = { 404, "service_request_id was not found" },
	[HUB_FORBIDDEN] = { 403, "service_request_id is not yours" },
	[HUB_BOUND] = { 409,
	    "Keputusan koordinator mengikat laporan ini "
	    "(a decision of the coordinator binds it)" },
	[HUB_INVALID] = { 400,
	    "Isi pesan tidak lengkap atau tidak benar "
	    "(a member is missing or wrong)" },
};

/* One service, with the elements of the standard in its order. */
static void
put_service(struct uni_out *out, const struct uni_service *s)
{
	uni_out_record(out, "service");
	uni_out_text(out, "service_code", s->code);
	uni_out_text(out, "service_name", s->name);
	uni_out_text(out, "description", s->description);
	uni_out_text(out, "metadata", "false");
	uni_out_text(out, "type", "realtime");
	uni_out_text(out, "keywords", s->category);
	uni_out_text(out, "group", s->group);
	uni_out_close(out);
}

/* Every service once. */
static void
put_services(struct uni_out *out, const char *table)
{
	struct uni_service s, first;
	const char *at = table;

	uni_out_list(out, "services");
	while (uni_service_next(&at, &s)) {
		if (uni_service_find(table, s.code, &first) &&
		    strcmp(first.category, s.category) == 0)
			put_service(out, &s);
	}
}

/* A service needs nothing but what every request has. */
static void
put_definition(struct uni_out *out, const struct uni_service *s)
{
	uni_out_record(out, "service_definition");
	uni_out_text(out, "service_code", s->code);
	uni_out_list(out, "attributes");
	uni_out_close(out);
}

/* Where the endpoint is and what it speaks. */
static void
put_discovery(struct uni_out *out, const struct university_conf *conf)
{
	uni_out_record(out, "discovery");
	uni_out_text(out, "changeset", CHANGESET);
	uni_out_text(out, "contact", conf->contact);
	uni_out_text(out, "key_service", conf->contact);
	uni_out_list(out, "endpoints");
	uni_out_record(out, "endpoint");
	uni_out_text(out, "specification", SPECIFICATION);
	uni_out_text(out, "url", conf->endpoint);
	uni_out_text(out, "changeset", CHANGESET);
	uni_out_text(out, "type", "production");
	uni_out_list(out, "formats");
	uni_out_text(out, "format", "text/xml");
	uni_out_text(out, "format", "application/json");
}

void
uni_reply_static(const struct university_conf *conf,
    const struct uni_place *place, struct hub_reply *reply)
{
	struct uni_service service;
	struct uni_out out;

	if (place->kind == UNI_DEFINITION &&
	    !uni_service_find(conf->services, place->id, &service)) {
		uni_out_error(place->xml, 404, "service_code was not found",
		    reply);
		return;
	}
	uni_out_begin(&out, place->xml);
	if (place->kind == UNI_DISCOVERY)
		put_discovery(&out, conf);
	else if (place->kind == UNI_SERVICES)
		put_services(&out, conf->services);
	else
		put_definition(&out, &service);
	uni_out_end(&out, 200, reply);
}

/* Why something was not done. */
static const char *
why_not(const struct hub_result *r)
{
	if (r->applied == HUB_BOUND && r->decision[0] != '\0')
		return r->decision;
	if (r->applied == HUB_INVALID && r->detail[0] != '\0')
		return r->detail;
	return outcomes[r->applied].description;
}

void
uni_reply_told(const struct uni_place *place, const struct hub_result *r,
    struct hub_reply *reply)
{
	bool update = place->kind == UNI_UPDATES;
	struct uni_out out;

	if (outcomes[r->applied].status != 0) {
		uni_out_error(place->xml, outcomes[r->applied].status,
		    why_not(r), reply);
		return;
	}
	uni_out_begin(&out, place->xml);
	uni_out_list(&out,
	    update ? "service_request_updates" : "service_requests");
	uni_out_record(&out, update ? "request_update" : "request");
	if (update)
		uni_out_text(&out, "update_id", r->id);
	uni_out_text(&out, "service_request_id", r->id);
	if (!update) {
		uni_out_text(&out, "service_notice", NOTICE);
		uni_out_text(&out, "account_id", "");
	}
	uni_out_end(&out, r->applied == HUB_APPLIED && !update ? 201 : 200,
	    reply);
}
