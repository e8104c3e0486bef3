/* SPDX-License-Identifier: Apache-2.0 */
/*
 * uni_out.h - a document of the standard being written, the same calls for
 * JSON and XML: a name is an element there and a member here, and inside an
 * array of JSON it is left out.
 */
#ifndef UNI_OUT_H
#define UNI_OUT_H

#include "hub_json.h"
#include "hub_message.h"

#define UNI_OUT_DEPTH 8

struct uni_out {
	struct hub_buf buf;
	struct hub_json_out json;
	bool xml;
	unsigned depth;
	struct {
		const char *name;
		bool array;
	} open[UNI_OUT_DEPTH];
};

/* An empty document of one format. */
void uni_out_begin(struct uni_out *out, bool xml);
/* Opens a list or a record; close() ends the one opened last. */
void uni_out_list(struct uni_out *out, const char *name);
void uni_out_record(struct uni_out *out, const char *name);
void uni_out_close(struct uni_out *out);
/* One value; "" is null, or an empty element. */
void uni_out_text(struct uni_out *out, const char *name, const char *text);
/* A time, "" for 0. */
void uni_out_time(struct uni_out *out, const char *name, int64_t at);
/* Closes what is open, sets the reply and lets go. */
void uni_out_end(struct uni_out *out, int status, struct hub_reply *reply);
/* An error of the standard. */
void uni_out_error(bool xml, int status, const char *description,
    struct hub_reply *reply);

#endif
