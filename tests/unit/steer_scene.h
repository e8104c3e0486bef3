/* SPDX-License-Identifier: Apache-2.0 */
/*
 * steer_scene.h - one case in a hub_scene, and what the coordinator does to
 * it.
 */
#ifndef STEER_SCENE_H
#define STEER_SCENE_H

#include "hub_scene.h"
#include "steer.h"

/* Ids of the case and the handoff that was handed in last. */
extern char steer_case_id[IDENT_TEXT_SIZE], steer_handoff[IDENT_TEXT_SIZE];

/* Hands a case about electricity in: it is offered to pln. */
void steer_scene_hand_in(struct hub_scene *s);
/* An institution does it to the case, with those words. */
const struct hub_result *steer_scene_by(struct hub_scene *s, int64_t who,
    const struct steer *steer, const char *text);
/* The coordinator does it: until 1 March 2026, as urgent. */
const struct hub_result *steer_scene_do(struct hub_scene *s,
    enum steer_verb verb, const char *text);
/* Puts the last case into a state, by whatever way it came there. */
void steer_scene_put(struct hub_scene *s, enum case_state state);

#endif
