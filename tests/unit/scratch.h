/* SPDX-License-Identifier: Apache-2.0 */
/*
 * scratch.h - a folder of a test's own, gone when the test ends.
 *
 * scratch_setup and scratch_teardown are cmocka's: *state is the scratch.
 */
#ifndef SCRATCH_H
#define SCRATCH_H

#include <stdint.h>

struct scratch {
	char *dir;	   /* owned */
	char path[8][128]; /* the last names made */
	unsigned next;
};

int scratch_setup(void **state);
int scratch_teardown(void **state);
/* "dir/name"; good until eight more were asked for. */
const char *scratch_path(struct scratch *scratch, const char *name);
/* Writes a file of that name. */
void scratch_write(struct scratch *scratch, const char *name, const char *text);
/* Bytes of the file, -1 when it is not there. */
int64_t scratch_size(struct scratch *scratch, const char *name);

#endif
