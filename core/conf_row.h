/* SPDX-License-Identifier: Apache-2.0 */
/*
 * conf_row.h - every setting of simpul.conf as one row of a table.
 *
 * The rows are what the parser accepts, how a value is read and checked, what
 * a reload compares, and what simpul.conf(5) must list; a setting stands
 * nowhere else.  A row's offset is typed by the compiler.
 */
#ifndef CONF_ROW_H
#define CONF_ROW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum conf_kind {
	CONF_TEXT,     /* const char *: one line */
	CONF_ID,       /* const char *: a-z, 0-9 and - */
	CONF_CHOICE,   /* const char *: one of the row's words */
	CONF_REGION,   /* const char *: "51.71" or "51*" */
	CONF_DATE,     /* const char *: 2026-12-31 */
	CONF_ZONE,     /* const char *: Asia/Makassar */
	CONF_MAIL,     /* const char *: name@host */
	CONF_HOST,     /* const char *: a host's name */
	CONF_SHA256,   /* const char *: 64 hex digits, colons dropped */
	CONF_LISTEN,   /* const char *: 127.0.0.1:8443 */
	CONF_URL,      /* const char *: https, or http on this machine */
	CONF_IMAP,     /* const char *: imaps://host, imap://host */
	CONF_SMTP,     /* const char *: smtps://host, smtp://host */
	CONF_PATH,     /* const char *: made absolute, not looked at */
	CONF_FILE,     /* const char *: a file that can be read, its path */
	CONF_PRIVATE,  /* const char *: the same, for our eyes only */
	CONF_SECRET,   /* const char *: the content of a private file */
	CONF_CERTS,    /* const char *: the certificates of a PEM file */
	CONF_KEY,      /* const char *: the private key of a PEM file */
	CONF_LIST,     /* const char *const *: of kind `each` */
	CONF_WORD,     /* unsigned or an enum: place among the row's words */
	CONF_FLAG,     /* bool */
	CONF_COUNT,    /* unsigned */
	CONF_SECONDS,  /* unsigned: a duration */
	CONF_DURATION, /* int64_t: a duration in milliseconds */
	CONF_SIZE,     /* size_t: "16M" */
};

struct conf_row {
	const char *group; /* block within the section, "" for none */
	const char *name;
	enum conf_kind kind, each;
	size_t offset;
	bool required;
	bool restart;	      /* a change waits for the next start */
	const char *fallback; /* as if written; NULL: not given */
	int64_t least, most;  /* of counts, sizes; milliseconds of durations */
	const char *const *words; /* NULL at the end */
};

/* The places of conf_sections. */
enum conf_section_place {
	SECTION_HUB,
	SECTION_INSTITUTION,
	SECTION_COORDINATOR,
	SECTION_ROUTE,
	SECTION_DEADLINE,
	SECTION_MAILBOX,
	SECTION_CALENDAR,
	SECTION_JURISDICTION,
	SECTION_ESCALATION,
};
#define CONF_SECTION_COUNT 9

struct conf_section {
	const char *name;
	bool titled;
	const char *free; /* block whose settings are a plugin's, or "" */
	size_t size;	  /* of the struct that the rows fill */
	size_t title;	  /* offset of its name */
	enum conf_kind title_kind;
	size_t where;		     /* offset of its place, 0 for none */
	const struct conf_row *rows; /* up to a NULL name */
};

/* clang-format off */
#define CONF_AT(ctype, type, field) \
	.offset = _Generic(((type *)0)->field, ctype : offsetof(type, field))
/* clang-format on */

extern const struct conf_row conf_hub_rows[];
extern const struct conf_row conf_institution_rows[];
extern const struct conf_row conf_coordinator_rows[];
extern const struct conf_row conf_route_rows[];
extern const struct conf_row conf_deadline_rows[];
extern const struct conf_row conf_mailbox_rows[];
extern const struct conf_row conf_calendar_rows[];
extern const struct conf_row conf_jurisdiction_rows[];
extern const struct conf_row conf_escalation_rows[];
/* Up to a NULL name. */
extern const struct conf_section conf_sections[];

/* NULL when there is none. */
const struct conf_section *conf_section_find(const char *name);
const struct conf_row *conf_row_find(const struct conf_section *section,
    const char *group, const char *name);
/* What a row's value looks like, as in "a duration such as 30s". */
const char *conf_kind_text(enum conf_kind kind);
/* Whether both structs hold the same there. */
bool conf_row_same(const struct conf_row *row, const void *a, const void *b);

#endif
