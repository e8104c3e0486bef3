/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ksp_member.h - the members of a case on the wire, as one table that is
 * written from and read into a struct hub_handoff.
 */
#ifndef KSP_MEMBER_H
#define KSP_MEMBER_H

#include "hub_error.h"
#include "hub_handoff.h"
#include "hub_json.h"

/* Every given member of a case into the object that is open. */
void ksp_member_put(struct hub_json_out *out, const struct hub_handoff *h);
/* Only who complains, and nothing when nothing of it is disclosed. */
void ksp_member_put_complainant(struct hub_json_out *out,
    const struct hub_handoff *h);

/* The members that a sender may give, out of `data`; texts are borrowed from
 * the document.  *ret_unmapped: a word was found that is in no list.
 * HUB_MALFORMED names the member, what was found and what was expected. */
enum hub_status ksp_member_get(const struct hub_json *data,
    struct hub_handoff *h, bool *ret_unmapped, struct hub_error *err);

/* One member; what is null or absent leaves *ret as it was. */
enum hub_status ksp_member_text(const struct hub_json *v, const char *path,
    const char **ret, struct hub_error *err);
enum hub_status ksp_member_time(const struct hub_json *v, const char *path,
    int64_t *ret, struct hub_error *err);

#endif
