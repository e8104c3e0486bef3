/* SPDX-License-Identifier: Apache-2.0 */
/*
 * uni_place.h - the paths of the hub's own endpoint: which service a message
 * is for, with which id, in which format.
 */
#ifndef UNI_PLACE_H
#define UNI_PLACE_H

#include "uni_doc.h"
#include "hub_message.h"

enum uni_service_kind {
	UNI_NOWHERE,
	UNI_DISCOVERY,
	UNI_SERVICES,
	UNI_DEFINITION,
	UNI_REQUESTS, /* the list, or POST */
	UNI_ONE,
	UNI_TOKEN,
	UNI_UPDATES, /* the list, or POST */
};

struct uni_place {
	enum uni_service_kind kind;
	bool post;
	bool xml;
	bool method;	   /* whether it is one of the service's */
	char id[UNI_LINE]; /* behind the path's last slash */
	int64_t now;	   /* when it is asked */
};

/* Reads path and method of a message that came now. */
void uni_place_read(const struct hub_message *message, int64_t now,
    struct uni_place *ret_place);
/* What a service may be asked with, for Allow. */
const char *uni_place_allow(const struct uni_place *place);

#endif
