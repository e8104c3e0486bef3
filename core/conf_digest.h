/* SPDX-License-Identifier: Apache-2.0 */
/*
 * conf_digest.h - what of a configuration decided a case, as one SHA-256.
 *
 * The digested text is canonical: a row "NAME LENGTH:VALUE" and a newline for
 * each setting in the order of its table, so that comments, order of files
 * and defaults written out change nothing.
 */
#ifndef CONF_DIGEST_H
#define CONF_DIGEST_H

#include <stdint.h>

#include "arena.h"
#include "conf.h"
#include "digest.h"

/* Of who coordinates, routes, deadlines, calendars with what their files hold,
 * jurisdictions, and of each institution what custody
 * depends on; hex, owned by the arena. */
const char *conf_digest_rules(struct arena *arena, const struct conf *conf);
/* Of an institution's plugin, given the digest of its file, and options. */
const char *conf_digest_settings(struct arena *arena,
    const struct conf_institution *institution,
    const uint8_t plugin[DIGEST_SIZE]);

#endif
