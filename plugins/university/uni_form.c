/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "uni_form.h"

#include <string.h>

#define FORM_MAX (1024u * 1024u)

void
uni_form_begin(struct uni_form *form, struct hub_request *request, bool parts)
{
	form->request = request;
	form->parts = parts;
	hub_buf_init(&form->body, FORM_MAX);
}

/* Percent-encodes as application/x-www-form-urlencoded says. */
static void
encode(struct hub_buf *out, const char *text)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789-._*";

	for (; *text != '\0'; text++) {
		if (strchr(plain, *text) != NULL)
			hub_buf_char(out, *text);
		else if (*text == ' ')
			hub_buf_char(out, '+');
		else if (*text == '\n')
			hub_buf_text(out, "%0D%0A");
		else
			hub_buf_fmt(out, "%%%02X", (unsigned char)*text);
	}
}

void
uni_form_add(struct uni_form *form, const char *name, const char *value)
{
	struct hub_part part = { HUB_PART_FORM, name, "", "" };

	if (value[0] == '\0')
		return;
	if (form->parts) {
		hub_request_part(form->request, &part, value, strlen(value));
		return;
	}
	if (form->body.len > 0)
		hub_buf_char(&form->body, '&');
	encode(&form->body, name);
	hub_buf_char(&form->body, '=');
	encode(&form->body, value);
}

enum hub_status
uni_form_end(struct uni_form *form, struct hub_error *err)
{
	enum hub_status status = HUB_OK;

	if (!hub_buf_ok(&form->body))
		status = hub_fail(err, HUB_UNSAYABLE,
		    "the form is longer than %u bytes", FORM_MAX);
	else if (!form->parts)
		hub_request_body(form->request,
		    "application/x-www-form-urlencoded", form->body.data,
		    form->body.len);
	hub_buf_release(&form->body);
	return status;
}
