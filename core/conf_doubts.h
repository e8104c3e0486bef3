/* SPDX-License-Identifier: Apache-2.0 */
/*
 * conf_doubts.h - settings of institutions that are reached by mail which are
 * good each, and together do what is hardly meant.
 *
 * They may be meant, so they are told, not refused.
 */
#ifndef CONF_DOUBTS_H
#define CONF_DOUBTS_H

#include "conf.h"

/* One of them: "file:line" of the section, and a sentence. */
typedef void conf_doubt_fn(void *ctx, const char *where, const char *sentence);

/* Tells of each, in the order of the institutions. */
void conf_doubts(const struct conf *conf, conf_doubt_fn *tell, void *ctx);

#endif
