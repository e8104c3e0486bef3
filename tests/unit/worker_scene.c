/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "worker_scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include "events.h"

#define DEADLINE_MS 120000
#define LOOK_MS 5

static const char *const none[] = { NULL };

/* The build's folder, or this one. */
void
scene_path(const char *name, char buf[SCENE_PATH])
{
	const char *build = getenv("SIMPUL_BUILD");

	(void)snprintf(buf, SCENE_PATH, "%s/%s", build != NULL ? build : ".",
	    name);
}

static void
on_deadline(void *ctx)
{
	struct worker_scene *scene = ctx;

	scene->late = true;
	loop_stop(scene->loop);
}

/* A scene that is not open yet. */
void
scene_init(struct worker_scene *scene, const char *plugin)
{
	char name[128];

	memset(scene, 0, sizeof(*scene));
	scene_path("simpul-worker", scene->program);
	(void)snprintf(name, sizeof(name), "tests/plugins/%s/.libs/%s.so",
	    plugin, plugin);
	scene_path(name, scene->file);
	scene->conf = (struct worker_conf){ .program = scene->program,
		.most = 4,
		.idle_ms = 60000,
		.wall_ms = 20000,
		.cpu_ms = 5000,
		.calls = 1000000 };
	scene->plan = (struct worker_plan){ .institution = "kota-uji",
		.generation = 1,
		.plugin_file = scene->file,
		.option_names = none,
		.option_texts = none };
}

/* Makes loop and pool. */
void
scene_open(struct worker_scene *scene)
{
	struct hub_error err = { "" };

	assert_int_equal(loop_new(clock_system(), &scene->loop, &err), HUB_OK);
	assert_int_equal(worker_pool_new(scene->loop, &scene->conf,
			     &scene->pool, &err),
	    HUB_OK);
	scene->deadline = loop_timer_new(scene->loop, on_deadline, scene);
}

void
scene_release(struct worker_scene *scene)
{
	worker_pool_free(scene->pool);
	loop_timer_free(scene->deadline);
	loop_free(scene->loop);
}

/* Keeps target and body of a request. */
static void
keep_request(struct asked *asked, struct frame_in *out)
{
	struct hub_request request;

	request_init(&request, "");
	assert_true(request_get(out, &request));
	assert_true(frame_done(out));
	(void)snprintf(asked->target, sizeof(asked->target), "%s %s",
	    request.method, hub_buf_str(&request.target));
	if (request.part_count == 1) {
		asked->body_len = request.parts[0].len;
		asked->body = malloc(asked->body_len + 1);
		memcpy(asked->body, request.parts[0].data, asked->body_len);
		asked->body[asked->body_len] = '\0';
	}
	request_release(&request);
}

/* Keeps the texts of events. */
static void
keep_events(struct asked *asked, struct frame_in *out)
{
	struct hub_events events;
	size_t len = 0;

	events_init(&events);
	assert_true(events_get(out, &events));
	assert_true(frame_done(out));
	for (size_t i = 0; i < events.count; i++)
		len += (size_t)snprintf(asked->texts + len,
		    sizeof(asked->texts) - len, "%.80s|", events.rows[i].text);
	events_release(&events);
}

static void
on_done(struct worker_call *call, enum worker_end end, enum hub_status status,
    struct frame_in *out, const struct hub_error *err)
{
	struct asked *asked = (struct asked *)call;
	struct worker_scene *scene = asked->scene;

	asked->dones++;
	asked->end = end;
	asked->status = status;
	asked->order = ++scene->ended;
	(void)snprintf(asked->error, sizeof(asked->error), "%s", err->text);
	if (status == HUB_OK && call->verb == WORKER_COMPOSE)
		keep_request(asked, out);
	if (status == HUB_OK && call->verb == WORKER_RECEIVE)
		keep_events(asked, out);
	if (--scene->waiting == 0)
		loop_stop(scene->loop);
}

/* Hands the call to the pool. */
void
scene_ask(struct worker_scene *scene, struct asked *asked,
    enum worker_verb verb)
{
	assert_true(hub_buf_ok(&asked->call.in));
	asked->scene = scene;
	asked->call.verb = verb;
	asked->call.done = on_done;
	scene->waiting++;
	worker_call(scene->pool, &scene->plan, &asked->call);
	assert_int_equal(asked->dones, 0);
}

/* Writes dispatch and at, and asks. */
void
scene_compose(struct worker_scene *scene, struct asked *asked,
    const char *narrative)
{
	struct hub_dispatch what = { "d1", hub_event_init(HUB_EV_HANDOFF),
		hub_handoff_init(), NULL, { "", "", "", "", "" } };
	struct hub_at at = { HUB_FOR_DELIVERY, 0, 1, 1770000000, "", "", "d1.0",
		0, "", "", HUB_EV_NONE, HUB_PROOF_NONE, false, "", false };

	memset(asked, 0, sizeof(*asked));
	what.handoff.id = "h1";
	what.handoff.narrative = narrative;
	hub_buf_init(&asked->call.in, PACKET_FAR_MAX);
	frame_put_dispatch(&asked->call.in, &what);
	frame_put_at(&asked->call.in, &at);
	scene_ask(scene, asked, WORKER_COMPOSE);
}

/* Writes message and at, and asks. */
void
scene_receive(struct worker_scene *scene, struct asked *asked, const char *path,
    const char *body)
{
	struct hub_headers headers = { .count = 0 };
	struct hub_message message = { "POST", path, "", &headers, body,
		strlen(body), "" };
	struct hub_at at = { HUB_FOR_DELIVERY, 0, 1, 1770000000, "", "", "", 0,
		"", "", HUB_EV_NONE, HUB_PROOF_NONE, false, "", false };

	memset(asked, 0, sizeof(*asked));
	hub_buf_init(&asked->call.in, PACKET_FAR_MAX);
	frame_put_message(&asked->call.in, &message);
	frame_put_at(&asked->call.in, &at);
	scene_ask(scene, asked, WORKER_RECEIVE);
}

void
asked_release(struct asked *asked)
{
	hub_buf_release(&asked->call.in);
	free(asked->body);
}

/* Runs until all calls have ended. */
void
scene_run(struct worker_scene *scene)
{
	loop_timer_arm(scene->deadline, DEADLINE_MS);
	if (scene->waiting > 0)
		loop_run(scene->loop);
	loop_timer_cancel(scene->deadline);
	if (scene->late)
		fail_msg("%zu calls did not end in time", scene->waiting);
}

/* Ends the loop to have a look. */
static void
on_look(void *ctx)
{
	loop_stop(ctx);
}

/* Runs in short pieces. */
void
scene_run_until(struct worker_scene *scene,
    bool (*holds)(struct worker_scene *scene))
{
	struct loop_timer *look = loop_timer_new(scene->loop, on_look,
	    scene->loop);

	loop_timer_arm(scene->deadline, DEADLINE_MS);
	while (!holds(scene) && !scene->late) {
		loop_timer_arm(look, LOOK_MS);
		loop_run(scene->loop);
	}
	loop_timer_cancel(scene->deadline);
	loop_timer_free(look);
	if (scene->late)
		fail_msg("what was waited for did not come in time");
}
