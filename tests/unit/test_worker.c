/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <dirent.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

#include "events.h"
#include "worker_scene.h"

static const char *const names[] = { "prefix", "most", NULL };
static const char *const texts[] = { "/in", "1000000", NULL };

/* A pool of echo workers. */
static int
setup(void **state)
{
	struct worker_scene *scene = malloc(sizeof(*scene));

	scene_init(scene, "echo");
	scene->plan.option_names = names;
	scene->plan.option_texts = texts;
	scene_open(scene);
	*state = scene;
	return 0;
}

static int
teardown(void **state)
{
	scene_release(*state);
	free(*state);
	return 0;
}

static void
a_call_is_answered_by_the_plugin(void **state)
{
	struct worker_scene *scene = *state;
	struct asked asked;

	scene_compose(scene, &asked, "Lampu jalan padam.");
	scene_run(scene);
	assert_int_equal(asked.end, WORKER_DONE);
	assert_string_equal(asked.error, "");
	assert_string_equal(asked.target, "POST /in/h1");
	assert_string_equal(asked.body, "Lampu jalan padam.");
	assert_int_equal(worker_pool_counts(scene->pool).alive, 1);
	asked_release(&asked);
}

static void
many_calls_end_once_each_and_in_order(void **state)
{
	struct worker_scene *scene = *state;
	static struct asked asked[1000];
	char text[32];

	for (int i = 0; i < 1000; i++) {
		(void)snprintf(text, sizeof(text), "laporan %d", i);
		scene_compose(scene, &asked[i], text);
	}
	scene_run(scene);
	for (int i = 0; i < 1000; i++) {
		(void)snprintf(text, sizeof(text), "laporan %d", i);
		assert_int_equal(asked[i].dones, 1);
		assert_int_equal(asked[i].order, i + 1);
		assert_string_equal(asked[i].body, text);
		asked_release(&asked[i]);
	}
	assert_int_equal(worker_pool_counts(scene->pool).starts, 1);
}

static void
long_texts_pass_both_ways(void **state)
{
	static const size_t lengths[] = { 0, 1, 65000, 65536, 65537, 900000 };
	struct worker_scene *scene = *state;
	struct asked asked[6];
	char *text = malloc(900001);

	for (int i = 0; i < 6; i++) {
		memset(text, 'a' + i, lengths[i]);
		text[lengths[i]] = '\0';
		scene_compose(scene, &asked[i], text);
	}
	scene_run(scene);
	for (int i = 0; i < 6; i++) {
		assert_int_equal(asked[i].end, WORKER_DONE);
		assert_string_equal(asked[i].error, "");
		assert_int_equal(asked[i].body_len, lengths[i]);
		assert_int_equal(strspn(asked[i].body,
				     (char[]){ (char)('a' + i), 0 }),
		    lengths[i]);
		asked_release(&asked[i]);
	}
	free(text);
}

static void
what_the_plugin_cannot_say_comes_back_as_its_sentence(void **state)
{
	static const char *const short_texts[] = { "/in", "5", NULL };
	struct worker_scene *scene = *state;
	struct asked asked;

	scene->plan.option_texts = short_texts;
	scene_compose(scene, &asked, "Terlalu panjang.");
	scene_run(scene);
	assert_int_equal(asked.end, WORKER_DONE);
	assert_int_equal(asked.status, HUB_UNSAYABLE);
	assert_string_equal(asked.error,
	    "the narrative has 16 bytes, at most 5 can be said");
	asked_release(&asked);
}

static void
settings_that_disagree_are_told_to_every_caller(void **state)
{
	static const char *const bad_names[] = { "prefix", "loud", "most",
		NULL };
	static const char *const bad_texts[] = { "/in", "true", "2000", NULL };
	struct worker_scene *scene = *state;
	struct asked one, two;

	scene->plan.option_names = bad_names;
	scene->plan.option_texts = bad_texts;
	scene_compose(scene, &one, "a");
	scene_compose(scene, &two, "b");
	scene_run(scene);
	assert_int_equal(one.end, WORKER_UNSTARTED);
	assert_int_equal(two.end, WORKER_UNSTARTED);
	assert_string_equal(one.error,
	    "option \"loud\" needs \"most\" of at most 1000, found 2000");
	asked_release(&one);
	asked_release(&two);
}

