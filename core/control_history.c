/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "control_history.h"

#include <stdio.h>
#include <string.h>

#include "api_json.h"
#include "api_title.h"
#include "audit_list.h"
#include "limits.h"

/* The entries of one case on their way into the answer. */
struct history {
	struct control_look *look;
	enum db_code code;
};

/* An institution by its id, with its name for people. */
static void
put_named(struct control_look *look, const char *key, const char *id)
{
	const struct conf_institution *inst = conf_find(look->conf, id);
	char name[32];

	if (id[0] == '\0')
		return;
	(void)snprintf(name, sizeof(name), "%s_name", key);
	hub_json_put_text(&look->out, key, id);
	hub_json_put_text(&look->out, name, inst == NULL ? id : inst->name);
}

/* Who did it; what nobody did, the hub did. */
static void
put_by(struct control_look *look, const char *id)
{
	if (id[0] == '\0')
		hub_json_put_text(&look->out, "by_name", look->conf->hub.name);
	else
		put_named(look, "by", id);
}

/* From whom the case went, and to whom. */
static void
put_holder(struct control_look *look, const struct hub_json *entry)
{
	const char *to = hub_json_text(entry, "data.holder.to");

	if (to[0] == '\0')
		return;
	hub_json_open(&look->out, "holder", '{');
	put_named(look, "from", hub_json_text(entry, "data.holder.from"));
	put_named(look, "to", to);
	hub_json_close(&look->out, '}');
}

/* The ground, by its code, and what a mail server's answer was. */
static void
put_reason(struct control_look *look, const struct hub_json *entry)
{
	const char *code = hub_json_text(entry, "data.reason");
	const int64_t smtp = hub_json_int(entry, "data.transport.smtp", 0);
	struct api_title title = api_title_ground(code,
	    hub_json_text(entry, "data.basis"));

	if (title.id[0] == '\0')
		return;
	hub_json_put_given(&look->out, "reason", code);
	api_put_title(&look->out, "reason_title", title);
	if (smtp != 0)
		hub_json_put_int(&look->out, "smtp", smtp);
}

/* Members of data under their own names. */
static const char *const shown[] = { "action", "outcome", "basis", "decision",
	"handoff", "parent", "kind", "route", "operator" };

/* One entry. */
static void
put_entry(struct control_look *look, const struct hub_json *entry)
{
	const char *type = hub_json_text(entry, "type");
	char path[32];

	hub_json_open(&look->out, NULL, '{');
	hub_json_put_text(&look->out, "at", hub_json_text(entry, "time"));
	hub_json_put_text(&look->out, "type", type);
	api_put_title(&look->out, "title",
	    api_title_fact(type, hub_json_text(entry, "data.action")));
	put_by(look, hub_json_text(entry, "data.initiator"));
	put_named(look, "about", hub_json_text(entry, "data.target"));
	for (size_t i = 0; i < sizeof(shown) / sizeof(shown[0]); i++) {
		(void)snprintf(path, sizeof(path), "data.%s", shown[i]);
		hub_json_put_given(&look->out, shown[i],
		    hub_json_text(entry, path));
	}
	put_reason(look, entry);
	put_holder(look, entry);
	hub_json_close(&look->out, '}');
}

/* db_row_fn: one entry of the log. */
static bool
take_entry(void *ctx, const struct db_row *row)
{
	struct history *h = ctx;
	struct hub_json *entry;
	size_t len;
	const char *body = db_row_blob(row, 1, &len);

	if (hub_json_read(body, len, &entry, NULL) != HUB_OK) {
		h->code = DB_CORRUPT;
		return false;
	}
	put_entry(h->look, entry);
	hub_json_free(entry);
	return true;
}

enum db_code
control_put_history(struct control_look *look, struct db *db, int64_t case_id)
{
	const struct audit_look entries = { case_id, 0, CONTROL_ROWS_MAX };
	struct history h = { look, DB_OK };
	enum db_code code;

	hub_json_open(&look->out, "history", '[');
	code = audit_of_case(db, &entries, take_entry, &h);
	hub_json_close(&look->out, ']');
	if (code == DB_NONE)
		code = DB_OK;
	return code == DB_OK ? h.code : code;
}
