/* SPDX-License-Identifier: Apache-2.0 */
/*
 * omb_type.h - a Content-Type: what it is, and its parameters (RFC 9110).
 */
#ifndef OMB_TYPE_H
#define OMB_TYPE_H

#include <stdbool.h>
#include <stddef.h>

/* Whether it is that media type, whatever its parameters. */
bool omb_type_is(const char *type, const char *media);
/* A parameter's value without quotes; false, and "" in buf, when there is
 * none or it does not fit. */
bool omb_type_param(const char *type, const char *name, char *buf, size_t size);

#endif
