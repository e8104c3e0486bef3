/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "dirlock.h"

#include "log.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/limits.h> /* not <limits.h>: ours hides it */
#include <sys/file.h>
#include <unistd.h>

/* Says who has the directory. */
static enum hub_status
in_use(int fd, const char *dir, struct hub_error *err)
{
	char owner[16] = "";
	ssize_t got = pread(fd, owner, sizeof(owner) - 1, 0);

	owner[got > 0 ? strspn(owner, "0123456789") : 0] = '\0';
	return hub_fail(err, HUB_MISCONFIGURED,
	    "%s is in use by another process%s%s", dir,
	    owner[0] == '\0' ? "" : ", number ", owner);
}

/* Writes our number for people to read; nothing depends on it. */
static void
sign(int fd)
{
	char text[16];
	int len = snprintf(text, sizeof(text), "%ld\n", (long)getpid());

	if (ftruncate(fd, 0) != 0 || pwrite(fd, text, (size_t)len, 0) != len)
		log_debug("the lock file does not say who holds it");
}

/* Takes the directory or says who has it. */
enum hub_status
dirlock_take(const char *dir, int *ret_lock, struct hub_error *err)
{
	char path[PATH_MAX];
	int fd;

	if (snprintf(path, sizeof(path), "%s/lock", dir) >= (int)sizeof(path))
		return hub_fail(err, HUB_MISCONFIGURED,
		    "the data directory's name is too long");
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0 && errno == ENOENT)
		return hub_fail(err, HUB_MISCONFIGURED,
		    "no data directory %s; expected a folder of the hub's user"
		    " alone: mkdir -p -m 700",
		    dir);
	if (fd < 0)
		return hub_fail(err, HUB_MISCONFIGURED, "%s: %s", path,
		    strerror(errno));
	if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
		enum hub_status status = in_use(fd, dir, err);

		close(fd);
		return status;
	}
	sign(fd);
	*ret_lock = fd;
	return HUB_OK;
}

/* Lets the directory go. */
void
dirlock_release(int lock)
{
	if (lock >= 0)
		close(lock);
}
