/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "sealed.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <unistd.h>

#define SIZE_SEALS (F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL)
#define ALL_SEALS (SIZE_SEALS | F_SEAL_WRITE)

/* An empty memfd, not sealed. */
int
sealed_begin(void)
{
	return memfd_create("frame", MFD_CLOEXEC | MFD_ALLOW_SEALING);
}

/* Writes all bytes. */
bool
sealed_add(int fd, const void *data, size_t len)
{
	const char *at = data;

	while (len > 0) {
		ssize_t n = write(fd, at, len);

		if (n < 0 && errno != EINTR)
			return false;
		if (n > 0) {
			at += n;
			len -= (size_t)n;
		}
	}
	return true;
}

/* Adds the seals, or closes the descriptor. */
static int
seal(int fd, bool filled, int seals)
{
	int saved;

	if (filled && fcntl(fd, F_ADD_SEALS, seals) == 0)
		return fd;
	saved = errno;
	(void)close(fd);
	errno = saved;
	return -1;
}

/* Its bytes change no more. */
int
sealed_end(int fd)
{
	return seal(fd, true, ALL_SEALS);
}

/* A memfd with those bytes, sealed. */
int
sealed_bytes(const void *data, size_t len)
{
	int fd = sealed_begin();

	if (fd < 0)
		return -1;
	return seal(fd, sealed_add(fd, data, len), ALL_SEALS);
}

/* Whether a descriptor is a memfd of that size with at least those seals. */
static bool
is_sealed(int fd, size_t len, int seals)
{
	int has = fcntl(fd, F_GET_SEALS);
	off_t size = lseek(fd, 0, SEEK_END);

	return has >= 0 && (has & seals) == seals && size >= 0 &&
	    (size_t)size == len && len > 0;
}

/* Sealed bytes as memory, NULL when they are not what they should be. */
void *
sealed_map(int fd, size_t len)
{
	void *map;

	if (!is_sealed(fd, len, F_SEAL_SHRINK | F_SEAL_WRITE))
		return NULL;
	map = mmap(NULL, len, PROT_READ, MAP_PRIVATE, fd, 0);
	return map == MAP_FAILED ? NULL : map;
}

/* Undoes a mapping. */
void
sealed_unmap(void *map, size_t len)
{
	if (map != NULL)
		(void)munmap(map, len);
}

/* Maps them. */
bool
sealed_view_open(struct sealed_view *view, int fd, size_t len)
{
	view->at = sealed_map(fd, len);
	view->len = view->at == NULL ? 0 : len;
	return view->at != NULL;
}

/* Undoes the mapping, if there is one. */
void
sealed_view_close(struct sealed_view *view)
{
	if (view->len > 0)
		(void)munmap((void *)(uintptr_t)view->at, view->len);
	*view = (struct sealed_view){ NULL, 0 };
}

/* A memfd of a fixed size that can be written to. */
int
sealed_room(size_t len)
{
	int fd = memfd_create("page", MFD_CLOEXEC | MFD_ALLOW_SEALING);

	if (fd < 0)
		return -1;
	return seal(fd, ftruncate(fd, (off_t)len) == 0, SIZE_SEALS);
}

/* Shared memory of a fixed size as memory. */
void *
sealed_room_map(int fd, size_t len)
{
	void *map;

	if (!is_sealed(fd, len, F_SEAL_SHRINK))
		return NULL;
	map = mmap(NULL, len, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	return map == MAP_FAILED ? NULL : map;
}
