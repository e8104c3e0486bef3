/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "conf.h"
#include "conf_row.h"

#define S struct conf
const struct conf_row conf_coordinator_rows[] = {
	{ "", "institution", CONF_ID, CONF_AT(const char *, S, coordinator),
	    .required = true },
	{ "", "deputies", CONF_LIST, CONF_ID,
	    CONF_AT(const char *const *, S, deputies) },
	{ "", "above", CONF_ID, CONF_AT(const char *, S, above) },
	{ .name = NULL },
};
#undef S

static const char *const class_words[] = { "information_request", "complaint",
	"supervisory", "aspiration", NULL };

/* Kinds of handoff that a rule makes beside the one that carries a case. */
static const char *const as_words[] = { "copy", "escalate", NULL };

#define S struct conf_route
const struct conf_row conf_route_rows[] = {
	{ "", "kind", CONF_LIST, CONF_CHOICE,
	    CONF_AT(const char *const *, S, kind), .words = class_words },
	{ "", "category", CONF_LIST, CONF_TEXT,
	    CONF_AT(const char *const *, S, category) },
	{ "", "region", CONF_LIST, CONF_REGION,
	    CONF_AT(const char *const *, S, region) },
	{ "", "source", CONF_LIST, CONF_ID,
	    CONF_AT(const char *const *, S, source) },
	{ "", "priority_program", CONF_LIST, CONF_TEXT,
	    CONF_AT(const char *const *, S, priority_program) },
	{ "", "to", CONF_ID, CONF_AT(const char *, S, to), .required = true },
	{ "", "as", CONF_CHOICE, CONF_AT(const char *, S, as),
	    .words = as_words },
	{ .name = NULL },
};
#undef S

#define S struct conf_deadline
const struct conf_row conf_deadline_rows[] = {
	{ "", "days", CONF_COUNT, CONF_AT(unsigned, S, days), .fallback = "0",
	    .most = 366 },
	{ "", "hours", CONF_COUNT, CONF_AT(unsigned, S, hours), .fallback = "0",
	    .most = 8784 },
	{ "", "since", CONF_DATE, CONF_AT(const char *, S, since),
	    .required = true },
	{ .name = NULL },
};
#undef S

#define S struct conf_escalation
const struct conf_row conf_escalation_rows[] = {
	{ "", "class", CONF_LIST, CONF_CHOICE,
	    CONF_AT(const char *const *, S, classes), .words = class_words },
	{ "", "after", CONF_COUNT, CONF_AT(unsigned, S, after), .fallback = "0",
	    .most = 366 },
	{ "", "to", CONF_ID, CONF_AT(const char *, S, to), .required = true },
	{ .name = NULL },
};
#undef S

#define S struct conf_mailbox
const struct conf_row conf_mailbox_rows[] = {
	{ "", "address", CONF_MAIL, CONF_AT(const char *, S, address),
	    .required = true },
	{ "", "imap", CONF_IMAP, CONF_AT(const char *, S, imap_url),
	    .required = true },
	{ "", "smtp", CONF_SMTP, CONF_AT(const char *, S, smtp_url),
	    .required = true },
	{ "", "user", CONF_TEXT, CONF_AT(const char *, S, user),
	    .required = true },
	{ "", "password_file", CONF_SECRET, CONF_AT(const char *, S, password),
	    .required = true },
	{ "", "ca", CONF_FILE, CONF_AT(const char *, S, ca) },
	{ "", "folder", CONF_TEXT, CONF_AT(const char *, S, folder),
	    .fallback = "INBOX" },
	{ "", "folder_done", CONF_TEXT, CONF_AT(const char *, S, folder_done) },
	{ "", "authserv", CONF_TEXT, CONF_AT(const char *, S, authserv) },
	{ "", "poll", CONF_DURATION, CONF_AT(int64_t, S, poll_ms),
	    .fallback = "60s", .least = 1000, .most = 86400000 },
	{ .name = NULL },
};
#undef S

#define S struct conf_calendar
const struct conf_row conf_calendar_rows[] = {
	{ "", "file", CONF_FILE, CONF_AT(const char *, S, file),
	    .required = true },
	{ "", "weekend", CONF_LIST, CONF_CHOICE,
	    CONF_AT(const char *const *, S, weekend),
	    .words = calendar_weekday_words },
	{ "", "layers", CONF_LIST, CONF_CHOICE,
	    CONF_AT(const char *const *, S, layers),
	    .words = calendar_layer_words },
	{ .name = NULL },
};
#undef S

#define S struct conf_jurisdiction
const struct conf_row conf_jurisdiction_rows[] = {
	{ "", "region", CONF_LIST, CONF_REGION,
	    CONF_AT(const char *const *, S, region) },
	{ "", "timezone", CONF_ZONE, CONF_AT(const char *, S, timezone) },
	{ "", "calendar", CONF_ID, CONF_AT(const char *, S, calendar) },
	{ .name = NULL },
};
#undef S

/* clang-format off */
#define TITLED(type, field, kind) \
	.titled = true, .title = offsetof(type, field), .title_kind = kind, \
	.where = offsetof(type, where), .size = sizeof(type)
/* clang-format on */

const struct conf_section conf_sections[] = {
	[SECTION_HUB] = { "hub", .size = sizeof(struct conf_hub),
	    .where = offsetof(struct conf_hub, where), .free = "",
	    .rows = conf_hub_rows },
	[SECTION_INSTITUTION] = { "institution",
	    TITLED(struct conf_institution, id, CONF_ID), .free = "options",
	    .rows = conf_institution_rows },
	[SECTION_COORDINATOR] = { "coordinator", .size = sizeof(struct conf),
	    .free = "", .rows = conf_coordinator_rows },
	[SECTION_ROUTE] = { "route", TITLED(struct conf_route, name, CONF_ID),
	    .free = "", .rows = conf_route_rows },
	[SECTION_DEADLINE] = { "deadline",
	    TITLED(struct conf_deadline, name, CONF_TEXT), .free = "",
	    .rows = conf_deadline_rows },
	[SECTION_MAILBOX] = { "mailbox",
	    TITLED(struct conf_mailbox, name, CONF_ID), .free = "",
	    .rows = conf_mailbox_rows },
	[SECTION_CALENDAR] = { "calendar",
	    TITLED(struct conf_calendar, name, CONF_ID), .free = "",
	    .rows = conf_calendar_rows },
	[SECTION_JURISDICTION] = { "jurisdiction",
	    TITLED(struct conf_jurisdiction, name, CONF_ID), .free = "",
	    .rows = conf_jurisdiction_rows },
	[SECTION_ESCALATION] = { "escalation",
	    TITLED(struct conf_escalation, name, CONF_ID), .free = "",
	    .rows = conf_escalation_rows },
	[CONF_SECTION_COUNT] = { .name = NULL },
};
