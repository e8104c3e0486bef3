/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "uni_catalogue.h"

#include <string.h>
#include <strings.h>

#include "hub_time.h"
#include "uni_definition.h"

#define LIST_MAX (HUB_CARRY_MAX - 2 * HUB_TIME_SIZE)
#define NOTICE_MAX 8192u
#define LINE_HEAD 15 /* bytes of a line but the code */

/* A list being compared. */
struct comparing {
	const struct university_conf *conf;
	const char *list; /* as it was */
	const struct uni_doc *doc;
	bool ours; /* only those of the table */
	struct hub_buf out, notice;
};

/* Whether the section sends cases to a service. */
static bool
is_ours(const struct university_conf *conf, const char *code)
{
	struct uni_service room;

	return uni_service_find(conf->services, code, &room) ||
	    strcmp(conf->service, code) == 0;
}

/* The code of a record, false for none. */
static bool
code_of(const struct comparing *c, size_t index, struct uni_record *ret_record,
    char code[UNI_LINE])
{
	*ret_record = uni_doc_at(c->doc, index);
	return uni_record_line(ret_record, "service_code", code, UNI_LINE) &&
	    code[0] != '\0';
}

/* Whether all of a list fits into a cursor. */
static bool
fits(const struct comparing *c)
{
	size_t len = strlen(c->list);
	char code[UNI_LINE];
	struct uni_record r;

	for (size_t i = 0; i < c->doc->count && len <= LIST_MAX; i++) {
		struct uni_entry known;

		if (code_of(c, i, &r, code) &&
		    !uni_entry_find(c->list, code, &known))
			len += LINE_HEAD + strlen(code);
	}
	return len <= LIST_MAX;
}

/* One service that their list has. */
static void
compare_one(struct comparing *c, const struct uni_record *r, const char *code)
{
	char name[UNI_SERVICE_TEXT], metadata[8], sum[UNI_SUM];
	struct uni_entry e;
	bool known = uni_entry_find(c->list, code, &e);

	(void)uni_record_line(r, "service_name", name, sizeof(name));
	(void)uni_record_line(r, "metadata", metadata, sizeof(metadata));
	uni_entry_sum(uni_sum(name), sum);
	if (known && strcmp(e.name, UNI_SUM_GONE) == 0)
		uni_entry_tell(&c->notice, code, "is there again: ", name);
	else if (known && strcmp(e.name, sum) != 0)
		uni_entry_tell(&c->notice, code, "is now called: ", name);
	else if (!known && c->list[0] != '\0')
		uni_entry_tell(&c->notice, code, "is new: ", name);
	memcpy(e.name, sum, sizeof(sum));
	e.asked = strcasecmp(metadata, "true") == 0 && is_ours(c->conf, code);
	uni_entry_put(&c->out, &e);
}

/* One service that their list does not have; said once. */
static void
miss_one(struct comparing *c, struct uni_entry *e)
{
	struct uni_entry there;

	if (uni_entry_find(hub_buf_str(&c->out), e->code, &there) ||
	    (c->ours && !is_ours(c->conf, e->code)))
		return;
	if (strcmp(e->name, UNI_SUM_GONE) != 0)
		uni_entry_tell(&c->notice, e->code,
		    is_ours(c->conf, e->code)
			? "is not in their list; cases go there all the same"
			: "is gone",
		    "");
	memcpy(e->name, UNI_SUM_GONE, UNI_SUM);
	e->asked = false;
	uni_entry_put(&c->out, e);
}

/* Every service that is there, was there or ought to be. */
static void
compare_all(struct comparing *c)
{
	const char *at = c->list, *table = c->conf->services;
	struct uni_entry e;
	struct uni_service s;
	struct uni_record r;
	char code[UNI_LINE];

	for (size_t i = 0; i < c->doc->count; i++) {
		if (code_of(c, i, &r, code) &&
		    (!c->ours || is_ours(c->conf, code)) &&
		    !uni_entry_find(hub_buf_str(&c->out), code, &e))
			compare_one(c, &r, code);
	}
	while (uni_entry_next(&at, &e))
		miss_one(c, &e);
	while (uni_service_next(&table, &s)) {
		if (!uni_entry_find(c->list, s.code, &e))
			miss_one(c, &e);
	}
}

/* Compares a list with the one kept.  One that does not read, or is empty,
 * changes nothing. */
static void
compare(struct comparing *c)
{
	struct uni_record r;
	char code[UNI_LINE];
	bool any = false;

	for (size_t i = 0; c->doc != NULL && i < c->doc->count; i++)
		any = any || code_of(c, i, &r, code);
	if (any) {
		c->ours = !fits(c);
		compare_all(c);
	} else {
		hub_buf_text(&c->notice,
		    c->doc == NULL ? "services: their list does not read\n"
				   : "services: their list is empty\n");
	}
	if (any && hub_buf_ok(&c->out))
		return;
	if (any)
		hub_buf_text(&c->notice,
		    "services: more than can be compared\n");
	hub_buf_clear(&c->out);
	hub_buf_text(&c->out, c->list);
}

bool
uni_catalogue_next(const char *list, char code[UNI_LINE])
{
	struct uni_entry e;

	while (uni_entry_next(&list, &e)) {
		if (!e.asked)
			continue;
		memcpy(code, e.code, UNI_LINE);
		return true;
	}
	return false;
}

/* The end of the poll, or the next definition. */
static void
emit(struct comparing *c, const struct uni_cursor *was, const struct hub_at *at,
    struct hub_events *events)
{
	struct uni_cursor now = { was->news, at->now, hub_buf_str(&c->out), 0 };
	char code[UNI_LINE];

	uni_cursor_emit(&now, uni_catalogue_next(now.list, code),
	    hub_buf_str(&c->notice), events);
}

void
uni_catalogue_conclude(const struct university_conf *conf,
    const struct uni_doc *doc, const struct hub_at *at,
    struct hub_events *events)
{
	struct comparing c = { .conf = conf, .doc = doc };
	struct uni_cursor was;

	if (!uni_cursor_read(at->carry, &was))
		was = (struct uni_cursor){ .news = at->now, .list = "" };
	c.list = was.list;
	hub_buf_init(&c.out, LIST_MAX);
	hub_buf_init(&c.notice, NOTICE_MAX);
	if (at->step == 1)
		compare(&c);
	else
		uni_definition_compare(conf, c.list, doc, &c.out, &c.notice);
	emit(&c, &was, at, events);
	hub_buf_release(&c.out);
	hub_buf_release(&c.notice);
}
