/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "omb_trouble.h"

#include <stdarg.h>
#include <stdio.h>

/* Kind and sentence. */
bool
omb_trouble(struct omb_trouble *trouble, enum omb_trouble_kind kind,
    const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	(void)vsnprintf(trouble->why.text, sizeof(trouble->why.text), fmt,
	    args);
	va_end(args);
	trouble->kind = kind;
	return false;
}
