/* SPDX-License-Identifier: Apache-2.0 */
/* A shared object that is no plugin. */
#include "config.h"

extern const int silent_number;
const int silent_number __attribute__((visibility("default"))) = 1;
