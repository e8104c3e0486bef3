/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "logbook_drop.h"

#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "tlog_tile.h"

#define LEVEL_BITS 8

/* Removes the folder of all widths that a tile once had. */
static void
drop_widths(int dir, struct tlog_tile tile)
{
	char path[TLOG_TILE_PATH_SIZE];
	const struct dirent *entry;
	DIR *folder;
	int fd;

	tile.width = 1; /* any: its folder is what is wanted */
	tlog_tile_path(&tile, path);
	*strrchr(path, '/') = '\0';
	fd = openat(dir, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return;
	folder = fdopendir(fd);
	if (folder == NULL) {
		(void)close(fd);
		return;
	}
	while ((entry = readdir(folder)) != NULL)
		if (entry->d_name[0] != '.')
			(void)unlinkat(fd, entry->d_name, 0);
	(void)closedir(folder);
	(void)unlinkat(dir, path, AT_REMOVEDIR);
}

/* A tile, and below level 0 its bundle. */
static void
drop(int dir, unsigned level, uint64_t number)
{
	struct tlog_tile tile = { .level = level, .number = number };

	drop_widths(dir, tile);
	tile.bundle = true;
	if (level == 0)
		drop_widths(dir, tile);
}

void
logbook_drop_partial(int dir, uint64_t before, uint64_t size)
{
	for (unsigned level = 0; level < TLOG_TILE_LEVELS; level++) {
		unsigned bits = LEVEL_BITS * level;
		uint64_t number = (before >> bits) / TLOG_TILE_WIDTH;

		if (number < (size >> bits) / TLOG_TILE_WIDTH)
			drop(dir, level, number);
	}
}

void
logbook_drop_left(int dir, uint64_t size)
{
	for (unsigned level = 0; level < TLOG_TILE_LEVELS; level++) {
		uint64_t full = (size >> (LEVEL_BITS * level)) /
		    TLOG_TILE_WIDTH;

		if (full > 0)
			drop(dir, level, full - 1);
	}
}
