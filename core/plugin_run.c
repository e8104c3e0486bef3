/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "plugin_run.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clock.h"
#include "limits.h"
#include "sealed.h"
#include "worker_spawn.h"

/* The exit status with which simpul-worker refuses a plugin or settings. */
#define REFUSED 1

/* A run under way: the reading ends of its two pipes. */
struct running {
	pid_t pid;
	int out, said;
};

/* Closes a descriptor if there is one. */
static void
close_one(int fd)
{
	if (fd >= 0)
		(void)close(fd);
}

/* Its standard input: a memfd, so that nobody waits for anybody; -1 when it is
 * empty and /dev/null will do. */
static bool
make_input(const struct plugin_run *run, int *ret)
{
	*ret = -1;
	if (run->in_len == 0)
		return true;
	*ret = sealed_bytes(run->in, run->in_len);
	return *ret >= 0 && lseek(*ret, 0, SEEK_SET) == 0;
}

/* Which descriptor becomes which, and no other stays open. */
static int
plan(posix_spawn_file_actions_t *files, int in, int out, int said)
{
	int e = in >= 0
	    ? posix_spawn_file_actions_adddup2(files, in, STDIN_FILENO)
	    : posix_spawn_file_actions_addopen(files, STDIN_FILENO, "/dev/null",
		  O_RDONLY, 0);

	if (e == 0)
		e = posix_spawn_file_actions_adddup2(files, out, STDOUT_FILENO);
	if (e == 0)
		e = posix_spawn_file_actions_adddup2(files, said,
		    STDERR_FILENO);
	if (e == 0)
		e = posix_spawn_file_actions_addclosefrom_np(files,
		    STDERR_FILENO + 1);
	return e;
}

/* Starts the program; 0 or an errno. */
static int
start(const struct plugin_run *run, int out, int said, pid_t *ret)
{
	char name[] = "simpul-worker", *empty = NULL;
	char *word = strdup(run->word), *file = strdup(run->file);
	char *argv[] = { name, word, file, NULL };
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attr;
	int in, e = ENOMEM;

	(void)posix_spawn_file_actions_init(&files);
	(void)posix_spawnattr_init(&attr);
	if (make_input(run, &in) && word != NULL && file != NULL)
		e = plan(&files, in, out, said);
	if (e == 0)
		e = worker_spawn_signals(&attr);
	if (e == 0)
		e = posix_spawn(ret, run->program, &files, &attr, argv, &empty);
	(void)posix_spawnattr_destroy(&attr);
	(void)posix_spawn_file_actions_destroy(&files);
	close_one(in);
	free(word);
	free(file);
	return e;
}

/* Reads what a pipe has; closes it at its end. */
static void
take(struct pollfd *p, struct hub_buf *into)
{
	char piece[4096];
	ssize_t got;

	if (p->revents == 0)
		return;
	got = read(p->fd, piece, sizeof(piece));
	if (got > 0) {
		hub_buf_add(into, piece, (size_t)got);
		return;
	}
	if (got < 0 && errno == EINTR)
		return;
	(void)close(p->fd);
	p->fd = -1;
}

/* Reads both pipes to their ends; false when that takes too long. */
static bool
read_both(const struct running *r, struct hub_buf *out, struct hub_buf *said)
{
	struct pollfd p[2] = { { r->out, POLLIN, 0 }, { r->said, POLLIN, 0 } };
	int64_t until = clock_steady_ms(clock_system()) + PLUGIN_RUN_MS, left;

	while (p[0].fd >= 0 || p[1].fd >= 0) {
		left = until - clock_steady_ms(clock_system());
		if (left <= 0 || (poll(p, 2, (int)left) < 0 && errno != EINTR))
			break;
		take(&p[0], out);
		take(&p[1], said);
	}
	if (p[0].fd < 0 && p[1].fd < 0)
		return true;
	close_one(p[0].fd);
	close_one(p[1].fd);
	return false;
}

/* The program's sentence: the last line it wrote to stderr. */
static void
last_line(struct hub_buf *said, char *buf, size_t size)
{
	const char *text = hub_buf_str(said), *line;
	size_t len = strlen(text);

	while (len > 0 && text[len - 1] == '\n')
		said->data[--len] = '\0';
	line = strrchr(text, '\n');
	(void)snprintf(buf, size, "%s", line != NULL ? line + 1 : text);
}

/* What the end of the program means. */
static enum hub_status
judge(const struct plugin_run *run, int end, struct hub_buf *said,
    struct hub_error *err)
{
	char line[200];

	last_line(said, line, sizeof(line));
	if (WIFEXITED(end) && WEXITSTATUS(end) == 0)
		return HUB_OK;
	if (WIFEXITED(end) && WEXITSTATUS(end) == REFUSED)
		return hub_fail(err, HUB_MISCONFIGURED, "%s", line);
	if (line[0] != '\0')
		return hub_fail(err, HUB_FAULT, "%s", line);
	if (WIFSIGNALED(end))
		return hub_fail(err, HUB_FAULT, "%s: killed by SIG%s",
		    run->file, sigabbrev_np(WTERMSIG(end)));
	return hub_fail(err, HUB_FAULT, "%s: exit status %d", run->program,
	    WEXITSTATUS(end));
}

/* Reads what it prints, waits for its end and judges it. */
static enum hub_status
follow(const struct plugin_run *run, const struct running *r,
    struct hub_buf *out, struct hub_error *err)
{
	struct hub_buf said;
	enum hub_status status;
	bool in_time;
	int end = 0;

	hub_buf_init(&said, PACKET_NEAR_MAX);
	in_time = read_both(r, out, &said);
	if (!in_time)
		(void)kill(r->pid, SIGKILL);
	while (waitpid(r->pid, &end, 0) < 0 && errno == EINTR)
		continue;
	status = in_time
	    ? judge(run, end, &said, err)
	    : hub_fail(err, HUB_FAULT, "%s takes over %d s to be loaded",
		  run->file, PLUGIN_RUN_MS / 1000);
	hub_buf_release(&said);
	return status;
}

/* Runs the program once. */
enum hub_status
plugin_run(const struct plugin_run *run, struct hub_buf *out,
    struct hub_error *err)
{
	struct running r = { -1, -1, -1 };
	int outs[2] = { -1, -1 }, saids[2] = { -1, -1 }, e = 0;

	if (pipe2(outs, O_CLOEXEC) != 0 || pipe2(saids, O_CLOEXEC) != 0)
		e = errno;
	if (e == 0)
		e = start(run, outs[1], saids[1], &r.pid);
	close_one(outs[1]);
	close_one(saids[1]);
	r.out = outs[0];
	r.said = saids[0];
	if (e == 0)
		return follow(run, &r, out, err);
	close_one(r.out);
	close_one(r.said);
	return hub_fail(err, HUB_FAULT, "%.120s cannot be started: %s",
	    run->program, strerror(e));
}
