/* SPDX-License-Identifier: Apache-2.0 */
/* What a changed mapping would have said of the last cases. */
#include "config.h"

#include <dirent.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "institutions.h"
#include "limits.h"
#include "link.h"
#include "simpulctl_ask.h"
#include "simpulctl_compare.h"
#include "simpulctl_conf.h"
#include "simpulctl_file.h"
#include "simpulctl_map.h"
#include "simpulctl_map_replay.h"

#define OPTIONS_MAX (PLUGIN_OPTIONS_MAX + 3)

/* One of the two mappings. */
struct side {
	struct hub_buf map, settings; /* settings empty: the section's */
	const char *names[OPTIONS_MAX], *texts[OPTIONS_MAX];
	struct trial *trial;
};

/* One run of the command. */
struct replay {
	struct ctl *ctl;
	struct conf *conf;
	const struct conf_institution *inst;
	struct side old, fresh;
	struct compare compare;
	struct replay_pair pair;
	size_t looked, news, unreadable;
};

/* Whether a name ends like that. */
static bool
ends_in(const char *name, const char *end)
{
	size_t len = strlen(name), more = strlen(end);

	return len > more && strcmp(name + len - more, end) == 0;
}

/* The one program of a folder; false after saying why not. */
static bool
find_program(struct ctl *ctl, const char *folder, char ret[PATH_MAX])
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	size_t found = 0;

	while (dir != NULL && (entry = readdir(dir)) != NULL)
		if (ends_in(entry->d_name, ".jq") && found++ == 0)
			(void)snprintf(ret, PATH_MAX, "%s/%s", folder,
			    entry->d_name);
	if (dir != NULL)
		(void)closedir(dir);
	if (found == 1)
		return true;
	(void)ctl_fail(ctl, "%s holds %zu files .jq, expected one", folder,
	    found);
	return false;
}

/* Reads a mapping: a folder with one program and perhaps settings.json, or the
 * program's file. */
static bool
read_side(struct ctl *ctl, const char *name, struct side *side)
{
	char program[PATH_MAX], settings[PATH_MAX];
	FILE *file;

	hub_buf_init(&side->map, CONF_OPTION_FILE_MAX);
	hub_buf_init(&side->settings, CONF_OPTION_FILE_MAX);
	if (ends_in(name, ".jq"))
		return ctl_file_read(ctl, name, &side->map);
	if (!find_program(ctl, name, program) ||
	    !ctl_file_read(ctl, program, &side->map))
		return false;
	(void)snprintf(settings, sizeof(settings), "%s/settings.json", name);
	file = fopen(settings, "rb");
	if (file == NULL)
		return true;
	(void)fclose(file);
	return ctl_file_read(ctl, settings, &side->settings);
}

/* The text of an institution's option, "" when it is not given. */
static const char *
option_of(const struct conf_institution *inst, const char *name)
{
	for (size_t i = 0; inst->option_names[i] != NULL; i++)
		if (strcmp(inst->option_names[i], name) == 0)
			return inst->option_texts[i];
	return "";
}

/* The institution that is meant: named, or the one that has the old map. */
static const struct conf_institution *
find_institution(struct replay *r, const char *name)
{
	const struct conf_institution *found = NULL;
	size_t count = 0;

	if (name[0] != '\0')
		return ctl_map_institution(r->ctl, r->conf, name);
	for (size_t i = 0; i < r->conf->institution_count; i++) {
		const struct conf_institution *at = &r->conf->institutions[i];

		if (strcmp(option_of(at, "map"), hub_buf_str(&r->old.map)) != 0)
			continue;
		found = at;
		count++;
	}
	if (count == 1)
		return found;
	(void)ctl_fail(r->ctl,
	    "%zu institutions have the old mapping; name one with "
	    "--institution",
	    count);
	return NULL;
}

/* A worker with the section's options, but for the mapping. */
static bool
begin_side(struct replay *r, struct side *side)
{
	struct worker_plan plan = link_plan(r->inst);
	struct hub_error err = { "" };
	size_t count = 0;

	for (size_t i = 0; r->inst->option_names[i] != NULL; i++) {
		const char *name = r->inst->option_names[i];

		if (strcmp(name, "map") == 0 ||
		    (strcmp(name, "settings") == 0 && side->settings.len > 0))
			continue;
		side->names[count] = name;
		side->texts[count++] = r->inst->option_texts[i];
	}
	side->names[count] = "map";
	side->texts[count++] = hub_buf_str(&side->map);
	if (side->settings.len > 0) {
		side->names[count] = "settings";
		side->texts[count++] = hub_buf_str(&side->settings);
	}
	plan.option_names = side->names;
	plan.option_texts = side->texts;
	if (trial_new(r->conf->hub.worker_program, &plan, &side->trial, &err) ==
	    HUB_OK)
		return true;
	(void)ctl_fail(r->ctl, "%s", err.text);
	return false;
}

