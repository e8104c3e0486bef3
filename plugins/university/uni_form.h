/* SPDX-License-Identifier: Apache-2.0 */
/*
 * uni_form.h - the fields of a POST: form-urlencoded as the standard says, or
 * multipart/form-data where files go with them.
 */
#ifndef UNI_FORM_H
#define UNI_FORM_H

#include "hub_buf.h"
#include "hub_error.h"
#include "hub_message.h"

struct uni_form {
	struct hub_request *request; /* borrowed */
	struct hub_buf body;	     /* unless parts */
	bool parts;
};

/* A form for a request; parts: with files. */
void uni_form_begin(struct uni_form *form, struct hub_request *request,
    bool parts);
/* One field; nothing when the value is "". */
void uni_form_add(struct uni_form *form, const char *name, const char *value);
/* Sets the body; HUB_UNSAYABLE when it is too long. */
enum hub_status uni_form_end(struct uni_form *form, struct hub_error *err);

#endif
