/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "crashpoint.h"

#ifdef SIMPUL_FAULTS
#define FAULTS 1
#else
#define FAULTS 0
#endif

/* What the child of a row does: before, before, after, before. */
static const struct {
	const char *wanted; /* SIMPUL_CRASH */
	int passed;	    /* points passed alive */
} rows[] = {
	{ "before", 0 },
	{ "before:1", 0 },
	{ "before:2", 1 },
	{ "before:3", 3 },
	{ "after", 2 },
	{ "before:4", 4 },
	{ "befor", 4 },
	{ "before2", 4 },
	{ "", 4 },
};

/* Passes the points and leaves with how many it passed. */
static void
pass_points(const char *wanted, int fd)
{
	static const char mark = 'x';

	setenv("SIMPUL_CRASH", wanted, 1);
	crashpoint("before");
	if (write(fd, &mark, 1) != 1)
		_exit(1);
	crashpoint("before");
	if (write(fd, &mark, 1) != 1)
		_exit(1);
	crashpoint("after");
	if (write(fd, &mark, 1) != 1)
		_exit(1);
	crashpoint("before");
	if (write(fd, &mark, 1) != 1)
		_exit(1);
	_exit(0);
}

/* A process ends at the pass that it was told, in a build with faults only;
 * otherwise it goes on. */
static void
a_process_ends_at_its_point(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		int want = FAULTS ? rows[i].passed : 4, status, fds[2];
		char marks[8];
		pid_t pid;

		assert_int_equal(pipe(fds), 0);
		pid = fork();
		assert_true(pid >= 0);
		if (pid == 0)
			pass_points(rows[i].wanted, fds[1]);
		close(fds[1]);
		assert_int_equal(waitpid(pid, &status, 0), pid);
		assert_int_equal(read(fds[0], marks, sizeof(marks)), want);
		close(fds[0]);
		if (want == 4)
			assert_true(WIFEXITED(status));
		else
			assert_int_equal(WTERMSIG(status), SIGKILL);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_process_ends_at_its_point),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
