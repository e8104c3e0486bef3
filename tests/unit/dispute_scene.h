/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dispute_scene.h - one case on the hub's scene that goes from pln to ksp and
 * back until somebody has to decide.
 */
#ifndef DISPUTE_SCENE_H
#define DISPUTE_SCENE_H

#include "hub_scene.h"

#define WHY "Jaringan listrik adalah kewenangan PLN."
#define DAY INT64_C(86400000)

/* Institutions by their place in the scene's list. */
enum { AT_INSPEKTORAT, AT_KSP, AT_LAPOR, AT_OMBUDSMAN, AT_PLN };

/* The body that the next case complains of; "": none. */
extern const char *dispute_reported;
/* ombudsman alone. */
extern const char *const dispute_deputies[];

/* Hands a case in that both pln and ksp are competent for. */
void dispute_hand_in(struct hub_scene *s);
/* The id of the newest handoff of a receiver, in a state (0: any). */
const char *dispute_handoff_of(struct hub_scene *s, int64_t receiver,
    int state);
/* The receiver says that about its open handoff, proposing a target. */
const struct hub_result *dispute_say_no(struct hub_scene *s, int64_t who,
    enum hub_event_kind kind, const char *target);
/* pln refuses and proposes ksp, ksp takes it and returns it: disputed. */
void dispute_ping_pong(struct hub_scene *s);
/* A decision on the case. */
const struct hub_result *dispute_decide(struct hub_scene *s, int64_t who,
    enum hub_decision what, const char *target);
/* Who holds the case, and its state. */
int64_t dispute_holder(struct hub_scene *s);
int64_t dispute_case_state(struct hub_scene *s);
/* Deliveries to an institution that say that. */
int64_t dispute_told(struct hub_scene *s, int64_t who,
    enum hub_event_kind kind);
/* Who is asked to decide now. */
int64_t dispute_asked_now(struct hub_scene *s);
/* Disputes that are in sight. */
int64_t dispute_waiting(struct hub_scene *s);
/* What is due for the arbiter is done; when to look again. */
int64_t dispute_rise(struct hub_scene *s);
/* The holder passes the case on. */
const struct hub_result *dispute_pass_to(struct hub_scene *s, int64_t who,
    const char *target);

#endif
