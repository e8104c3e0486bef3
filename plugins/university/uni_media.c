/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "uni_media.h"

/* Where the file at that place may be fetched, or "". */
static const char *
link_of(const struct hub_dispatch *what, size_t place)
{
	return what->links == NULL ? "" : what->links[place];
}

/* The place of the first file that has a link; their number: none has. */
static size_t
first_link(const struct hub_dispatch *what)
{
	size_t i = 0;

	while (
	    i < what->handoff.attachment_count && link_of(what, i)[0] == '\0')
		i++;
	return i;
}

bool
uni_media_parts(const struct hub_dispatch *what)
{
	for (size_t i = 0; i < what->handoff.attachment_count; i++)
		if (link_of(what, i)[0] == '\0')
			return true;
	return false;
}

void
uni_media_describe(struct hub_buf *out, const struct hub_dispatch *what)
{
	const struct hub_handoff *h = &what->handoff;

	for (size_t i = first_link(what) + 1; i < h->attachment_count; i++) {
		if (link_of(what, i)[0] == '\0')
			continue;
		hub_buf_fmt(out, "\n\nBerkas lain%s%s: %s",
		    h->attachments[i].name[0] == '\0' ? "" : ", ",
		    h->attachments[i].name, link_of(what, i));
	}
}

void
uni_media_url(struct uni_form *form, const struct hub_dispatch *what)
{
	size_t first = first_link(what);

	if (first < what->handoff.attachment_count)
		uni_form_add(form, "media_url", link_of(what, first));
}

void
uni_media_attach(struct uni_form *form, const struct hub_dispatch *what)
{
	const struct hub_handoff *h = &what->handoff;
	struct hub_part part = { HUB_PART_FORM, "media", "", "" };

	for (size_t i = 0; i < h->attachment_count; i++) {
		if (link_of(what, i)[0] != '\0')
			continue;
		part.filename = h->attachments[i].name;
		part.type = h->attachments[i].type;
		if (part.filename[0] == '\0')
			part.filename = h->attachments[i].id;
		hub_request_attach(form->request, &part, h->attachments[i].id);
	}
}
