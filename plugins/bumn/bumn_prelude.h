/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bumn_prelude.h - the jq text that stands around a map.  What is before it
 * has no line break, so that a line that jq names is the map's.
 */
#ifndef BUMN_PRELUDE_H
#define BUMN_PRELUDE_H

/* Before the map: what it may not reach, and the words that it may use. */
extern const char bumn_prelude[];

/* Behind that: the functions that a map need not have. */
extern const char bumn_defaults[];

/* Behind it: calls the function that .verb names and brings what it says into
 * the form that the plugin reads. */
extern const char bumn_postlude[];

#endif
