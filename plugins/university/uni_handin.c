/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "uni_handin.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#define TEXT_MAX (64u * 1024u) /* of one text of a case */
#define SHORT_MAX 1024u
#define NUMBER_DIGITS 24 /* of the message's digest */

/* Keeps the sentence and gives the number back. */
static int
fault(struct hub_error *err, int status, const char *sentence)
{
	(void)hub_fail(err, HUB_MALFORMED, "%s", sentence);
	return status;
}

/* The service that is asked for; without a table every code is one. */
static int
read_service(const struct university_conf *c, const struct uni_record *r,
    struct uni_handin *in, struct hub_error *err)
{
	char code[UNI_LINE];

	if (!uni_record_line(r, "service_code", code, sizeof(code)))
		return fault(err, 404, "service_code was not found");
	if (code[0] == '\0')
		return fault(err, 400, "service_code was not provided");
	if (uni_service_find(c->services, code, &in->service)) {
		if (in->service.category[0] == '\0')
			memcpy(in->service.category, code, sizeof(code));
		return 0;
	}
	if (c->services[0] != '\0')
		return fault(err, 404, "service_code was not found");
	memset(&in->service, 0, sizeof(in->service));
	memcpy(in->service.code, code, sizeof(code));
	memcpy(in->service.category, code, sizeof(code));
	return 0;
}

/* Where it is: the address, and the point behind it. */
static void
read_place(const struct uni_record *r, struct uni_handin *in)
{
	char lat[UNI_LINE], lon[UNI_LINE];
	struct hub_buf *out = &in->location;

	uni_record_prose(r, "address_string", out);
	if (out->len == 0)
		uni_record_prose(r, "address_id", out);
	if (!uni_record_line(r, "lat", lat, sizeof(lat)) ||
	    !uni_record_line(r, "long", lon, sizeof(lon)) || lat[0] == '\0' ||
	    lon[0] == '\0')
		return;
	if (out->len == 0)
		hub_buf_fmt(out, "%s, %s", lat, lon);
	else
		hub_buf_fmt(out, " (%s, %s)", lat, lon);
}

/* What stands behind the description: media_url as text, and attributes. */
static void
read_rest(const struct uni_record *r, const char *reference,
    struct uni_handin *in)
{
	char url[UNI_URL_SIZE], code[UNI_LINE];
	struct hub_buf *out = &in->narrative;

	if (uni_record_line(r, "media_url", url, sizeof(url)) && url[0] != '\0')
		hub_buf_fmt(out, "\n\nmedia_url: %s", url);
	for (size_t i = 0; i < hub_json_count(r->json, "attributes"); i++) {
		struct uni_record entry = { .json = hub_json_at(r->json,
						"attributes", i) };

		if (!uni_record_line(&entry, "code", code, sizeof(code)) ||
		    code[0] == '\0' || strcmp(code, reference) == 0)
			continue;
		hub_buf_fmt(out, "\n\n%s: ", code);
		uni_record_prose(&entry, "value", out);
	}
}

/* Who complains. */
static bool
read_person(const struct uni_record *r, struct uni_handin *in)
{
	uni_record_prose(r, "first_name", &in->name);
	if (in->name.len > 0)
		hub_buf_char(&in->name, ' ');
	uni_record_prose(r, "last_name", &in->name);
	while (in->name.len > 0 && in->name.data[in->name.len - 1] == ' ')
		in->name.data[--in->name.len] = '\0';
	return uni_record_line(r, "email", in->email, sizeof(in->email)) &&
	    uni_record_line(r, "phone", in->phone, sizeof(in->phone));
}

/* Its public number, at most 64 bytes. */
static bool
read_number(const struct uni_record *r, const char *digest,
    struct uni_handin *in)
{
	if (!uni_record_line(r, "service_request_id_ext", in->tracking, 65))
		return false;
	if (in->tracking[0] == '\0')
		(void)snprintf(in->tracking, sizeof(in->tracking), "O311-%.*s",
		    NUMBER_DIGITS, digest);
	return true;
}

/* The case, once all is read. */
static void
fill(struct uni_handin *in)
{
	struct hub_handoff *h = &in->event.handoff;

	h->tracking_id = in->tracking;
	h->channel = HUB_CHANNEL_API;
	h->subject = in->subject.len > 0 ? hub_buf_str(&in->subject)
					 : in->service.name;
	h->narrative = hub_buf_str(&in->narrative);
	h->category = in->service.category;
	h->location = hub_buf_str(&in->location);
	h->complainant.name = hub_buf_str(&in->name);
	h->complainant.email = in->email;
	h->complainant.phone = in->phone;
}

int
uni_handin_read(const struct university_conf *conf,
    const struct hub_message *message, const struct uni_fields *fields,
    struct uni_handin *ret, struct hub_error *err)
{
	const struct uni_record *r = &fields->record;
	int status;

	*ret = (struct uni_handin){ .event = hub_event_init(HUB_EV_HANDOFF) };
	hub_buf_init(&ret->subject, SHORT_MAX);
	hub_buf_init(&ret->location, SHORT_MAX);
	hub_buf_init(&ret->name, SHORT_MAX);
	hub_buf_init(&ret->narrative, TEXT_MAX);
	status = read_service(conf, r, ret, err);
	if (status != 0)
		return status;
	uni_record_prose(r, "title", &ret->subject);
	uni_record_prose(r, "description", &ret->narrative);
	if (ret->narrative.len == 0 && hub_buf_ok(&ret->narrative))
		return fault(err, 400, "description was not provided");
	read_place(r, ret);
	read_rest(r, conf->reference, ret);
	if (!read_person(r, ret) || !read_number(r, message->digest, ret))
		return fault(err, 400,
		    "email, phone: at most 128 bytes; service_request_id_ext: "
		    "at most 64");
	if (!hub_buf_ok(&ret->subject) || !hub_buf_ok(&ret->location) ||
	    !hub_buf_ok(&ret->name) || !hub_buf_ok(&ret->narrative))
		return fault(err, 400,
		    "description is at most 64 KB, title, address_string and "
		    "names 1 KB; what is longer comes as a file");
	fill(ret);
	return 0;
}

void
uni_handin_release(struct uni_handin *in)
{
	hub_buf_release(&in->subject);
	hub_buf_release(&in->narrative);
	hub_buf_release(&in->location);
	hub_buf_release(&in->name);
}
