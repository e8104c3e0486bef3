/* SPDX-License-Identifier: Apache-2.0 */
/*
 * uni_path.h - the beginning of every request to their endpoint: a path that
 * ends in the format, the key's slot, and what is understood back.
 */
#ifndef UNI_PATH_H
#define UNI_PATH_H

#include "university.h"

/* "<path>.<format>", or "<path>/<id>.<format>" where an id is given. */
void uni_path(struct hub_request *r, const struct university_conf *conf,
    const char *method, const char *path, const char *id);

#endif
