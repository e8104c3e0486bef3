/* SPDX-License-Identifier: Apache-2.0 */
/*
 * target.h - where an institution is reached and as whom, from its section.
 */
#ifndef TARGET_H
#define TARGET_H

#include "conf_institution.h"
#include "http_client.h"
#include "mail_server.h"

struct target {
	struct http_target http; /* borrows from below and from the section */
	char *authorization;	 /* owned; wiped when released */
	const char *names[2], *values[2];
	struct mail_server relay; /* of its mailbox; url "" for none */
};

/* inst must live as long as the target. */
void target_init(struct target *target, const struct conf_institution *inst);
void target_release(struct target *target);

#endif
