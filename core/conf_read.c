/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <dirent.h>
#include <errno.h>

#include "conf.h"
#include "conf_digest.h"
#include "conf_file.h"
#include "conf_owner.h"
#include "conf_work.h"
#include "hub_buf.h"
#include "limits.h"

#define SUFFIX ".conf"

/* The sections read so far, in order. */
struct pile {
	struct conf_grammar *grammar;
	struct conf_draft *first, **end;
	size_t count;
};

/* "FOLDER/NAME", owned by the reading; NAME alone without a folder. */
static const char *
join(struct arena *arena, const char *folder, const char *name)
{
	struct hub_buf path;
	const char *text;

	if (folder[0] == '\0')
		return name;
	hub_buf_init(&path, CONF_TEXT_MAX * 2);
	hub_buf_fmt(&path, "%s/%s", folder, name);
	text = arena_text(arena, hub_buf_str(&path));
	hub_buf_release(&path);
	return text;
}

/* Adds the sections of one file. */
static void
read_file(struct conf_reading *reading, struct pile *pile, const char *shown,
    const char *folder)
{
	const char *slash = strrchr(shown, '/');
	struct conf_site site = { .reading = reading,
		.file = shown,
		.order = ++reading->files,
		.folder = folder,
		.section = "" };
	struct conf_file file = { .path = join(reading->scratch, folder,
				      slash == NULL ? shown : slash + 1),
		.max = CONF_FILE_MAX };
	struct conf_chunk *chunk;
	struct conf_draft *draft;

	if (!conf_file_read(&file, reading->scratch)) {
		reading->broken = true;
		conf_say_file(&site, "%s", file.problem);
		return;
	}
	chunk = conf_text_cut(&site, file.bytes, file.len);
	for (; chunk != NULL && pile->count < CONF_SECTIONS_MAX;
	     chunk = chunk->next) {
		draft = conf_parse(pile->grammar, &site, chunk);
		if (draft == NULL)
			continue;
		*pile->end = draft;
		pile->end = &draft->next;
		if (++pile->count == CONF_SECTIONS_MAX)
			conf_say_file(&site, "there are more than %u sections",
			    CONF_SECTIONS_MAX);
	}
}

/* Two names in order. */
static int
by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Whether a name in conf.d is one that is read. */
static bool
is_read(const char *name)
{
	size_t len = strlen(name), end = strlen(SUFFIX);

	return name[0] != '.' && len > end &&
	    strcmp(name + len - end, SUFFIX) == 0;
}

/* The names in a folder that are read, sorted; their number. */
static size_t
list_folder(struct arena *arena, const char *folder, const char **names)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	size_t count = 0;

	if (dir == NULL)
		return 0;
	while (count <= CONF_FILES_MAX && (entry = readdir(dir)) != NULL)
		if (is_read(entry->d_name))
			names[count++] = arena_text(arena, entry->d_name);
	(void)closedir(dir);
	qsort(names, count, sizeof(*names), by_name);
	return count;
}

/* Adds the sections of all files in conf.d. */
static void
read_folder(struct conf_reading *reading, struct pile *pile, const char *shown,
    const char *folder)
{
	struct conf_site site = { .reading = reading, .file = shown };
	const char **names = arena_take(reading->scratch,
	    (CONF_FILES_MAX + 1) * sizeof(*names));
	size_t count;

	if (names == NULL)
		return;
	count = list_folder(reading->scratch, folder, names);
	if (count > CONF_FILES_MAX)
		conf_say_file(&site, "holds more than %u files",
		    CONF_FILES_MAX);
	for (size_t i = 0; i < count; i++)
		read_file(reading, pile,
		    join(reading->scratch, shown, names[i]), folder);
}

/* Adds the sections of simpul.conf and of the conf.d beside it. */
static void
read_files(struct conf_reading *reading, struct pile *pile, const char *file)
{
	struct arena *scratch = reading->scratch;
	const char *slash = strrchr(file, '/'), *typed = "", *folder;
	struct conf_site site = { .reading = reading, .file = file };
	char *real;

	if (slash != NULL)
		typed = slash == file
		    ? "/"
		    : arena_bytes(scratch, file, (size_t)(slash - file));
	real = realpath(slash == NULL ? "." : typed, NULL);
	if (real == NULL) {
		conf_say_file(&site, "cannot be read: %s", strerror(errno));
		return;
	}
	folder = arena_text(reading->arena, real);
	free(real);
	read_file(reading, pile, file, folder);
	read_folder(reading, pile, join(scratch, typed, "conf.d"),
	    join(reading->arena, folder, "conf.d"));
}

/* Looks at everything together. */
static void
check(struct conf_work *work)
{
	conf_check_hub(work);
	conf_check_names(work);
	conf_check_circles(work);
	conf_check_auth(work);
	conf_check_mailboxes(work);
	conf_check_seals(work);
	conf_check_expiry(work);
	conf_check_institutions(work);
	conf_check_calendars(work);
	conf_check_regions(work);
	conf_check_deadlines(work);
	conf_check_routes(work);
	conf_check_options(work);
	work->conf->rules_sha256 = conf_digest_rules(work->reading.arena,
	    work->conf);
}

/* Reads and checks; what it needs only meanwhile is in scratch. */
static bool
read_into(struct conf_owner *owner, const char *file, struct conf_work *work,
    void (*look)(struct conf_work *work))
{
	struct conf_reading *reading = &work->reading;
	struct pile pile = { .first = NULL };

	pile.end = &pile.first;
	pile.grammar = conf_grammar_new(reading);
	if (pile.grammar != NULL)
		read_files(reading, &pile, file);
	if (arena_ok(reading->scratch) && arena_ok(reading->arena))
		conf_fill(work, pile.first);
	if (arena_ok(reading->scratch) && arena_ok(reading->arena))
		look(work);
	if (arena_ok(reading->scratch) && arena_ok(&owner->arena) &&
	    (reading->mistakes > 0 || !reading->broken))
		return reading->mistakes == 0;
	conf_tell(reading->complain, reading->ctx,
	    "the configuration needs more memory than it may have");
	return false;
}

/* What a reading is for. */
struct aim {
	void (*look)(struct conf_work *work);
	bool whole; /* a mistake anywhere makes it worthless */
};

/* A configuration from its files. */
static struct conf *
read_conf(const char *file, const struct aim *aim, conf_complaint_fn *complain,
    void *ctx)
{
	struct conf_owner *owner = conf_owner_new();
	struct arena scratch;
	struct conf_work work;
	bool good;

	if (owner == NULL) {
		conf_tell(complain, ctx, "out of memory");
		return NULL;
	}
	arena_init(&scratch, CONF_MEMORY_MAX);
	work = (struct conf_work){ .conf = &owner->conf,
		.reading = { .arena = &owner->arena,
		    .scratch = &scratch,
		    .complain = complain,
		    .ctx = ctx } };
	good = read_into(owner, file, &work, aim->look);
	conf_tell_all(&work.reading);
	arena_release(&scratch);
	if (!aim->whole)
		good = arena_ok(&owner->arena) && work.counts[SECTION_HUB] > 0;
	if (good)
		return &owner->conf;
	conf_release(&owner->conf);
	return NULL;
}

struct conf *
conf_read(const char *file, conf_complaint_fn *complain, void *ctx)
{
	static const struct aim whole = { check, true };

	return read_conf(file, &whole, complain, ctx);
}

struct conf *
conf_read_hub(const char *file, conf_complaint_fn *complain, void *ctx)
{
	static const struct aim hub = { conf_check_hub, false };

	return read_conf(file, &hub, complain, ctx);
}
