/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hub_handoff.h - one citizen's case as it is passed to one institution.
 *
 * Text members are UTF-8 and never NULL; "" means not given or not disclosed.
 * Times are seconds since 1970-01-01 UTC, 0 means not given.  Institutions
 * are named by their id in conf.d.
 */
#ifndef HUB_HANDOFF_H
#define HUB_HANDOFF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "hub_word.h"

/* Evidence.  The core streams the bytes; plugins only name it by id. */
struct hub_attachment {
	const char *id;	    /* the hub's */
	const char *name;   /* file name as the citizen gave it, no path */
	const char *type;   /* media type */
	uint64_t size;	    /* bytes */
	const char *sha256; /* lower-case hex, or "" */
};

/* Who complains (pelapor): the identity block, never inside the narrative.
 * Members that the receiver may not see are "".  The list is the one that
 * law 37/2008 art. 24(1)a asks for, and contact. */
struct hub_complainant {
	const char *name;
	const char *contact; /* the one best way to reach them */
	const char *phone;
	const char *email;
	const char *address;
	const char *national_id; /* NIK */
	const char *birth_place;
	const char *birth_date; /* ISO 8601 */
	const char *marital_status;
	const char *occupation;
};

struct hub_handoff {
	const char *id;	     /* of the handoff, the hub's */
	const char *case_id; /* the hub's */
	const char *parent;  /* the handoff this one re-routes, or "" */
	enum hub_kind kind;
	uint64_t chan_seq; /* 1, 2, 3... per sender and receiver */
	uint64_t hop;	   /* 1 + refusals, returns, expiries so far */

	const char *sender;	 /* institution that passes it on */
	const char *receiver;	 /* institution that is to take it; in a
				  * handoff from outside: explicit target */
	const char *source;	 /* institution that handed the case in */
	const char *tracking_id; /* the source's public number */
	enum hub_channel channel;
	enum hub_class classification;
	enum hub_reason reason; /* why it is passed on */
	const char *note;	/* to the receiver, free text */

	const char *subject;
	const char *narrative;
	const char *category;
	const char *region; /* Kemendagri code, "51.71" */
	const char *location;
	const char *priority_program_id;
	const char *reported_body;   /* institution complained of */
	const char *prior_complaint; /* reference of the complaint already
				      * made to the provider */
	int64_t occurred_at;
	int64_t received_at; /* day 0 of the citizen's clock */
	int64_t due_at;	     /* accept or refuse until then */
	bool anonymous;
	bool secret;
	bool urgent;
	bool test; /* a trial case, kept out of indicators */

	struct hub_complainant complainant;
	/* What the complainant said when asked whether the case may go to an
	 * institution that needs their word (law 37/2008 art. 24), and when;
	 * disclosed to such an institution alone. */
	const char *consent;
	int64_t consent_at;

	const struct hub_attachment *attachments;
	size_t attachment_count;
};

/* What those are called for people whom a handoff, or an event about it, names
 * by their ids; "" of whom only the id is known. */
struct hub_names {
	const char *sender, *receiver, *source, *reported_body;
	const char *target; /* of the event; of several, ", " between */
};

#endif
