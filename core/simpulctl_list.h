/* SPDX-License-Identifier: Apache-2.0 */
/*
 * simpulctl_list.h - an institution's own list of what was handed to it, held
 * against a log.
 */
#ifndef SIMPULCTL_LIST_H
#define SIMPULCTL_LIST_H

#include "simpulctl.h"

/* simpulctl audit reconcile --csv FILE: the rest of the options is still in
 * the arguments. */
int ctl_list_reconcile(struct ctl *ctl, const char *file);

#endif
