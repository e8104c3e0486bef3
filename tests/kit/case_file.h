/* SPDX-License-Identifier: Apache-2.0 */
/*
 * case_file.h - a .case file as sections of rows, some with a body.
 *
 * "[name]" begins a section, "key = value" and "Name: value" are rows, "#"
 * begins a comment.  In a section that can have a body it follows the first
 * empty line, up to the next section; newlines at its end do not count.  In a
 * value \n, \r, \t, \\ and \xHH are what they are in C.
 */
#ifndef CASE_FILE_H
#define CASE_FILE_H

#include "arena.h"
#include "hub_error.h"

/* Of "Name: value" the key is "Name:". */
struct case_row {
	struct case_row *next;
	const char *key, *value;
	int line;
};

struct case_section {
	struct case_section *next;
	const char *name;
	struct case_row *rows;
	const char *body; /* "" when there is none */
	size_t body_len;
	bool has_body;
	bool exact; /* given as a row: every byte counts */
	int line;
};

struct case_file {
	struct arena arena; /* owns everything below */
	const char *path;   /* borrowed */
	struct case_section *sections;
};

/* The sentence of a failure begins with path and line. */
enum hub_status case_file_read(const char *path, struct case_file *ret,
    struct hub_error *err);
void case_file_release(struct case_file *file);

/* The bytes of a file, owned by the arena; NULL when it cannot be read. */
const char *case_bytes(struct arena *arena, const char *path, size_t *ret_len);
/* Value of the first row of that key, or NULL. */
const char *case_value(const struct case_section *section, const char *key);
/* "path:line: " and a sentence. */
enum hub_status case_fail(struct hub_error *err, const struct case_file *file,
    int line, const char *sentence);

#endif
