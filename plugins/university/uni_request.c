/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "uni_request.h"

#include <stdio.h>
#include <string.h>

#include "uni_form.h"
#include "uni_media.h"
#include "uni_path.h"
#include "uni_service.h"
#include "uni_word.h"

#define DESCRIPTION_MAX 4000 /* characters, as the standard says */
#define DESCRIPTION_CUT 3900
#define DESCRIPTION_BYTES (256u * 1024u)
#define FILES_MAX 60
#define CUT_MARK "\n[selengkapnya dalam berkas uraian.txt]"

/* Members of a handoff that may go as attributes. */
static const struct {
	const char *name;
	size_t offset;
} members[] = {
	{ "case", offsetof(struct hub_handoff, case_id) },
	{ "tracking_id", offsetof(struct hub_handoff, tracking_id) },
	{ "source", offsetof(struct hub_handoff, source) },
	{ "sender", offsetof(struct hub_handoff, sender) },
	{ "subject", offsetof(struct hub_handoff, subject) },
	{ "category", offsetof(struct hub_handoff, category) },
	{ "region", offsetof(struct hub_handoff, region) },
	{ "note", offsetof(struct hub_handoff, note) },
	{ "reported_body", offsetof(struct hub_handoff, reported_body) },
};

/* What a handoff is where it is no transfer. */
static const char *const kinds[] = {
	[HUB_KIND_NONE] = "",
	[HUB_KIND_TRANSFER] = "",
	[HUB_KIND_COPY] = "Tembusan, tanpa kewajiban.\n\n",
	[HUB_KIND_JOINT] = "Mohon bagian Anda dari penanganan bersama.\n\n",
	[HUB_KIND_ESCALATE] = "Mohon dipantau.\n\n",
};

/* The text member of a name, NULL when there is none. */
static const char *
member_of(const struct hub_handoff *h, const char *name)
{
	const char *text;

	for (size_t i = 0; i < sizeof(members) / sizeof(*members); i++) {
		if (strcmp(members[i].name, name) != 0)
			continue;
		memcpy(&text, (const char *)h + members[i].offset,
		    sizeof(text));
		return text;
	}
	return NULL;
}

bool
uni_request_member(const char *name)
{
	for (size_t i = 0; i < sizeof(members) / sizeof(*members); i++) {
		if (strcmp(members[i].name, name) == 0)
			return true;
	}
	return false;
}

/* One attribute, "attribute[CODE]". */
static void
add_attribute(struct uni_form *form, const char *code, const char *value)
{
	char name[UNI_LINE + 16];

	(void)snprintf(name, sizeof(name), "attribute[%s]", code);
	uni_form_add(form, name, value);
}

/* Our reference, and the members that the section names. */
static void
add_attributes(struct uni_form *form, const struct university_conf *c,
    const struct hub_handoff *h)
{
	char code[UNI_LINE], member[UNI_LINE];
	const char *list = c->attributes, *text;

	if (c->reference[0] != '\0')
		add_attribute(form, c->reference, h->id);
	while (uni_word_pair(&list, code, member, sizeof(code))) {
		text = member_of(h, member);
		if (text != NULL)
			add_attribute(form, code, text);
	}
}

/* The bytes of a text's first so many characters. */
static size_t
bytes_of(const char *text, size_t characters)
{
	size_t len = 0;

	for (; text[len] != '\0'; len++) {
		if (((unsigned char)text[len] & 0xc0) == 0x80)
			continue;
		if (characters-- == 0)
			break;
	}
	return len;
}

/* Whether a place is a pair of numbers, "-8.67, 115.21". */
static bool
is_point(const char *text, char lat[UNI_LINE], char lon[UNI_LINE])
{
	static const char number[] = "0123456789.-";
	const char *comma = strchr(text, ',');
	size_t len = comma == NULL ? 0 : (size_t)(comma - text);
	char first[UNI_LINE];

	if (len == 0 || len >= UNI_LINE)
		return false;
	memcpy(first, text, len);
	first[len] = '\0';
	return uni_line(first, lat, UNI_LINE) &&
	    uni_line(comma + 1, lon, UNI_LINE) && lat[0] != '\0' &&
	    lon[0] != '\0' && strspn(lat, number) == strlen(lat) &&
	    strspn(lon, number) == strlen(lon);
}

/* Where it is: the standard must have a place. */
static void
add_place(struct uni_form *form, const struct university_conf *c,
    const struct hub_handoff *h)
{
	char lat[UNI_LINE], lon[UNI_LINE];

	if (is_point(h->location, lat, lon)) {
		uni_form_add(form, "lat", lat);
		uni_form_add(form, "long", lon);
		return;
	}
	uni_form_add(form, "address_string",
	    h->location[0] != '\0' ? h->location : c->default_address);
}

