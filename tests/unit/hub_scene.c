/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "hub_scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "calendar_2026.h"
#include "hub_time.h"
#include "schema.h"

#define NOW INT64_C(1770019200123) /* 2026-02-02T08:00:00.123Z */

static const char *const none[] = { NULL };
static const char *const electricity[] = { "electricity", NULL };
static const char *const priority[] = { "?*", NULL };
static const char *const names[] = { "name", NULL };

static struct conf_route routes[] = {
	{ .name = "priority", .priority_program = priority, .to = "ksp" },
	{ .name = "electricity", .category = electricity, .to = "pln" },
};
static struct conf_deadline deadlines[] = {
	{ .name = "above", .days = 5, .since = "2018-01-01" },
	{ .name = "accept", .days = 3, .since = "2018-01-01" },
	{ .name = "arbitrate", .days = 3, .since = "2018-01-01" },
	{ .name = "aspiration", .days = 5, .since = "2018-01-01" },
	{ .name = "complaint", .days = 14, .since = "2018-01-01" },
	{ .name = "deemed", .days = 2, .since = "2018-01-01" },
	{ .name = "first_follow_up", .days = 5, .since = "2018-01-01" },
	{ .name = "information_request", .days = 5, .since = "2018-01-01" },
	{ .name = "objection", .hours = 2160, .since = "2018-01-01" },
	{ .name = "reply_window", .days = 10, .since = "2018-01-01" },
	{ .name = "supervisory", .days = 60, .since = "2018-01-01" },
	{ .name = "urgent", .hours = 24, .since = "2018-01-01" },
	{ .name = "verify", .days = 3, .since = "2018-01-01" },
};

/* One institution of the scene. */
static struct conf_institution
institution(const char *id, int64_t key, const char *plugin)
{
	return (struct conf_institution){
		.id = id,
		.name = id,
		.plugin = plugin,
		.url = "https://localhost",
		.address = "",
		.was = "",
		.successor = "",
		.superior = "",
		.second_contact = "",
		.relay = "",
		.mailbox = "",
		.region = "",
		.agreement_number = "1/2026",
		.agreement_until = "2026-02-02",
		.disclose = names,
		.media_hosts = none,
		.concurrency = 4,
		.failures = 3,
		.deadline_ms = INT64_C(432000000),
		.plugin_version = "1",
		.settings_sha256 = "",
		.map_sha256 = "",
		.source = true,
		.holds = key != LAPOR,
		.key = key,
	};
}

/* calendar_complaint_fn: the days are good. */
static void
hear(void *ctx, unsigned line, const char *sentence)
{
	(void)ctx;
	fail_msg("line %u: %s", line, sentence);
}

/* Where everybody's clocks hang. */
static void
make_places(struct hub_scene *s)
{
	struct workday_place place = { .calendar = {
					   .layers = 1u << CALENDAR_NATIONAL |
					       1u << CALENDAR_JOINT_LEAVE,
					   .weekend = 1u << CALENDAR_SATURDAY |
					       1u << CALENDAR_SUNDAY,
				       } };

	arena_init(&s->arena, 1 << 20);
	place.calendar.days = calendar_read(&s->arena, calendar_2026,
	    sizeof(calendar_2026) - 1, hear, NULL);
	s->wib = tz_open("Asia/Jakarta");
	s->wita = tz_open("Asia/Makassar");
	assert_non_null(s->wib);
	assert_non_null(s->wita);
	for (size_t i = 0; i < SCENE_INSTITUTIONS; i++) {
		place.zone = s->inst[i].key == PLN ||
			s->inst[i].key == INSPEKTORAT
		    ? s->wita
		    : s->wib;
		s->inst[i].place = place;
	}
	place.zone = s->wita;
	s->conf.hub.place = place;
}

