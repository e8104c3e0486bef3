/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hub_reload.h - a new configuration is read and checked as a whole; on any
 * mistake the old one stays.
 */
#ifndef HUB_RELOAD_H
#define HUB_RELOAD_H

#include "hub.h"

/* Sets the log's level as a configuration says. */
void hub_log_level(const struct conf *conf);

#endif
