/* SPDX-License-Identifier: Apache-2.0 */
/*
 * uni_handin.h - POST requests that came in, as a case that is handed in.
 *
 * Its public number is service_request_id_ext; who has none gets one made of
 * the message, so that the same message twice is one case.
 */
#ifndef UNI_HANDIN_H
#define UNI_HANDIN_H

#include "uni_fields.h"
#include "uni_service.h"
#include "university.h"

struct uni_handin {
	struct hub_event event; /* texts in this struct */
	char tracking[UNI_LINE], email[UNI_LINE], phone[UNI_LINE];
	struct uni_service service;
	struct hub_buf subject, narrative, location, name;
};

/* 0, or the number of an error, its sentence in err.  *ret is to be released,
 * whatever comes back, and may not be copied. */
int uni_handin_read(const struct university_conf *conf,
    const struct hub_message *message, const struct uni_fields *fields,
    struct uni_handin *ret, struct hub_error *err);
void uni_handin_release(struct uni_handin *in);

#endif
