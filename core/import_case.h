/* SPDX-License-Identifier: Apache-2.0 */
/*
 * import_case.h - a record of a file as the case that it is: the JSON document
 * of import_row.h, checked as the hub will check it.
 *
 * A record without a tracking id gets one from the digest of its source and
 * its bytes, so that the same record again is the same case, for ever.
 */
#ifndef IMPORT_CASE_H
#define IMPORT_CASE_H

#include "import_file.h"
#include "tz.h"

/* What tells a tracking id that was made here. */
#define IMPORT_TRACKING "import-"

struct import_aim {
	const struct import_map *map;
	const struct tz *zone; /* of times without one */
	const char *source;    /* institution that the cases come from */
	int64_t now_ms;
};

/* Puts the document into ret_doc, which it clears first.  False with the
 * record's column and problem. */
bool import_case_put(const struct import_aim *aim, struct import_record *record,
    struct hub_buf *ret_doc);

#endif
