/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "fsck.h"

#include <linux/limits.h> /* not <limits.h>: ours hides it */
#include <stdarg.h>

#include "content.h"
#include "fsck_rules.h"
#include "ident.h"
#include "schema.h"

/* Content of one case after the other: its key is read once. */
struct opening {
	struct fsck *fsck;
	const struct content *content;
	struct db *db;
	int64_t case_id; /* of the key */
	uint8_t key[CONTENT_KEY_SIZE];
	enum db_code key_code;
	struct hub_buf plain;
	uint64_t said;
};

/* A rule's findings. */
struct finding {
	struct fsck *fsck;
	const struct fsck_rule *rule;
	uint64_t said;
};

static void say(struct fsck *fsck, uint64_t *said, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* Says one finding, and of many that there are more. */
static void
say(struct fsck *fsck, uint64_t *said, const char *fmt, ...)
{
	char text[512];
	va_list args;

	fsck->found++;
	if (++*said > FSCK_SAID + 1)
		return;
	if (*said == FSCK_SAID + 1) {
		fsck->say(fsck->ctx, "... and more of this kind");
		return;
	}
	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	fsck->say(fsck->ctx, text);
}

/* The rule's sentence with what the row says. */
static void
fill(struct hub_buf *out, const char *sentence, const struct db_row *row)
{
	char id[IDENT_TEXT_SIZE];

	for (; *sentence != '\0'; sentence++) {
		if (*sentence != '%') {
			hub_buf_char(out, *sentence);
			continue;
		}
		sentence++;
		ident_text(db_row_int(row, 0), id);
		if (*sentence == 'i')
			hub_buf_text(out, id);
		else
			hub_buf_fmt(out, "%lld",
			    (long long)db_row_int(row,
				*sentence == 'a' ? 1 : 2));
	}
}

/* db_row_fn: a row that breaks the rule. */
static bool
take_finding(void *ctx, const struct db_row *row)
{
	struct finding *finding = ctx;
	struct hub_buf text;

	hub_buf_init(&text, 400);
	fill(&text, finding->rule->sentence, row);
	say(finding->fsck, &finding->said, "%s", hub_buf_str(&text));
	hub_buf_release(&text);
	return true;
}

/* Every rule in turn. */
static enum db_code
check_rules(struct fsck *fsck, struct db *db)
{
	const struct fsck_rule *rules;
	enum db_code code = DB_OK;
	size_t count, i;

	rules = fsck_rules(&count);
	for (i = 0; i < count && code == DB_OK; i++) {
		struct finding finding = { fsck, &rules[i], 0 };

		code = db_get(db, &rules[i].query, DB_NO_ARGS, take_finding,
		    &finding);
		if (code == DB_NONE)
			code = DB_OK;
	}
	return code;
}

/* db_row_fn: opens one row; that of an erased case stays shut. */
static bool
take_content(void *ctx, const struct db_row *row)
{
	struct opening *o = ctx;
	int64_t id = db_row_int(row, 0), case_id = db_row_int(row, 1);
	char text[IDENT_TEXT_SIZE];
	const void *sealed;
	size_t len;

	if (o->case_id != case_id)
		o->key_code = content_key_get(o->content, o->db, case_id,
		    o->key);
	o->case_id = case_id;
	sealed = db_row_blob(row, 2, &len);
	if (o->key_code == DB_NONE)
		return true;
	if (o->key_code == DB_OK &&
	    content_unseal(o->key, id, sealed, len, &o->plain))
		return true;
	ident_text(id, text);
	say(o->fsck, &o->said, "content %s does not open under its case's key",
	    text);
	return o->key_code == DB_OK || o->key_code == DB_CORRUPT;
}

/* Opens every content row. */
static enum db_code
check_content(struct fsck *fsck, struct db *db, const struct content *content)
{
	static const struct db_query query = {
		"SELECT id, case_id, sealed FROM content ORDER BY id"
	};
	struct opening opening = { .fsck = fsck,
		.content = content,
		.db = db,
		.key_code = DB_NONE };
	enum db_code code;

	hub_buf_init(&opening.plain, (size_t)1 << 30);
	code = db_get(db, &query, DB_NO_ARGS, take_content, &opening);
	hub_buf_release(&opening.plain);
	return code == DB_NONE ? DB_OK : code;
}

/* Looks at everything within an open database. */
static enum hub_status
check_all(struct fsck *fsck, struct db *db, struct hub_error *err)
{
	struct content *content = NULL;
	struct hub_error why = { "" };
	enum hub_status status = HUB_OK;
	enum db_code code;
	uint64_t said = 0;

	if (db_check(db, &why) != DB_OK)
		say(fsck, &said, "%s", why.text);
	code = check_rules(fsck, db);
	if (code == DB_OK && fsck->key_file[0] != '\0') {
		status = content_open(fsck->key_file, &content, err);
		if (status == HUB_OK)
			code = check_content(fsck, db, content);
		content_free(content);
	}
	if (code == DB_OK)
		return status;
	/* A damaged page has been told of; what lies behind it is hidden. */
	if (code == DB_CORRUPT && fsck->found > 0)
		return HUB_OK;
	return hub_fail(err, HUB_FAULT, "database: %s", db_error(db));
}

/* Opens the database and looks. */
enum hub_status
fsck_run(struct fsck *fsck, struct hub_error *err)
{
	char path[PATH_MAX];
	struct db *db = NULL;
	enum hub_status status;

	fsck->found = 0;
	if (snprintf(path, sizeof(path), "%s/simpul.db", fsck->data_dir) >=
	    (int)sizeof(path))
		return hub_fail(err, HUB_MISCONFIGURED,
		    "the data directory's name is too long");
	if (db_open(path, DB_SCAN, &db, err) != DB_OK)
		return HUB_MISCONFIGURED;
	if (schema_check(db, err) == DB_OK && db_begin(db) == DB_OK)
		status = check_all(fsck, db, err);
	else
		status = HUB_MISCONFIGURED;
	db_rollback(db);
	db_close(db);
	return status;
}
