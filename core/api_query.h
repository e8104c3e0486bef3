/* SPDX-License-Identifier: Apache-2.0 */
/*
 * api_query.h - parameters of a call's query.
 */
#ifndef API_QUERY_H
#define API_QUERY_H

#include "api_call.h"

enum api_given { API_ABSENT, API_GIVEN, API_UNREADABLE };

/* Whether a route reads a parameter of that name. */
bool api_query_takes(const struct api_route *route, const char *name,
    size_t len);
/* Whether the route reads all that is asked; else it is answered. */
bool api_query_known(const struct api_call *call);
/* A parameter's text, decoded; "" unless it is given. */
enum api_given api_query(const struct api_call *call, const char *name,
    char *buf, size_t size);
/* A whole number from 0 to max; ret stays as it is unless it is given. */
enum api_given api_query_number(const struct api_call *call, const char *name,
    int64_t max, int64_t *ret);

#endif
