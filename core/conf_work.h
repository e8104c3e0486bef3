/* SPDX-License-Identifier: Apache-2.0 */
/*
 * conf_work.h - a configuration while it is being read: the conf so far, and
 * beside each of its structs the section that it came from.
 *
 * Checks look at the whole; each tells what it finds at the line of the
 * setting and leaves the conf as it is, but for what it is there to derive.
 */
#ifndef CONF_WORK_H
#define CONF_WORK_H

#include "conf_parse.h"

struct conf_work {
	struct conf_reading reading;
	struct conf *conf;
	/* By enum conf_section_place; institutions, mailboxes and calendars in
	 * order of their names, like their structs in the conf. */
	struct conf_draft **drafts[CONF_SECTION_COUNT];
	size_t counts[CONF_SECTION_COUNT];
};

/* Fills the conf's structs from the sections, in whatever order. */
void conf_fill(struct conf_work *work, struct conf_draft *drafts);

/* Where a setting of a section stands, or the section if it is not given. */
struct conf_site conf_draft_site(const struct conf_draft *draft,
    const char *group, const char *name);
/* Whether it is given. */
bool conf_draft_has(const struct conf_draft *draft, const char *group,
    const char *name);
/* Whether any setting of that block is given. */
bool conf_draft_has_group(const struct conf_draft *draft, const char *group);

/* Names stand once; those referred to exist; no circle. */
void conf_check_names(struct conf_work *work);
/* Chains of superiors and of successors end somewhere. */
void conf_check_circles(struct conf_work *work);
/* One hub, and where it listens. */
void conf_check_hub(struct conf_work *work);
/* Credentials have what their kind needs. */
void conf_check_auth(struct conf_work *work);
/* Addresses that can bear a token, folders that can be said. */
void conf_check_mailboxes(struct conf_work *work);
/* Keys and certificates fit; how messages are sealed is put together. */
void conf_check_seals(struct conf_work *work);
/* Nothing is wrong with them: lists when the certificates end. */
void conf_check_expiry(struct conf_work *work);
/* What the settings of an institution say together; those not given are
 * taken from the hub. */
void conf_check_institutions(struct conf_work *work);
/* Calendars are read; hub, jurisdictions and institutions get the places of
 * their clocks. */
void conf_check_calendars(struct conf_work *work);
/* Names of regions are read. */
void conf_check_regions(struct conf_work *work);
/* Clocks have known names, and each has a limit. */
void conf_check_deadlines(struct conf_work *work);
/* Rules are called what a choice without a rule is not; categories are
 * branches of a tree. */
void conf_check_routes(struct conf_work *work);
/* Plugins are there, and take their options. */
void conf_check_options(struct conf_work *work);

#endif
