/* SPDX-License-Identifier: Apache-2.0 */
/*
 * uni_request.h - a handoff as POST requests: service, place, who complains,
 * our reference, and a description that goes as a file where the standard has
 * no room for it.
 */
#ifndef UNI_REQUEST_H
#define UNI_REQUEST_H

#include "uni_form.h"
#include "university.h"

/* One POST, with links to files, or files as parts. */
enum hub_status uni_request_say(const struct university_conf *conf,
    const struct hub_dispatch *what, struct hub_request *r,
    struct hub_error *err);
/* Who complains, as far as it is disclosed: the last word of a name is the
 * last name, because the standard has two. */
void uni_request_person(struct uni_form *form,
    const struct hub_complainant *person);
/* Whether option attributes may name a member. */
bool uni_request_member(const char *name);

#endif
