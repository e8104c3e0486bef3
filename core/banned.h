/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SIMPUL_BANNED_H
#define SIMPUL_BANNED_H

/*
 * The C library's functions that this program does not use, made into
 * compile errors.  config.h includes this file, so every .c has it.
 *
 * Rules: the headers that declare a function come first, for a name cannot be
 * declared once it is poisoned.  alloca and rand stand only in the style check,
 * since headers of GLib and OpenSSL use those names.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* The fortified headers make macros of these, which cannot be poisoned. */
#undef strcpy
#undef strcat
#undef sprintf
#undef vsprintf

#pragma GCC poison strcpy strcat sprintf vsprintf gets strtok
#pragma GCC poison atoi atol srand system popen tmpnam
#pragma GCC poison localtime ctime asctime gmtime

#endif
