/* SPDX-License-Identifier: Apache-2.0 */
/*
 * uni_doc.h - a document of the standard as a list of records, the same for
 * JSON and XML: what the bytes are counts, not what they are called.
 *
 * A value may be a text, a number or a flag, absent, null or "": it reads as
 * its text, or "".  What is borrowed lives as long as the document.
 */
#ifndef UNI_DOC_H
#define UNI_DOC_H

#include "hub_json.h"
#include "hub_xml.h"

#define UNI_RECORDS 60000 /* of one document; the standard ends at 1000 */
#define UNI_NUMBER 64	  /* room for a number's text */
#define UNI_LINE 129	  /* room for an id or a word */

/* One request, update, error...; one of the two is there. */
struct uni_record {
	const struct hub_json *json;
	struct hub_xml *xml;
	const struct hub_xml_node *node;
};

struct uni_doc {
	struct hub_json *json;
	struct hub_xml *xml;
	struct hub_buf rows; /* of struct uni_record */
	size_t count;
};

/* A document that the caller frees, also after a failure. */
enum hub_status uni_doc_read(struct uni_doc *doc, const char *bytes, size_t len,
    struct hub_error *err);
void uni_doc_free(struct uni_doc *doc);
/* The record at an index below count. */
struct uni_record uni_doc_at(const struct uni_doc *doc, size_t index);

/* The value of a name as it came; num holds it where it is no text. */
const char *uni_record_text(const struct uni_record *r, const char *name,
    char num[UNI_NUMBER]);
/* A value that stands in a line, white space around it taken off; false, and
 * "" in buf, when it does not fit or breaks the line. */
bool uni_record_line(const struct uni_record *r, const char *name, char *buf,
    size_t size);
/* Adds a text of any length with LF line ends and nothing but printable
 * characters, tabs and newlines. */
void uni_record_prose(const struct uni_record *r, const char *name,
    struct hub_buf *out);
/* The value of an attribute, however the server says it; false when the
 * record names no such attribute. */
bool uni_record_attribute(const struct uni_record *r, const char *code,
    char *buf, size_t size);

/* Adds a text as uni_record_prose() does. */
void uni_prose(const char *text, struct hub_buf *out);
/* Copies a text as uni_record_line() does. */
bool uni_line(const char *text, char *buf, size_t size);

/* How many bytes from the start are at most so many and whole characters, as
 * "%.*s" takes them. */
int uni_head(const char *text, size_t max);

/* A number for a text, by which it is known again. */
uint64_t uni_sum(const char *text);

#endif