/* Institutions, coordinator and rules. */
static void
make_conf(struct hub_scene *s)
{
	/* In the order of their ids, as conf_find wants them. */
	s->inst[0] = institution("inspektorat", INSPEKTORAT, "none");
	s->inst[1] = institution("ksp", KSP, "ksp");
	s->inst[2] = institution("lapor", LAPOR, "none");
	s->inst[3] = institution("ombudsman", OMBUDSMAN, "ksp");
	s->inst[4] = institution("pln", PLN, "ksp");
	s->conf.institutions = s->inst;
	s->conf.institution_count = SCENE_INSTITUTIONS;
	s->conf.coordinator = "inspektorat";
	s->conf.deputies = none;
	s->conf.above = "";
	s->conf.routes = routes;
	s->conf.route_count = sizeof(routes) / sizeof(routes[0]);
	for (size_t i = 0; i < s->conf.route_count; i++) {
		struct conf_route *r = &routes[i];

		r->kind = r->region = r->source = none;
		if (r->category == NULL)
			r->category = none;
		if (r->priority_program == NULL)
			r->priority_program = none;
	}
	s->conf.deadlines = deadlines;
	s->conf.deadline_count = sizeof(deadlines) / sizeof(deadlines[0]);
	s->conf.rules_sha256 = s->conf.warning = "";
	s->conf.references = 1000; /* never the last one: it is not conf's */
}

/* The clock of the scene stands still but for the test. */
static int64_t
scene_now_ms(void *ctx)
{
	const struct ledger_room *room = ctx;

	return room->now_ms;
}

/* cmocka setup: a new database with its log. */
int
hub_scene_setup(void **state)
{
	struct hub_scene *s = calloc(1, sizeof(*s));
	void *scratch = NULL;
	const char *key_file;

	if (s == NULL || scratch_setup(&scratch) != 0)
		return -1;
	s->scratch = scratch;
	s->clock = *clock_system();
	s->clock.now_ms = scene_now_ms;
	s->clock.ctx = &s->room;
	s->room.clock = &s->clock;
	s->room.now_ms = NOW;
	s->room.boot = 1;
	ident_init(&s->room.ident, s->room.clock, 1);
	key_file = scratch_path(s->scratch, "key");
	assert_int_equal(content_keygen(key_file, s->room.clock, NULL), HUB_OK);
	assert_int_equal(content_open(key_file, &s->content, NULL), HUB_OK);
	s->room.content = s->content;
	assert_int_equal(db_open(scratch_path(s->scratch, "simpul.db"),
			     DB_CREATE, &s->room.db, NULL),
	    DB_OK);
	assert_int_equal(schema_open(s->room.db, NULL), DB_OK);
	assert_int_equal(audit_open(s->room.db, s->room.clock, "urn:test",
			     "node-1", &s->room.audit),
	    DB_OK);
	assert_int_equal(seen_open(s->room.db, NOW, &s->room.seen), DB_OK);
	make_conf(s);
	make_places(s);
	apply_init(&s->apply);
	*state = s;
	return 0;
}

/* cmocka teardown. */
int
hub_scene_teardown(void **state)
{
	struct hub_scene *s = *state;
	void *scratch = s->scratch;

	apply_release(&s->apply);
	audit_free(s->room.audit);
	seen_free(s->room.seen);
	db_close(s->room.db);
	content_free(s->content);
	tz_free(s->wib);
	tz_free(s->wita);
	arena_release(&s->arena);
	free(s);
	return scratch_teardown(&scratch);
}

void
hub_scene_run(struct hub_scene *s, struct ledger_job *job)
{
	uint64_t before;
	enum db_code code;

	assert_int_equal(db_begin(s->room.db), DB_OK);
	before = db_statements(s->room.db);
	code = job->run(job, &s->room);
	s->statements += db_statements(s->room.db) - before;
	if (code != DB_OK)
		print_error("%s: %s\n", db_code_name(code),
		    db_error(s->room.db));
	assert_int_equal(code, DB_OK);
	assert_int_equal(audit_before_commit(s->room.audit, s->room.db), DB_OK);
	assert_int_equal(db_commit(s->room.db), DB_OK);
	audit_committed(s->room.audit);
	seen_committed(s->room.seen);
	job->code = code;
}

const struct hub_result *
hub_scene_say(struct hub_scene *s, int64_t who, const struct hub_event *event)
{
	apply_release(&s->apply);
	apply_init(&s->apply);
	s->apply.conf = &s->conf;
	s->apply.actor.institution = who;
	s->apply.actor.coordinator = who == INSPEKTORAT;
	s->apply.events = event;
	s->apply.count = 1;
	hub_scene_run(s, &s->apply.ledger);
	return &s->apply.rows[0];
}

