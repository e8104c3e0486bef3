/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "worker_spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/pidfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "key_ask.h"
#include "sealed.h"

/* The worker's descriptors; what is handed over stands above them. */
enum { TO_SOCKET = 3, TO_PAGE = 4, TO_KEYS = 5, FIRST_FREE = 6 };

/* Room for full packets, whatever the system's default. */
#define SOCKET_ROOM (4 * (int)PACKET_MAX)
#define KEYS_ROOM (4 * (int)KEY_MESSAGE_MAX)

/* The worker's ends, open in the hub for a moment only. */
struct ends {
	int socket, page, keys, lines;
};

/* Closes a descriptor if there is one. */
static void
close_one(int fd)
{
	if (fd >= 0)
		(void)close(fd);
}

/* Moves a descriptor out of the way of those it becomes in the worker. */
static int
above(int fd)
{
	int moved = fd < 0 ? -1 : fcntl(fd, F_DUPFD_CLOEXEC, FIRST_FREE);

	close_one(fd);
	return moved;
}

/* A socketpair: the hub's end does not block. */
static bool
make_pair(int room, int *ret_ours, int *ret_theirs)
{
	int pair[2];

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0)
		return false;
	(void)setsockopt(pair[0], SOL_SOCKET, SO_SNDBUF, &room, sizeof(room));
	(void)setsockopt(pair[1], SOL_SOCKET, SO_SNDBUF, &room, sizeof(room));
	*ret_ours = pair[0];
	*ret_theirs = above(pair[1]);
	return *ret_theirs >= 0 && fcntl(*ret_ours, F_SETFL, O_NONBLOCK) == 0;
}

/* The pipe for its stderr. */
static bool
make_lines(struct worker_spawn *spawn, struct ends *ends)
{
	int pair[2];

	if (pipe2(pair, O_CLOEXEC) != 0)
		return false;
	spawn->lines = pair[0];
	ends->lines = above(pair[1]);
	return ends->lines >= 0 &&
	    fcntl(spawn->lines, F_SETFL, O_NONBLOCK) == 0;
}

/* The page both sides see. */
static bool
make_page(struct worker_spawn *spawn, struct ends *ends)
{
	ends->page = above(sealed_room(sizeof(*spawn->page)));
	if (ends->page < 0)
		return false;
	spawn->page = sealed_room_map(ends->page, sizeof(*spawn->page));
	return spawn->page != NULL;
}

/* Which descriptor becomes which, and no other stays open. */
static int
plan_files(posix_spawn_file_actions_t *files, const struct ends *ends)
{
	int e = posix_spawn_file_actions_addopen(files, STDIN_FILENO,
	    "/dev/null", O_RDONLY, 0);

	if (e == 0)
		e = posix_spawn_file_actions_adddup2(files, ends->lines,
		    STDOUT_FILENO);
	if (e == 0)
		e = posix_spawn_file_actions_adddup2(files, ends->lines,
		    STDERR_FILENO);
	if (e == 0)
		e = posix_spawn_file_actions_adddup2(files, ends->socket,
		    TO_SOCKET);
	if (e == 0)
		e = posix_spawn_file_actions_adddup2(files, ends->page,
		    TO_PAGE);
	if (e == 0)
		e = posix_spawn_file_actions_adddup2(files, ends->keys,
		    TO_KEYS);
	if (e == 0)
		e = posix_spawn_file_actions_addclosefrom_np(files, FIRST_FREE);
	return e;
}

int
worker_spawn_signals(posix_spawnattr_t *attr)
{
	sigset_t all, none;

	(void)sigfillset(&all);
	(void)sigemptyset(&none);
	(void)posix_spawnattr_setsigdefault(attr, &all);
	(void)posix_spawnattr_setsigmask(attr, &none);
	return posix_spawnattr_setflags(attr,
	    POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
}

/* Starts the program; 0 or an errno. */
static int
run(const char *program, const char *file, const struct ends *ends, pid_t *ret)
{
	char name[] = "simpul-worker", serve[] = "--serve";
	char *plugin = strdup(file), *empty = NULL;
	char *argv[] = { name, serve, plugin, NULL };
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attr;
	int e;

	if (plugin == NULL)
		return ENOMEM;
	(void)posix_spawn_file_actions_init(&files);
	(void)posix_spawnattr_init(&attr);
	e = plan_files(&files, ends);
	if (e == 0)
		e = worker_spawn_signals(&attr);
	if (e == 0)
		e = posix_spawn(ret, program, &files, &attr, argv, &empty);
	(void)posix_spawnattr_destroy(&attr);
	(void)posix_spawn_file_actions_destroy(&files);
	free(plugin);
	return e;
}

/* Gets a descriptor for the process, or ends it again. */
static int
open_process(struct worker_spawn *spawn)
{
	int e;

	spawn->pidfd = pidfd_open(spawn->pid, 0);
	if (spawn->pidfd >= 0)
		return 0;
	e = errno;
	(void)kill(spawn->pid, SIGKILL);
	(void)waitpid(spawn->pid, NULL, 0);
	return e;
}

/* Starts a worker. */
enum hub_status
worker_spawn(const char *program, const char *file, struct worker_spawn *ret,
    struct hub_error *err)
{
	struct worker_spawn spawn = { -1, -1, -1, -1, -1, NULL };
	struct ends ends = { -1, -1, -1, -1 };
	int e = 0;

	if (!make_pair(SOCKET_ROOM, &spawn.socket, &ends.socket) ||
	    !make_pair(KEYS_ROOM, &spawn.keys, &ends.keys) ||
	    !make_lines(&spawn, &ends) || !make_page(&spawn, &ends))
		e = errno;
	if (e == 0)
		e = run(program, file, &ends, &spawn.pid);
	if (e == 0)
		e = open_process(&spawn);
	close_one(ends.socket);
	close_one(ends.page);
	close_one(ends.keys);
	close_one(ends.lines);
	if (e == 0) {
		*ret = spawn;
		return HUB_OK;
	}
	worker_spawn_release(&spawn);
	return hub_fail(err, HUB_FAULT, "%.120s cannot be started: %s", program,
	    strerror(e));
}

/* Closes what is left of a worker. */
void
worker_spawn_release(struct worker_spawn *spawn)
{
	close_one(spawn->pidfd);
	close_one(spawn->socket);
	close_one(spawn->keys);
	close_one(spawn->lines);
	sealed_unmap(spawn->page, sizeof(*spawn->page));
	*spawn = (struct worker_spawn){ -1, -1, -1, -1, -1, NULL };
}

/* Waits, and puts the end into words. */
bool
worker_spawn_reap(const struct worker_spawn *spawn, char *buf, size_t size)
{
	siginfo_t info = { .si_pid = 0 };
	const char *name;

	(void)snprintf(buf, size, "ended");
	if (waitid(P_PIDFD, (id_t)spawn->pidfd, &info, WEXITED) != 0)
		return false;
	if (info.si_code == CLD_EXITED) {
		(void)snprintf(buf, size, "exit status %d", info.si_status);
		return info.si_status == 0;
	}
	name = sigabbrev_np(info.si_status);
	(void)snprintf(buf, size, "killed by SIG%s", name != NULL ? name : "?");
	return false;
}