/* Forgets a mapping. */
static void
end_side(struct side *side)
{
	trial_free(side->trial);
	hub_buf_release(&side->map);
	hub_buf_release(&side->settings);
}

/* Each delivery, step by step. */
static void
replay_all(struct replay *r, const struct parcel *p)
{
	for (; p != NULL; p = p->next) {
		if (p->unreadable != NULL) {
			r->unreadable++;
			continue;
		}
		r->looked++;
		replay_delivery(&r->pair, p);
	}
}

/* The last of their news that are kept. */
static enum db_code
replay_heard(struct replay *r, size_t most)
{
	const struct reader_room *room = r->pair.room;
	int64_t *ids = calloc(most, sizeof(*ids));
	struct heard heard;
	size_t count = 0;
	enum db_code code = DB_FAILED;

	if (ids != NULL)
		code = heard_last(room->db, r->inst->key, most, ids, &count);
	for (size_t i = 0; i < count && code == DB_OK; i++) {
		heard_init(&heard);
		if (heard_get(room->db, room->content, ids[i], &heard) ==
		    DB_OK) {
			r->news++;
			replay_news(&r->pair, &heard);
		} else {
			r->unreadable++;
		}
		heard_release(&heard);
	}
	free(ids);
	return code;
}

/* db_row_fn: an institution's number for its section. */
static bool
take_key(void *ctx, const struct db_row *row)
{
	struct conf *conf = ctx;

	for (size_t i = 0; i < conf->institution_count; i++)
		if (strcmp(conf->institutions[i].id, db_row_text(row, 1)) == 0)
			conf->institutions[i].key = db_row_int(row, 0);
	return true;
}

/* The last deliveries and news out of the open database, through both
 * mappings. */
static enum db_code
replay_db(struct replay *r, struct db *db, const struct content *content,
    int64_t last)
{
	const struct reader_room room = { db, content };
	struct parcel_load load;
	struct parcel *p;
	enum db_code code = institutions_each(db, take_key, r->conf);

	if (code != DB_OK)
		return code;
	r->pair.room = &room;
	parcel_load_init(&load);
	load.conf = r->conf;
	load.institution = r->inst->key;
	load.now_ms = clock_now_ms(clock_system());
	load.limit = last;
	code = parcel_last(&load, &room);
	if (code == DB_OK)
		replay_all(r, load.first);
	while ((p = load.first) != NULL) {
		load.first = p->next;
		parcel_free(p);
	}
	return code == DB_OK ? replay_heard(r, (size_t)last) : code;
}

/* The hub's data, whether it runs or not. */
static bool
replay_data(struct replay *r, int64_t last)
{
	struct content *content = NULL;
	struct hub_error err = { "" };
	struct db *db = NULL;
	char path[PATH_MAX];
	enum db_code code = DB_FAILED;

	(void)snprintf(path, sizeof(path), "%s/simpul.db",
	    r->conf->hub.data_dir);
	if (db_open(path, DB_SCAN, &db, &err) == DB_OK &&
	    content_open(r->conf->hub.key_file, &content, &err) == HUB_OK) {
		code = replay_db(r, db, content, last);
		if (code != DB_OK)
			(void)hub_fail(&err, HUB_FAULT, "database: %s",
			    db_error(db));
	}
	content_free(content);
	if (db != NULL)
		db_close(db);
	if (code != DB_OK)
		(void)ctl_fail(r->ctl, "%s", err.text);
	return code == DB_OK;
}

/* How much of each there was. */
static void
print_sums(const struct replay *r)
{
	size_t unknown = json_array_size(r->pair.unknown);
	size_t found = json_array_size(r->pair.found);

	(void)fprintf(r->ctl->out,
	    "%zu pesan dilihat (%zu langkah, %zu tak diketahui), %zu kabar, "
	    "%zu perbedaan, %zu tak terbaca.\n"
	    "%zu %s looked at (%zu %s, %zu unknown), %zu %s of news, %zu %s, "
	    "%zu unreadable.\n",
	    r->looked, r->pair.steps, unknown, r->news, found, r->unreadable,
	    r->looked, ctl_plural(r->looked, "message", "messages"),
	    r->pair.steps, ctl_plural(r->pair.steps, "step", "steps"), unknown,
	    r->news, ctl_plural(r->news, "piece", "pieces"), found,
	    ctl_plural(found, "difference", "differences"), r->unreadable);
}

