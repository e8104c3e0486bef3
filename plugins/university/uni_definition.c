/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "uni_definition.h"

#include <string.h>
#include <strings.h>

#include "uni_word.h"

#define NAMES_MAX 1024u

/* What a definition requires. */
struct required {
	const struct university_conf *conf;
	uint64_t sum;	      /* of the codes, in any order */
	struct hub_buf names; /* of them, a blank before each */
	bool missing;	      /* one is nothing that the section gives */
};

/* Whether the hub says an attribute. */
static bool
is_given(const struct university_conf *conf, const char *code)
{
	char name[UNI_LINE], member[UNI_LINE];
	const char *list = conf->attributes;

	while (uni_word_pair(&list, name, member, sizeof(name))) {
		if (strcmp(name, code) == 0)
			return true;
	}
	return strcmp(conf->reference, code) == 0;
}

/* One attribute. */
static void
take(struct required *all, const struct uni_record *entry)
{
	char code[UNI_LINE], required[8];

	if (!uni_record_line(entry, "code", code, sizeof(code)) ||
	    code[0] == '\0' ||
	    !uni_record_line(entry, "required", required, sizeof(required)) ||
	    strcasecmp(required, "true") != 0)
		return;
	all->sum += uni_sum(code);
	all->missing = all->missing || !is_given(all->conf, code);
	if (all->names.len + strlen(code) < NAMES_MAX)
		hub_buf_fmt(&all->names, " %s", code);
}

/* Every attribute of a definition. */
static void
take_all(struct required *all, const struct uni_doc *doc)
{
	const struct hub_xml_node *node;
	struct uni_record r, entry;

	r = uni_doc_at(doc, 0);
	if (r.xml == NULL) {
		for (size_t i = 0; i < hub_json_count(r.json, "attributes");
		     i++) {
			entry = r;
			entry.json = hub_json_at(r.json, "attributes", i);
			take(all, &entry);
		}
		return;
	}
	node = hub_xml_find(r.node, "attributes");
	if (node == NULL)
		return;
	for (node = hub_xml_child(node); node != NULL;
	     node = hub_xml_next(node)) {
		entry = r;
		entry.node = node;
		take(all, &entry);
	}
}

/* The entry with what its definition requires now. */
static void
define(struct uni_entry *e, const struct required *all, struct hub_buf *notice)
{
	bool first = strcmp(e->required, UNI_SUM_NONE) == 0;
	char sum[UNI_SUM];

	uni_entry_sum(all->sum, sum);
	if (first && all->missing)
		uni_entry_tell(notice, e->code,
		    "requires attributes:", hub_buf_str(&all->names));
	else if (!first && strcmp(e->required, sum) != 0)
		uni_entry_tell(notice, e->code,
		    all->sum == 0 ? "requires no attributes any more"
				  : "now requires attributes:",
		    hub_buf_str(&all->names));
	memcpy(e->required, sum, sizeof(sum));
}

void
uni_definition_compare(const struct university_conf *conf, const char *list,
    const struct uni_doc *doc, struct hub_buf *out, struct hub_buf *notice)
{
	struct required all = { .conf = conf };
	struct uni_entry e;
	bool done = false;

	hub_buf_init(&all.names, NAMES_MAX + UNI_LINE);
	if (doc != NULL && doc->count == 0)
		doc = NULL;
	if (doc != NULL)
		take_all(&all, doc);
	while (uni_entry_next(&list, &e)) {
		if (e.asked && !done) {
			e.asked = false;
			done = true;
			if (doc != NULL)
				define(&e, &all, notice);
		}
		uni_entry_put(out, &e);
	}
	hub_buf_release(&all.names);
}
