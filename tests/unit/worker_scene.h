/* SPDX-License-Identifier: Apache-2.0 */
/*
 * worker_scene.h - a pool with real workers on a real loop, and calls whose
 * ends are kept.
 *
 * The programs and plugins are those of the build in SIMPUL_BUILD.
 */
#ifndef WORKER_SCENE_H
#define WORKER_SCENE_H

#include "frame_words.h"
#include "loop.h"
#include "worker.h"

#define SCENE_PATH 512

/* A call and what came of it. */
struct asked {
	struct worker_call call; /* first */
	struct worker_scene *scene;
	unsigned dones;
	enum worker_end end;
	enum hub_status status;
	char error[256];
	char target[128]; /* of a composed request */
	char *body;	  /* of its only part; owned */
	size_t body_len;
	char texts[256]; /* of events, a bar behind each */
	uint64_t order;	 /* it was the n-th to end */
};

struct worker_scene {
	struct loop *loop;
	struct worker_pool *pool;
	struct worker_conf conf;
	struct worker_plan plan;
	struct loop_timer *deadline;
	char program[SCENE_PATH], file[SCENE_PATH];
	size_t waiting;
	uint64_t ended;
	bool late;
};

/* Path of a file below the build. */
void scene_path(const char *name, char buf[SCENE_PATH]);
/* A pool whose conf the caller may change before scene_open. */
void scene_init(struct worker_scene *scene, const char *plugin);
void scene_open(struct worker_scene *scene);
void scene_release(struct worker_scene *scene);

/* Composes a handoff whose narrative is that text. */
void scene_compose(struct worker_scene *scene, struct asked *asked,
    const char *narrative);
/* Hands a message in. */
void scene_receive(struct worker_scene *scene, struct asked *asked,
    const char *path, const char *body);
/* Asks with a frame that is ready in asked->call.in. */
void scene_ask(struct worker_scene *scene, struct asked *asked,
    enum worker_verb verb);
void asked_release(struct asked *asked);
/* Runs until nothing is waited for, or says that it took too long. */
void scene_run(struct worker_scene *scene);
/* Runs until a condition holds. */
void scene_run_until(struct worker_scene *scene,
    bool (*holds)(struct worker_scene *scene));

#endif