static void
a_program_that_is_not_there_is_told(void **state)
{
	struct worker_scene *scene = *state;
	struct asked asked;

	scene_release(scene);
	(void)snprintf(scene->program, SCENE_PATH, "/nonexistent/worker");
	scene_open(scene);
	scene_compose(scene, &asked, "a");
	scene_run(scene);
	assert_int_equal(asked.end, WORKER_UNSTARTED);
	assert_string_equal(asked.error,
	    "/nonexistent/worker cannot be started: No such file or directory");
	asked_release(&asked);
}

static bool
none_alive(struct worker_scene *scene)
{
	return worker_pool_counts(scene->pool).alive == 0;
}

static void
an_idle_worker_ends_and_a_new_one_starts_on_demand(void **state)
{
	struct worker_scene *scene = *state;
	struct asked asked;

	scene_release(scene);
	scene->conf.idle_ms = 20;
	scene_open(scene);
	scene_compose(scene, &asked, "a");
	scene_run(scene);
	asked_release(&asked);
	scene_run_until(scene, none_alive);
	scene_compose(scene, &asked, "b");
	scene_run(scene);
	assert_int_equal(asked.end, WORKER_DONE);
	assert_int_equal(worker_pool_counts(scene->pool).starts, 2);
	assert_int_equal(worker_pool_counts(scene->pool).deaths, 0);
	asked_release(&asked);
}

static void
a_worker_is_renewed_after_so_many_calls(void **state)
{
	struct worker_scene *scene = *state;
	static struct asked asked[300];

	scene_release(scene);
	scene->conf.calls = 100;
	scene_open(scene);
	for (int i = 0; i < 300; i++)
		scene_compose(scene, &asked[i], "a");
	scene_run(scene);
	for (int i = 0; i < 300; i++) {
		assert_int_equal(asked[i].end, WORKER_DONE);
		asked_release(&asked[i]);
	}
	assert_in_range(worker_pool_counts(scene->pool).starts, 2, 3);
	assert_int_equal(worker_pool_counts(scene->pool).deaths, 0);
}

static void
a_new_generation_is_a_new_worker_and_the_old_one_drains(void **state)
{
	static const char *const new_texts[] = { "/baru", "1000000", NULL };
	struct worker_scene *scene = *state;
	struct asked old, new;

	scene_compose(scene, &old, "a");
	scene->plan.generation = 2;
	scene->plan.option_texts = new_texts;
	scene_compose(scene, &new, "b");
	scene_run(scene);
	assert_string_equal(old.target, "POST /in/h1");
	assert_string_equal(new.target, "POST /baru/h1");
	assert_int_equal(worker_pool_counts(scene->pool).starts, 2);
	asked_release(&old);
	asked_release(&new);
}

static bool
one_alive(struct worker_scene *scene)
{
	return worker_pool_counts(scene->pool).alive == 1;
}

/* What began under older settings ends under them, also when their worker is
 * gone; the newer one stays. */
static void
what_began_before_a_new_generation_ends_under_the_old(void **state)
{
	static const char *const new_texts[] = { "/baru", "1000000", NULL };
	struct worker_scene *scene = *state;
	struct worker_plan old_plan = scene->plan, new_plan = scene->plan;
	struct asked asked;

	new_plan.generation = 2;
	new_plan.option_texts = new_texts;
	for (int i = 0; i < 3; i++) {
		scene->plan = new_plan;
		scene_compose(scene, &asked, "b");
		scene_run(scene);
		assert_string_equal(asked.target, "POST /baru/h1");
		asked_release(&asked);
		scene->plan = old_plan;
		scene_compose(scene, &asked, "a");
		scene_run(scene);
		assert_string_equal(asked.target, "POST /in/h1");
		asked_release(&asked);
	}
	scene_run_until(scene, one_alive);
	assert_int_equal(worker_pool_counts(scene->pool).deaths, 0);
}

