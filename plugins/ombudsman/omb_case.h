/* SPDX-License-Identifier: Apache-2.0 */
/*
 * omb_case.h - the elements of a case, as one table that is written from and
 * read into a struct hub_handoff.
 */
#ifndef OMB_CASE_H
#define OMB_CASE_H

#include "hub_error.h"
#include "hub_handoff.h"
#include "omb_in.h"
#include "omb_out.h"

/* How the files of a case are written. */
enum omb_files {
	OMB_FILES_NAMED, /* what they are called; their bytes are not there */
	OMB_FILES_MTOM,	 /* their bytes are parts named by omb_file_id */
};

/* The elements of a case, without its own tags. */
void omb_case_put(struct hub_buf *out, const struct hub_handoff *h,
    enum omb_files files);
/* Who complains, as far as it is disclosed; nothing of it: nothing. */
void omb_case_put_complainant(struct hub_buf *out, const struct hub_handoff *h);
/* What of law 37/2008 art. 24(1) a case lacks, "" for nothing. */
const char *omb_case_lacks(const struct hub_handoff *h);

/* The elements that a sender may give; texts are borrowed from the document.
 * *ret_unmapped: a reason was found that is in no list. */
enum hub_status omb_case_get(const struct omb_in *in, struct hub_handoff *h,
    bool *ret_unmapped, struct hub_error *err);

#endif
