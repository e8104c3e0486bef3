/* SPDX-License-Identifier: Apache-2.0 */
/*
 * uni_media.h - the evidence of a case beside its text: links in media_url,
 * as the standard has it, and parts of the form for what no link may lead to.
 *
 * The standard has one media_url; links to further files stand at the end of
 * the description.
 */
#ifndef UNI_MEDIA_H
#define UNI_MEDIA_H

#include "hub_buf.h"
#include "hub_exchange.h"
#include "uni_form.h"

/* Whether any file must go as a part of the form. */
bool uni_media_parts(const struct hub_dispatch *what);
/* Adds the links behind the first one to the description. */
void uni_media_describe(struct hub_buf *out, const struct hub_dispatch *what);
/* The first link as media_url. */
void uni_media_url(struct uni_form *form, const struct hub_dispatch *what);
/* The files that no link leads to, each as one part. */
void uni_media_attach(struct uni_form *form, const struct hub_dispatch *what);

#endif
