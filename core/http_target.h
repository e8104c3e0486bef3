/* SPDX-License-Identifier: Apache-2.0 */
/*
 * http_target.h - the target of a request: its path, decoded once, and its
 * query, left as it is.
 */
#ifndef HTTP_TARGET_H
#define HTTP_TARGET_H

#include <stdbool.h>
#include <stddef.h>

/* Where path and query begin in a target, which may be a whole URL (RFC 9112
 * 3.2.2); NULL when it is neither. */
const char *http_target_path(const char *target, size_t len);

/* Cuts path and query into a percent-decoded path and a raw query, both with
 * a NUL; each has room for len + 1.  False when the path holds what no path
 * may: a control character, a fragment, half an escape. */
bool http_target_cut(const char *target, size_t len, char *path, char *query);

#endif
