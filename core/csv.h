/* SPDX-License-Identifier: Apache-2.0 */
/*
 * csv.h - records of a CSV file (RFC 4180), one after the other.
 *
 * Lines end in LF or CRLF; a field in quotes may hold delimiters, line ends
 * and doubled quotes.  A byte order mark is passed over, and so are empty
 * lines.  A record that is no CSV is told with the line where it begins, and
 * reading goes on with the line behind that.  Nothing is said of characters:
 * fields are bytes without NUL.
 */
#ifndef CSV_H
#define CSV_H

#include <stddef.h>

#include "limits.h"

struct csv {
	const char *at, *end; /* borrowed */
	unsigned long line;   /* of at, from 1 */
	char delimiter;
	char *text; /* owned; the fields of the last record */
	size_t room;
};

struct csv_record {
	unsigned long line; /* where it begins */
	const char *raw;    /* its bytes without the line's end, borrowed */
	size_t raw_len;
	const char *fields[CSV_FIELDS_MAX]; /* until the next record */
	size_t count;
	const char *problem; /* of CSV_BAD: one sentence */
};

enum csv_end {
	CSV_RECORD,
	CSV_BAD, /* only line and problem are set */
	CSV_END,
	CSV_NO_MEMORY,
};

/* delimiter: ',' or ';', or 0: that of both which the first line has more
 * often outside quotes. */
void csv_init(struct csv *csv, const char *bytes, size_t len, char delimiter);
void csv_release(struct csv *csv);
enum csv_end csv_next(struct csv *csv, struct csv_record *ret);

#endif
