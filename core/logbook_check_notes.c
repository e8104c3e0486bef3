/* SPDX-License-Identifier: Apache-2.0 */
/* The checkpoints of a log: its own, those it kept, those others have. */
#include "config.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "limits.h"
#include "logbook_check.h"

#define KEPT_PREFIX LOGBOOK_CHECKPOINT "."

/* A note as the policy sees it. */
enum trust { TRUST_GOOD, TRUST_FORM, TRUST_NONE };

/* Whether the bytes are a checkpoint that the policy takes. */
static enum trust
judge(const struct policy *policy, struct note_span bytes,
    struct policy_verdict *ret, struct hub_error *err)
{
	struct note *note = malloc(sizeof(*note));
	struct checkpoint form;
	enum trust trust = TRUST_FORM;

	if (note == NULL) {
		(void)hub_fail(err, HUB_FAULT, "out of memory");
		return trust;
	}
	if (note_parse(bytes, note, err) == HUB_OK &&
	    checkpoint_parse(note->text, &form, err) == HUB_OK)
		trust = policy_check(policy, note, ret, err) == HUB_OK
		    ? TRUST_GOOD
		    : TRUST_NONE;
	free(note);
	return trust;
}

/* Room for one more. */
static bool
grow(struct logbook_check *check)
{
	size_t room = check->room == 0 ? 16 : check->room * 2;
	struct logbook_witnessed *others;

	if (check->count < check->room)
		return true;
	others = realloc(check->others, room * sizeof(*others));
	if (others == NULL)
		return false;
	check->others = others;
	check->room = room;
	return true;
}

/* Whether a verdict is about the log of the folder, in whatever epoch: what a
 * restore brought back must be what was signed before. */
static bool
is_same(const struct logbook_check *check, const struct policy_verdict *v)
{
	return checkpoint_same_log(v->checkpoint.origin,
	    note_span_of(check->origin));
}

uint64_t
logbook_check_other(struct logbook_check *check, struct note_span bytes,
    const char *where, bool kept)
{
	struct policy_verdict verdict;
	struct hub_error err = { "" };
	enum trust trust = judge(check->policy, bytes, &verdict, &err);
	struct logbook_witnessed *other;

	if (trust != TRUST_GOOD) {
		logbook_check_tell(check,
		    !kept		      ? DAMAGE_OLD_UNTRUSTED
			: trust == TRUST_FORM ? DAMAGE_HISTORY_FORM
					      : DAMAGE_HISTORY_UNTRUSTED,
		    where, "%s", err.text);
		return UINT64_MAX;
	}
	if (!is_same(check, &verdict)) {
		logbook_check_tell(check,
		    kept ? DAMAGE_HISTORY_UNTRUSTED : DAMAGE_OLD_UNTRUSTED,
		    where, "it is of another log, %.*s",
		    (int)verdict.checkpoint.origin.len,
		    verdict.checkpoint.origin.at);
		return UINT64_MAX;
	}
	if (!grow(check))
		return UINT64_MAX;
	other = &check->others[check->count];
	other->head = verdict.checkpoint.head;
	other->kept = kept;
	other->where = strdup(where);
	check->count += other->where != NULL;
	return other->head.size;
}

/* One file of the history. */
static void
take_kept(struct logbook_check *check, const char *name, struct hub_buf *bytes)
{
	struct note_span number = note_span_of(name);
	struct hub_error err = { "" };
	char path[LOGBOOK_PATH_SIZE];
	uint64_t said, size;

	(void)snprintf(path, sizeof(path), LOGBOOK_HISTORY "/%s", name);
	if (!note_span_skip(&number, KEPT_PREFIX) ||
	    !note_span_number(number, &said)) {
		logbook_check_tell(check, DAMAGE_STRANGER, path,
		    "no checkpoint has such a name");
		return;
	}
	if (logbook_file(check->book, path, NOTE_MAX, bytes, &err) != HUB_OK) {
		logbook_check_tell(check, DAMAGE_HISTORY_FORM, path, "%s",
		    err.text);
		return;
	}
	size = logbook_check_other(check,
	    (struct note_span){ hub_buf_str(bytes), bytes->len }, path, true);
	if (size != UINT64_MAX && size != said)
		logbook_check_tell(check, DAMAGE_HISTORY_NAME, path,
		    "it is of %llu entries", (unsigned long long)size);
}

/* Every file of the history; a log may have none. */
static void
take_history(struct logbook_check *check)
{
	int fd = openat(check->book->dir, LOGBOOK_HISTORY,
	    O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *folder = fd < 0 ? NULL : fdopendir(fd);
	const struct dirent *entry;
	struct hub_buf bytes;

	if (folder == NULL) {
		if (fd >= 0)
			(void)close(fd);
		return;
	}
	hub_buf_init(&bytes, NOTE_MAX);
	while ((entry = readdir(folder)) != NULL)
		if (entry->d_name[0] != '.')
			take_kept(check, entry->d_name, &bytes);
	hub_buf_release(&bytes);
	(void)closedir(folder);
}

/* The log's own checkpoint; false when nothing can be compared with it. */
static bool
take_own(struct logbook_check *check, struct hub_buf *bytes)
{
	struct policy_verdict verdict;
	struct hub_error err = { "" };
	enum hub_status status = logbook_checkpoint(check->book, bytes, &err);
	enum trust trust;

	if (status != HUB_OK) {
		logbook_check_tell(check,
		    status == HUB_UNSAYABLE ? DAMAGE_CHECKPOINT_MISSING
					    : DAMAGE_CHECKPOINT_FORM,
		    LOGBOOK_CHECKPOINT, "%s", err.text);
		return false;
	}
	trust = judge(check->policy,
	    (struct note_span){ hub_buf_str(bytes), bytes->len }, &verdict,
	    &err);
	if (trust != TRUST_GOOD) {
		logbook_check_tell(check,
		    trust == TRUST_FORM ? DAMAGE_CHECKPOINT_FORM
					: DAMAGE_CHECKPOINT_UNTRUSTED,
		    LOGBOOK_CHECKPOINT, "%s", err.text);
		return false;
	}
	check->head = verdict.checkpoint.head;
	check->cosigned = verdict.cosigned;
	(void)snprintf(check->origin, sizeof(check->origin), "%.*s",
	    (int)verdict.checkpoint.origin.len, verdict.checkpoint.origin.at);
	return true;
}

bool
logbook_check_begin(struct logbook_check *check)
{
	struct hub_buf bytes;
	bool good;

	hub_buf_init(&bytes, NOTE_MAX);
	good = take_own(check, &bytes);
	hub_buf_release(&bytes);
	if (good)
		take_history(check);
	return good;
}
