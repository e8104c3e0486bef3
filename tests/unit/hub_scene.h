/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hub_scene.h - a hub without threads or wires: a database, a log, and five
 * institutions, on which a test runs the ledger's jobs one by one.
 *
 * lapor hands cases in, holds none and has no wire; inspektorat coordinates;
 * ksp, pln and ombudsman are reached by a plugin.  Clocks run by the days off
 * of 2026, in WIB at ksp, lapor and ombudsman, in WITA elsewhere; it is Monday,
 * 2 February 2026, 16:00 WITA.
 */
#ifndef HUB_SCENE_H
#define HUB_SCENE_H

#include "apply.h"
#include "conf_owner.h"
#include "conclude.h"
#include "dispatch_job.h"
#include "scratch.h"
#include "watch.h"

enum { LAPOR = 1, INSPEKTORAT, KSP, PLN, OMBUDSMAN, SCENE_INSTITUTIONS = 5 };

struct hub_scene {
	struct scratch *scratch;
	struct ledger_room room;
	struct clock clock; /* room.now_ms */
	struct content *content;
	struct conf_institution inst[SCENE_INSTITUTIONS];
	struct arena arena;    /* the calendar's days */
	struct tz *wib, *wita; /* zones of the hub, of institutions */
	union {
		struct conf conf;
		struct conf_owner owner; /* what conf_by_key looks at */
	};
	struct apply apply;  /* of the last message */
	uint64_t statements; /* that jobs have run */
};

int hub_scene_setup(void **state);
int hub_scene_teardown(void **state);

/* Runs one job in a transaction of its own; asserts that it is kept. */
void hub_scene_run(struct hub_scene *s, struct ledger_job *job);
/* An institution says one event; the result lives until the next message. */
const struct hub_result *hub_scene_say(struct hub_scene *s, int64_t who,
    const struct hub_event *event);
/* lapor hands a case of that category in; the result as above. */
const struct hub_result *hub_scene_hand_in(struct hub_scene *s,
    const char *tracking_id, const char *category);
/* The same as an event, for a test that changes a member first. */
struct hub_event hub_scene_case(const char *tracking_id, const char *category);
/* The institution says an event about the handoff. */
const struct hub_result *hub_scene_event(struct hub_scene *s, int64_t who,
    enum hub_event_kind kind, const char *handoff);
/* Takes the next due delivery of an institution in hand; NULL: none. */
struct parcel *hub_scene_take(struct hub_scene *s, int64_t institution);
/* Dispatches it with a composed request. */
void hub_scene_dispatch(struct hub_scene *s, struct parcel *parcel);
/* Ends the attempt; answers with that event (NONE: no answer). */
enum delivery_state hub_scene_conclude(struct hub_scene *s,
    struct parcel *parcel, enum verdict verdict, const struct hub_event *event);
/* Time passes up to that moment (RFC 3339), and what is due by then happens,
 * until nothing more is due at once. */
void hub_scene_watch(struct hub_scene *s, const char *until);
/* How many rows a query without parameters counts. */
int64_t hub_scene_count(struct hub_scene *s, const char *sql);

#endif
