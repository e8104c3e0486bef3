/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "sealed.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <unistd.h>

#define SIZE_SEALS (F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL)
#define ALL_SEALS (SIZE_SEALS | F_SEAL_WRITE)

/* Writes all bytes. */
static bool
write_all(int fd, const char *at, size_t len)
{
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

/* A memfd with those bytes, sealed. */
int
sealed_bytes(const void *data, size_t len)
{
	int fd = memfd_create("frame", MFD_CLOEXEC | MFD_ALLOW_SEALING);

	if (fd < 0)
		return -1;
	return seal(fd, write_all(fd, data, len), ALL_SEALS);
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
