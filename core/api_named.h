/* SPDX-License-Identifier: Apache-2.0 */
/*
 * api_named.h - whether the institutions that a body names are known here: by
 * their id in conf.d, or by a former one.
 *
 * Whether they are in office is for the rules to say.
 */
#ifndef API_NAMED_H
#define API_NAMED_H

#include "api_body.h"
#include "conf.h"

/* Of a body that was read into `said` by those rows; false with the first
 * problem. */
bool api_named_known(const struct body_row *rows, const void *said,
    const struct conf *conf, struct body_problem *ret_problem);

#endif