void
uni_request_person(struct uni_form *form, const struct hub_complainant *p)
{
	char first[UNI_LINE];
	const char *space = strrchr(p->name, ' ');
	size_t len = space == NULL ? strlen(p->name)
				   : (size_t)(space - p->name);

	if (len < sizeof(first)) {
		memcpy(first, p->name, len);
		first[len] = '\0';
		uni_form_add(form, "first_name", first);
		uni_form_add(form, "last_name", space == NULL ? "" : space + 1);
	} else {
		uni_form_add(form, "first_name", p->name);
	}
	uni_form_add(form, "email", p->email);
	uni_form_add(form, "phone", p->phone);
}

/* The whole text of a handoff. */
static void
describe(struct hub_buf *out, const struct hub_dispatch *what)
{
	const struct hub_handoff *h = &what->handoff;

	hub_buf_text(out, kinds[h->kind]);
	if (h->note[0] != '\0')
		hub_buf_fmt(out, "%s\n\n", h->note);
	if (h->subject[0] != '\0')
		hub_buf_fmt(out, "%s\n\n", h->subject);
	hub_buf_text(out, h->narrative);
	uni_media_describe(out, what);
}

/* The description: what is too long goes whole as a file, and its beginning
 * where it belongs. */
static void
add_description(struct uni_form *form, struct hub_buf *text)
{
	struct hub_part part = { HUB_PART_FORM, "media", "uraian.txt",
		"text/plain; charset=utf-8" };
	const char *whole = hub_buf_str(text);
	struct hub_buf cut;

	if (whole[bytes_of(whole, DESCRIPTION_MAX)] == '\0') {
		uni_form_add(form, "description", whole);
		return;
	}
	hub_buf_init(&cut, DESCRIPTION_BYTES);
	hub_buf_add(&cut, whole, bytes_of(whole, DESCRIPTION_CUT));
	hub_buf_text(&cut, CUT_MARK);
	uni_form_add(form, "description", hub_buf_str(&cut));
	hub_request_part(form->request, &part, whole, text->len);
	hub_buf_release(&cut);
}

/* The service_code of a handoff, "" where a person must see to it. */
static const char *
service_of(const struct university_conf *c, const struct hub_handoff *h,
    struct uni_service *room)
{
	return uni_service_of(c->services, h->category, room) ? room->code
							      : c->service;
}

/* Whether all of a handoff can go there. */
static enum hub_status
check_request(const struct university_conf *c, const struct hub_handoff *h,
    const char *code, bool parts, struct hub_error *err)
{
	if (code[0] == '\0')
		return hub_fail(err, HUB_UNSAYABLE,
		    "no service stands for this category; see options services "
		    "and service");
	if (parts && !c->files)
		return hub_fail(err, HUB_UNSAYABLE,
		    "the case has files that no link may lead to, or more than "
		    "%d characters, and they take no files; see options media "
		    "and files",
		    DESCRIPTION_MAX);
	if (h->attachment_count > FILES_MAX)
		return hub_fail(err, HUB_UNSAYABLE,
		    "the case has %zu attachments, at most %d can be sent",
		    h->attachment_count, FILES_MAX);
	return HUB_OK;
}

enum hub_status
uni_request_say(const struct university_conf *c,
    const struct hub_dispatch *what, struct hub_request *r,
    struct hub_error *err)
{
	const struct hub_handoff *h = &what->handoff;
	struct uni_service service;
	struct uni_form form;
	struct hub_buf text;
	const char *code = service_of(c, h, &service);
	enum hub_status status;
	bool parts;

	hub_buf_init(&text, DESCRIPTION_BYTES);
	describe(&text, what);
	parts = uni_media_parts(what) ||
	    hub_buf_str(&text)[bytes_of(hub_buf_str(&text), DESCRIPTION_MAX)] !=
		'\0';
	status = check_request(c, h, code, parts, err);
	if (status == HUB_OK) {
		uni_path(r, c, "POST", "/requests", NULL);
		uni_form_begin(&form, r, parts);
		uni_form_add(&form, "jurisdiction_id", c->jurisdiction);
		uni_form_add(&form, "service_code", code);
		add_place(&form, c, h);
		uni_request_person(&form, &h->complainant);
		add_attributes(&form, c, h);
		add_description(&form, &text);
		uni_media_url(&form, what);
		uni_media_attach(&form, what);
		status = uni_form_end(&form, err);
	}
	if (status == HUB_OK && !hub_buf_ok(&text))
		status = hub_fail(err, HUB_UNSAYABLE,
		    "the case is longer than %u bytes", DESCRIPTION_BYTES);
	hub_buf_release(&text);
	return status;
}
