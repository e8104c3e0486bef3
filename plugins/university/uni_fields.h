/* SPDX-License-Identifier: Apache-2.0 */
/*
 * uni_fields.h - the fields of a POST that came in, as a document of one
 * record: form-urlencoded as the standard says, multipart/form-data, or JSON
 * and XML as some clients do.
 *
 * attribute[CODE] stands in "attributes", as pairs.  Of a name that comes
 * twice the first counts.
 */
#ifndef UNI_FIELDS_H
#define UNI_FIELDS_H

#include "hub_exchange.h"
#include "hub_mail.h"
#include "hub_message.h"
#include "uni_doc.h"

#define UNI_URL_SIZE 2048 /* of a media_url */

struct uni_fields {
	struct uni_doc doc;
	struct uni_record record;
	struct hub_mail *mail; /* NULL: no files */
};

/* Reads a body; *ret is to be released, whatever comes back. */
enum hub_status uni_fields_read(struct uni_fields *ret,
    const struct hub_message *message, struct hub_error *err);
void uni_fields_release(struct uni_fields *fields);
/* Attaches the files that came along to the event emitted last. */
void uni_fields_files(const struct uni_fields *fields,
    struct hub_events *events);

#endif
