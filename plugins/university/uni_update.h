/* SPDX-License-Identifier: Apache-2.0 */
/*
 * uni_update.h - one service request or one update of one, as the event that
 * it means: by its status, its text and the brackets in it.
 */
#ifndef UNI_UPDATE_H
#define UNI_UPDATE_H

#include "uni_note.h"
#include "university.h"

#define UNI_TEXT_MAX (64u * 1024u)

/* What a record is, and where its text stands. */
enum uni_about {
	UNI_REQUEST, /* status_notes; description is the complaint */
	UNI_UPDATE,  /* description */
};

struct uni_update {
	struct hub_event event; /* texts in this struct */
	bool news;		/* whether it says anything */
	int64_t at;		/* updated_datetime, 0 when none reads */
	char request[UNI_LINE];
	char id[3 * UNI_LINE], corrects[3 * UNI_LINE];
	char status[UNI_LINE];
	struct uni_note note;
	struct hub_buf text;
};

/* Reads a record; *ret is to be released, whatever comes back.  It may not be
 * copied: the event borrows from it.  remote_ref is the request's id. */
enum hub_status uni_update_read(const struct university_conf *conf,
    const struct uni_record *record, enum uni_about about,
    struct uni_update *ret, struct hub_error *err);
void uni_update_release(struct uni_update *update);

#endif
