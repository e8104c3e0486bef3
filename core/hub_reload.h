/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hub_reload.h - a new configuration is read and checked as a whole, on a
 * thread of its own for as long as that takes; on any mistake the old one
 * stays.
 *
 * What would be left without a section is looked for before the new one comes
 * into force and, where something is removed, once more behind it: what came
 * there in between puts the old one back.
 */
#ifndef HUB_RELOAD_H
#define HUB_RELOAD_H

#include "hub.h"

/* Waits for what is being read; it does not come into force any more. */
void hub_reload_stop(struct hub *hub);

/* Starts the reload that was asked for by a signal while another
 * configuration was being read, if there is one. */
void hub_reload_next(struct hub *hub);

/* Sets the log's level as a configuration says, and logs its warning. */
void hub_heed(const struct conf *conf);

#endif
