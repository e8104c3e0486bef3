/* SPDX-License-Identifier: Apache-2.0 */
/*
 * import_file.h - the records of a file that is imported, CSV or JSON lines,
 * each as the texts of a map's columns.
 *
 * A column of JSON lines is a member, or one within another with a dot
 * between; numbers and true and false are their texts, null and what is absent
 * "".
 */
#ifndef IMPORT_FILE_H
#define IMPORT_FILE_H

#include "csv.h"
#include "import_map.h"

enum import_format { IMPORT_CSV, IMPORT_JSONL };

/* The file as it was read. */
struct import_input {
	const char *bytes;
	size_t len;
	enum import_format format;
};

struct import_record {
	unsigned long line; /* where it begins, from 1 */
	const char *raw;    /* its bytes */
	size_t raw_len;
	const char *cells[IMPORT_COLUMNS_MAX]; /* until the next record */
	/* Of one that is bad: which column ("" for none) and why. */
	char column[128], problem[400];
};

struct import_file {
	const struct import_map *map; /* borrowed */
	enum import_format format;
	struct csv csv; /* of JSON lines only at, end and line */
	struct csv_record row;
	size_t places[IMPORT_COLUMNS_MAX]; /* of the map's columns in a row */
	size_t width;			   /* fields of the header */
	size_t unused;			   /* that the map passes over */
	struct hub_json *doc;
	struct arena arena;
};

enum import_end {
	IMPORT_RECORD,
	IMPORT_BAD, /* line, column and problem are set */
	IMPORT_END,
	IMPORT_NO_MEMORY,
};

/* JSON lines if the first byte that is no space opens an object. */
enum import_format import_file_format(const char *bytes, size_t len);
/* Begins to read; input and map are borrowed.  IMPORT_BAD: the header of a CSV
 * file is not what the map expects, see ret. */
enum import_end import_file_open(struct import_file *file,
    const struct import_input *input, const struct import_map *map,
    struct import_record *ret);
void import_file_release(struct import_file *file);
enum import_end import_file_next(struct import_file *file,
    struct import_record *ret);

#endif