static void
a_retired_institution_loses_its_worker(void **state)
{
	struct worker_scene *scene = *state;
	struct asked asked;

	scene_compose(scene, &asked, "a");
	worker_retire(scene->pool, "kota-uji");
	scene_run(scene);
	assert_int_equal(asked.end, WORKER_DONE);
	scene_run_until(scene, none_alive);
	assert_int_equal(worker_pool_counts(scene->pool).deaths, 0);
	asked_release(&asked);
}

/* Ten institutions share two places. */
static void
more_institutions_than_places_all_get_their_turn(void **state)
{
	struct worker_scene *scene = *state;
	static struct asked asked[10][20];
	char name[10][24];

	scene_release(scene);
	scene->conf.most = 2;
	scene_open(scene);
	for (int k = 0; k < 20; k++)
		for (int i = 0; i < 10; i++) {
			(void)snprintf(name[i], sizeof(name[i]), "kota-%d", i);
			scene->plan.institution = name[i];
			scene_compose(scene, &asked[i][k], name[i]);
		}
	scene_run(scene);
	for (int i = 0; i < 10; i++)
		for (int k = 0; k < 20; k++) {
			assert_int_equal(asked[i][k].end, WORKER_DONE);
			assert_string_equal(asked[i][k].body, name[i]);
			asked_release(&asked[i][k]);
		}
	assert_in_range(worker_pool_counts(scene->pool).alive, 1, 2);
	assert_int_equal(worker_pool_counts(scene->pool).starts, 10);
	assert_int_equal(worker_pool_counts(scene->pool).deaths, 0);
}

static void
calls_end_as_stopped_when_the_pool_goes_down(void **state)
{
	struct worker_scene *scene = *state;
	struct asked first, second;

	scene_compose(scene, &first, "a");
	scene_run_until(scene, one_alive);
	scene_compose(scene, &second, "b");
	worker_pool_free(scene->pool);
	scene->pool = NULL;
	assert_int_equal(first.dones, 1);
	assert_int_equal(second.dones, 1);
	assert_int_equal(second.end, WORKER_STOPPED);
	asked_release(&first);
	asked_release(&second);
}

/* Charsets, entities and digests are there although no file can be opened. */
static void
formats_are_read_within_the_sandbox(void **state)
{
	static const struct {
		const char *path, *body, *texts;
	} rows[] = {
		{ "/json", "{\"text\":\"Jalan \\u201crusak\\u201d\"}",
		    "Jalan \xe2\x80\x9crusak\xe2\x80\x9d|" },
		{ "/xml", "<a><text>Jalan &#8220;rusak&#8221;</text></a>",
		    "Jalan \xe2\x80\x9crusak\xe2\x80\x9d|" },
		{ "/mail",
		    "Subject: =?windows-1252?Q?Jalan_=93rusak=94?=\r\n"
		    "Content-Type: text/plain; charset=koi8-r\r\n\r\n\xc1",
		    "Jalan \xe2\x80\x9crusak\xe2\x80\x9d|\xd0\xb0|" },
		{ "/mail",
		    "Subject: =?iso-2022-jp?B?GyRCRnxLXBsoQg==?=\r\n"
		    "Content-Type: text/plain; charset=gb18030\r\n\r\n\xd6\xd0",
		    "\xe6\x97\xa5\xe6\x9c\xac|\xe4\xb8\xad|" },
	};
	struct worker_scene *scene = *state;
	struct asked asked;

	scene_path("tests/plugins/formats/.libs/formats.so", scene->file);
	scene->plan.option_names += 2;
	scene->plan.option_texts += 2;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		scene_receive(scene, &asked, rows[i].path, rows[i].body);
		scene_run(scene);
		assert_string_equal(asked.error, "");
		assert_int_equal(asked.end, WORKER_DONE);
		assert_string_equal(asked.texts, rows[i].texts);
		asked_release(&asked);
	}
	assert_int_equal(worker_pool_counts(scene->pool).deaths, 0);
}

/* The only child process of ours. */
static long
child_pid(void)
{
	char path[64];
	long pid = 0;
	FILE *in;

	(void)snprintf(path, sizeof(path), "/proc/self/task/%d/children",
	    (int)getpid());
	in = fopen(path, "r");
	assert_non_null(in);
	assert_int_equal(fscanf(in, "%ld", &pid), 1);
	(void)fclose(in);
	return pid;
}

