/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "scratch.h"

#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>

/* Makes the folder. */
int
scratch_setup(void **state)
{
	struct scratch *scratch = calloc(1, sizeof(*scratch));
	const char *base = getenv("TMPDIR");

	if (scratch == NULL)
		return -1;
	if (asprintf(&scratch->dir, "%s/simpul-test-XXXXXX",
		base == NULL || strlen(base) > 30 ? "/tmp" : base) < 0)
		abort();
	if (mkdtemp(scratch->dir) == NULL)
		abort();
	*state = scratch;
	return 0;
}

/* nftw's: deletes one thing. */
static int
delete_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

/* Deletes the folder with all that is in it. */
int
scratch_teardown(void **state)
{
	struct scratch *scratch = *state;
	int rc = nftw(scratch->dir, delete_one, 16, FTW_DEPTH | FTW_PHYS);

	free(scratch->dir);
	free(scratch);
	return rc;
}

/* The path of a name in the folder. */
const char *
scratch_path(struct scratch *scratch, const char *name)
{
	char *path = scratch->path[scratch->next++ % 8];

	snprintf(path, sizeof(scratch->path[0]), "%s/%s", scratch->dir, name);
	return path;
}

/* Writes text into a file. */
void
scratch_write(struct scratch *scratch, const char *name, const char *text)
{
	FILE *file = fopen(scratch_path(scratch, name), "w");

	if (file == NULL)
		abort();
	if (fputs(text, file) == EOF || fclose(file) != 0)
		abort();
}

/* How large a file is. */
int64_t
scratch_size(struct scratch *scratch, const char *name)
{
	struct stat st;

	if (stat(scratch_path(scratch, name), &st) != 0)
		return -1;
	return st.st_size;
}