/* What differs and what is not known, for people. */
static void
print(const struct replay *r)
{
	json_t *one;
	size_t i;

	json_array_foreach(r->pair.found, i, one)
	{
		(void)fprintf(r->ctl->out, "%s %s %lld %s: %s -> %s\n",
		    ctl_text(one, "case"), ctl_text(one, "says"),
		    (long long)ctl_int(one, "step"), ctl_text(one, "path"),
		    ctl_text(one, "old"), ctl_text(one, "new"));
	}
	json_array_foreach(r->pair.unknown, i, one)
	{
		(void)fprintf(r->ctl->out,
		    "%s %s %lld: ? (jawaban sebelumnya tidak tersimpan / the "
		    "answer before it is not kept)\n",
		    ctl_text(one, "case"), ctl_text(one, "says"),
		    (long long)ctl_int(one, "step"));
	}
	print_sums(r);
}

/* What differs; the exit status. */
static int
tell(struct replay *r)
{
	const struct replay_pair *pair = &r->pair;
	bool same = json_array_size(pair->found) == 0;
	json_t *doc;

	if (!r->ctl->json) {
		print(r);
		return same ? CTL_GOOD : CTL_BAD;
	}
	doc = json_pack("{s:b,s:s,s:I,s:I,s:I,s:I,s:I,s:O,s:O}", "good", same,
	    "institution", r->inst->id, "looked", (json_int_t)r->looked,
	    "steps", (json_int_t)pair->steps, "answers",
	    (json_int_t)pair->answers, "news", (json_int_t)r->news,
	    "unreadable", (json_int_t)r->unreadable, "unknown", pair->unknown,
	    "differences", pair->found);
	ctl_print_json(r->ctl, doc);
	json_decref(doc);
	return same ? CTL_GOOD : CTL_BAD;
}

/* Both mappings are read: the rest. */
static int
replay(struct replay *r, const char *institution, int64_t last)
{
	int status = CTL_FAILED;

	r->conf = ctl_conf(r->ctl);
	if (r->conf == NULL)
		return CTL_FAILED;
	r->inst = find_institution(r, institution);
	if (r->inst != NULL && begin_side(r, &r->old) &&
	    begin_side(r, &r->fresh)) {
		r->compare.own[0] = hub_buf_str(&r->old.map);
		r->compare.own[1] = hub_buf_str(&r->fresh.map);
		r->compare.own[2] = r->old.settings.len > 0
		    ? hub_buf_str(&r->old.settings)
		    : option_of(r->inst, "settings");
		r->compare.own[3] = hub_buf_str(&r->fresh.settings);
		hub_buf_init(&r->compare.path, CONF_TEXT_MAX);
		r->pair = (struct replay_pair){ .old = r->old.trial,
			.fresh = r->fresh.trial,
			.compare = &r->compare,
			.found = json_array(),
			.unknown = json_array() };
		if (replay_data(r, last))
			status = tell(r);
		json_decref(r->pair.found);
		json_decref(r->pair.unknown);
		hub_buf_release(&r->compare.path);
	}
	conf_release(r->conf);
	return status;
}

int
ctl_map_diff(struct ctl *ctl)
{
	const char *institution = ctl_value(ctl, "--institution", "");
	struct replay r = { .ctl = ctl };
	int64_t last;
	int status = CTL_FAILED;

	if (!ctl_number(ctl, "--last", MAP_REPLAY_LAST, &last))
		return CTL_FAILED;
	if (last < 1 || last > MAP_REPLAY_MAX)
		return ctl_fail(ctl, "--last is %lld; expected 1 to %d",
		    (long long)last, MAP_REPLAY_MAX);
	if (institution == NULL || !ctl_arguments(ctl, 2, 2))
		return CTL_FAILED;
	if (read_side(ctl, ctl->argv[0], &r.old) &&
	    read_side(ctl, ctl->argv[1], &r.fresh))
		status = replay(&r, institution, last);
	end_side(&r.old);
	end_side(&r.fresh);
	return status;
}