/* Names in a folder of the child's, or -1 when they may not be seen. */
static int
count_of_child(const char *folder)
{
	char path[64];
	int count = 0;
	DIR *dir;

	(void)snprintf(path, sizeof(path), "/proc/%ld/%s", child_pid(), folder);
	dir = opendir(path);
	if (dir == NULL)
		return -1;
	for (struct dirent *e; (e = readdir(dir)) != NULL;)
		count += e->d_name[0] != '.';
	(void)closedir(dir);
	return count;
}

static void
a_worker_has_nothing_of_ours_but_its_six_descriptors(void **state)
{
	struct worker_scene *scene = *state;
	int left_open = open("/dev/zero", O_RDONLY);
	struct asked asked;
	int count;

	assert_true(left_open >= 0);
	scene_compose(scene, &asked, "a");
	scene_run(scene);
	count = count_of_child("fd");
	if (count >= 0)
		assert_int_equal(count, 6);
	asked_release(&asked);
	(void)close(left_open);
}

static void
a_worker_has_one_thread_and_no_environment(void **state)
{
	struct worker_scene *scene = *state;
	struct asked asked;
	char path[64];
	FILE *in;

	scene_compose(scene, &asked, "a");
	scene_run(scene);
	assert_int_equal(count_of_child("task"), 1);
	(void)snprintf(path, sizeof(path), "/proc/%ld/environ", child_pid());
	in = fopen(path, "r");
	if (in != NULL) {
		assert_int_equal(fgetc(in), EOF);
		(void)fclose(in);
	}
	asked_release(&asked);
}

/* Some calls have ended since the last look, or all. */
static bool
in_the_middle(struct worker_scene *scene)
{
	return scene->ended > 0 || scene->waiting == 0;
}

static void
a_worker_killed_in_the_middle_loses_no_call(void **state)
{
	struct worker_scene *scene = *state;
	static struct asked asked[2000];
	unsigned kills = 0;

	for (int i = 0; i < 2000; i++)
		scene_compose(scene, &asked[i], "a");
	for (int k = 0; k < 3; k++) {
		scene->ended = 0;
		scene_run_until(scene, in_the_middle);
		if (scene->waiting == 0)
			break;
		assert_int_equal(kill((pid_t)child_pid(), SIGKILL), 0);
		kills++;
	}
	scene_run(scene);
	for (int i = 0; i < 2000; i++) {
		assert_int_equal(asked[i].end, WORKER_DONE);
		assert_int_equal(asked[i].dones, 1);
		assert_string_equal(asked[i].body, "a");
		asked_release(&asked[i]);
	}
	assert_int_equal(worker_pool_counts(scene->pool).deaths, kills);
}

#define IN_SCENE(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_SCENE(a_call_is_answered_by_the_plugin),
		IN_SCENE(many_calls_end_once_each_and_in_order),
		IN_SCENE(long_texts_pass_both_ways),
		IN_SCENE(what_the_plugin_cannot_say_comes_back_as_its_sentence),
		IN_SCENE(settings_that_disagree_are_told_to_every_caller),
		IN_SCENE(a_program_that_is_not_there_is_told),
		IN_SCENE(an_idle_worker_ends_and_a_new_one_starts_on_demand),
		IN_SCENE(a_worker_is_renewed_after_so_many_calls),
		IN_SCENE(
		    a_new_generation_is_a_new_worker_and_the_old_one_drains),
		IN_SCENE(what_began_before_a_new_generation_ends_under_the_old),
		IN_SCENE(a_retired_institution_loses_its_worker),
		IN_SCENE(more_institutions_than_places_all_get_their_turn),
		IN_SCENE(a_worker_killed_in_the_middle_loses_no_call),
		IN_SCENE(a_worker_has_nothing_of_ours_but_its_six_descriptors),
		IN_SCENE(a_worker_has_one_thread_and_no_environment),
		IN_SCENE(formats_are_read_within_the_sandbox),
		IN_SCENE(calls_end_as_stopped_when_the_pool_goes_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