struct hub_event
hub_scene_case(const char *tracking_id, const char *category)
{
	struct hub_event event = hub_event_init(HUB_EV_HANDOFF);

	event.handoff.tracking_id = tracking_id;
	event.handoff.category = category;
	event.handoff.region = "51.71";
	event.handoff.classification = HUB_CLASS_COMPLAINT;
	event.handoff.subject = "Listrik padam";
	event.handoff.narrative = "Listrik di banjar kami padam tiga hari.";
	event.handoff.complainant.name = "Ni Made Uji";
	event.handoff.complainant.phone = "0812-0000-0000";
	return event;
}

const struct hub_result *
hub_scene_hand_in(struct hub_scene *s, const char *tracking_id,
    const char *category)
{
	struct hub_event event = hub_scene_case(tracking_id, category);

	return hub_scene_say(s, LAPOR, &event);
}

const struct hub_result *
hub_scene_event(struct hub_scene *s, int64_t who, enum hub_event_kind kind,
    const char *handoff)
{
	struct hub_event event = hub_event_init(kind);

	event.handoff_id = handoff;
	event.text = "Kami tindak lanjuti.";
	return hub_scene_say(s, who, &event);
}

struct parcel *
hub_scene_take(struct hub_scene *s, int64_t institution)
{
	struct reader_room room = { s->room.db, s->content };
	struct parcel_load load;

	parcel_load_init(&load);
	load.conf = &s->conf;
	load.institution = institution;
	load.now_ms = s->room.now_ms;
	load.limit = 1;
	assert_in_range(load.reader.run(&load.reader, &room), DB_OK, DB_NONE);
	return load.first;
}

void
hub_scene_dispatch(struct hub_scene *s, struct parcel *parcel)
{
	struct dispatch_job job;

	hub_buf_clear(&parcel->stored);
	hub_buf_text(&parcel->stored, "a composed request");
	dispatch_job_init(&job, parcel);
	hub_scene_run(s, &job.ledger);
	parcel->row = job.row;
}

enum delivery_state
hub_scene_conclude(struct hub_scene *s, struct parcel *parcel,
    enum verdict verdict, const struct hub_event *event)
{
	struct conclude end;
	enum delivery_state state;

	conclude_init(&end);
	end.parcel = parcel;
	conclude_by(&end, parcel->conf);
	end.verdict = verdict;
	end.events = event;
	end.count = event == NULL ? 0 : 1;
	hub_scene_run(s, &end.ledger);
	state = end.state;
	conclude_release(&end);
	return state;
}

void
hub_scene_watch(struct hub_scene *s, const char *until)
{
	struct watch watch;
	int64_t seconds = 0;

	assert_true(hub_time_parse(until, &seconds));
	assert_true(seconds * 1000 >= s->room.now_ms);
	s->room.now_ms = seconds * 1000;
	watch_init(&watch);
	watch.conf = &s->conf;
	watch.alive_at = s->room.now_ms; /* it has run all the time */
	for (int looks = 0; looks < 8; looks++) {
		hub_scene_run(s, &watch.ledger);
		watch_kept(&watch);
		s->room.now_ms += 1000;
		if (watch.looked == 0)
			break;
	}
	assert_int_equal(watch.looked, 0);
	watch_release(&watch);
}

/* db_row_fn: one number. */
static bool
take_int(void *ctx, const struct db_row *row)
{
	*(int64_t *)ctx = db_row_int(row, 0);
	return false;
}

int64_t
hub_scene_count(struct hub_scene *s, const char *sql)
{
	/* A new query each time: the driver knows a query by its address. */
	struct db_query *query = malloc(sizeof(*query));
	struct db *db = NULL;
	int64_t count = -1;

	assert_non_null(query);
	query->sql = sql;
	assert_int_equal(db_open(scratch_path(s->scratch, "simpul.db"), DB_READ,
			     &db, NULL),
	    DB_OK);
	assert_int_equal(db_get(db, query, DB_NO_ARGS, take_int, &count),
	    DB_OK);
	db_close(db);
	free(query);
	return count;
}
