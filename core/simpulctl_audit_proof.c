/* SPDX-License-Identifier: Apache-2.0 */
/* Proofs for others: of an entry, and that a log only grew. */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "digest.h"
#include "hub_json.h"
#include "limits.h"
#include "logbook_prove.h"
#include "logbook_walk.h"
#include "simpulctl_audit.h"
#include "simpulctl_desk.h"
#include "simpulctl_file.h"
#include "tlog_receipt.h"

#define EXTRA_BYTES (TLOG_RECEIPT_EXTRA_MAX / 4 * 3)

/* An entry that is looked for by its id. */
struct wanted {
	const char *id;
	uint64_t index;
	bool found;
};

/* logbook_entry_fn: whether it is this one. */
static bool
on_entry(void *ctx, uint64_t index, struct note_span bytes,
    const struct canon_entry *entry)
{
	struct wanted *wanted = ctx;

	(void)bytes;
	wanted->found = strcmp(entry->id, wanted->id) == 0;
	wanted->index = index;
	return !wanted->found;
}

/* Which entry is meant; false after saying what is wrong. */
static bool
find_entry(struct ctl_desk *desk, uint64_t size, struct wanted *wanted)
{
	struct hub_error err = { "" };
	const struct logbook_walk walk = { .book = &desk->book,
		.size = size,
		.each = on_entry,
		.ctx = wanted,
		.progress = ctl_desk_progress,
		.progress_ctx = desk };

	if (wanted->id[0] == '\0')
		return true;
	if (logbook_walk_run(&walk, &err) != HUB_OK)
		(void)ctl_fail(desk->ctl, "%s", err.text);
	else if (!wanted->found)
		(void)ctl_fail(desk->ctl, "the log has no entry with that id");
	return wanted->found;
}

/* The receipt of an entry, with the entry in it where it is not too long. */
static enum hub_status
make_receipt(struct ctl_desk *desk, struct tlog_receipt *receipt,
    const struct tlog_head *head, struct hub_buf *out, struct hub_error *err)
{
	struct logbook_proved proved = { .index = receipt->index };
	char extra[TLOG_RECEIPT_EXTRA_MAX + 8];
	enum hub_status status = logbook_prove(&desk->book, head, &proved, err);

	if (status != HUB_OK)
		return status;
	receipt->proof = proved.proof;
	if (proved.entry.len <= EXTRA_BYTES) {
		digest_base64(proved.entry.at, proved.entry.len, extra);
		receipt->extra = note_span_of(extra);
	}
	return tlog_receipt_write(out, receipt, err);
}

/* Prints a proof of one entry. */
static int
prove(struct ctl_desk *desk, struct wanted *wanted)
{
	struct ctl *ctl = desk->ctl;
	struct tlog_receipt receipt = { .index = 0 };
	struct hub_error err = { "" };
	struct tlog_head head;
	struct hub_json_out json;
	struct hub_buf note, text, out;
	int status = CTL_FAILED;

	hub_buf_init(&note, NOTE_MAX);
	hub_buf_init(&text, NOTE_MAX);
	if (ctl_desk_head(desk, &note, &head) &&
	    find_entry(desk, head.size, wanted)) {
		status = CTL_GOOD;
		receipt.index = wanted->index;
		receipt.checkpoint = (struct note_span){ hub_buf_str(&note),
			note.len };
		if (make_receipt(desk, &receipt, &head, &text, &err) != HUB_OK)
			status = ctl_fail(ctl, "%s", err.text);
	}
	if (status == CTL_GOOD && ctl->json) {
		hub_buf_init(&out, CTL_OUTPUT_MAX);
		hub_json_out_init(&json, &out);
		hub_json_open(&json, NULL, '{');
		hub_json_put_int(&json, "index", (int64_t)wanted->index);
		hub_json_put_int(&json, "size", (int64_t)head.size);
		hub_json_put_text(&json, "proof", hub_buf_str(&text));
		hub_json_close(&json, '}');
		ctl_print(ctl, &out);
	} else if (status == CTL_GOOD) {
		(void)fwrite(text.data, 1, text.len, ctl->out);
	}
	hub_buf_release(&note);
	hub_buf_release(&text);
	return status;
}

/* simpulctl audit prove (--index N | --event ID) [DIR] */
int
ctl_audit_prove(struct ctl *ctl)
{
	struct wanted wanted = { .found = false };
	struct ctl_desk desk;
	int status = CTL_FAILED;
	int64_t index;

	wanted.id = ctl_value(ctl, "--event", "");
	if (wanted.id == NULL || !ctl_number(ctl, "--index", -1, &index) ||
	    (index < 0) == (wanted.id[0] == '\0')) {
		ctl_usage(ctl->err, ctl->command);
		return CTL_FAILED;
	}
	wanted.index = index < 0 ? 0 : (uint64_t)index;
	if (!ctl_desk_options(&desk, ctl))
		return CTL_FAILED;
	if (ctl_arguments(ctl, 0, 1) &&
	    ctl_desk_open(&desk, ctl->argc > 0 ? ctl->argv[0] : ""))
		status = prove(&desk, &wanted);
	ctl_desk_close(&desk);
	return status;
}

/* Says whether something holds, and why not. */
static int
say(struct ctl *ctl, const char *good, const char *bad)
{
	struct hub_json_out json;
	struct hub_buf text;

	hub_buf_init(&text, CTL_OUTPUT_MAX);
	if (ctl->json) {
		hub_json_out_init(&json, &text);
		hub_json_open(&json, NULL, '{');
		hub_json_put_flag(&json, "good", bad[0] == '\0');
		hub_json_put_text(&json, "text", bad[0] == '\0' ? good : bad);
		hub_json_close(&json, '}');
	} else {
		hub_buf_text(&text, bad[0] == '\0' ? good : bad);
	}
	ctl_print(ctl, &text);
	return bad[0] == '\0' ? CTL_GOOD : CTL_BAD;
}

/* The leaf of the entry that a receipt is about: of a file, or of its own
 * extra data; false after saying what is wrong. */
static bool
leaf_of(struct ctl *ctl, const struct tlog_receipt *receipt, const char *file,
    struct tlog_hash *ret)
{
	uint8_t own[EXTRA_BYTES + 3];
	struct hub_buf bytes;
	bool good;
	long len;

	if (file[0] != '\0') {
		hub_buf_init(&bytes, TLOG_ENTRY_MAX);
		good = ctl_file_read(ctl, file, &bytes);
		if (good)
			tlog_leaf(hub_buf_str(&bytes), bytes.len, ret);
		hub_buf_release(&bytes);
		return good;
	}
	len = receipt->extra.len == 0 ||
		receipt->extra.len > EXTRA_BYTES / 3 * 4
	    ? -1
	    : digest_unbase64(receipt->extra.at, receipt->extra.len, own);
	if (len < 0) {
		(void)ctl_fail(ctl,
		    "the proof has no entry in it; name one with --entry");
		return false;
	}
	tlog_leaf(own, (size_t)len, ret);
	return true;
}

/* Whether a proof holds. */
static int
check(struct ctl_desk *desk, const char *proof, const char *entry)
{
	struct ctl *ctl = desk->ctl;
	struct hub_error err = { "" };
	struct policy_verdict verdict;
	struct tlog_receipt receipt;
	struct tlog_hash leaf;
	struct hub_buf bytes;
	char good[512] = "";
	int status = CTL_FAILED;

	hub_buf_init(&bytes, NOTE_MAX);
	if (!ctl_file_read(ctl, proof, &bytes))
		status = CTL_FAILED;
	else if (tlog_receipt_parse((struct note_span){ hub_buf_str(&bytes),
					bytes.len },
		     &receipt, &err) != HUB_OK)
		status = say(ctl, "", err.text);
	else if (leaf_of(ctl, &receipt, entry, &leaf)) {
		if (tlog_receipt_check(&receipt, &leaf, desk->policy, &verdict,
			&err) == HUB_OK)
			(void)snprintf(good, sizeof(good),
			    "entry %llu is in the log %.*s, as it was signed",
			    (unsigned long long)receipt.index,
			    (int)verdict.checkpoint.origin.len,
			    verdict.checkpoint.origin.at);
		status = say(ctl, good, err.text);
	}
	hub_buf_release(&bytes);
	return status;
}

/* simpulctl audit check-proof FILE */
int
ctl_audit_check_proof(struct ctl *ctl)
{
	const char *entry = ctl_value(ctl, "--entry", "");
	struct ctl_desk desk;
	int status = CTL_FAILED;

	if (entry == NULL) {
		ctl_usage(ctl->err, ctl->command);
		return CTL_FAILED;
	}
	if (!ctl_desk_options(&desk, ctl))
		return CTL_FAILED;
	if (ctl_arguments(ctl, 1, 1) && ctl_desk_trust(&desk))
		status = check(&desk, ctl->argv[0], entry);
	ctl_desk_close(&desk);
	return status;
}

/* Whether two checkpoints are of one log: another's is no fork of this. */
static void
check_same(struct note_span old, const struct hub_buf *note,
    struct hub_error *err)
{
	struct note_span now = { hub_buf_str(note), note->len }, a, b;

	if (note_span_line(&old, &a) && note_span_line(&now, &b) &&
	    !checkpoint_same_log(a, b))
		(void)hub_fail(err, HUB_MALFORMED,
		    "the old checkpoint is of another log, %.*s", (int)a.len,
		    a.at);
}

/* The checkpoint of a folder, or that is a file, which is held against the
 * log's note; false after saying what is wrong. */
static bool
read_old(struct ctl_desk *desk, const char *name, const struct hub_buf *note,
    struct tlog_head *ret, struct hub_error *err)
{
	struct note_span span;
	char path[LOGBOOK_PATH_SIZE];
	struct hub_buf bytes;
	struct stat st;
	bool good;

	if (stat(name, &st) == 0 && S_ISDIR(st.st_mode) &&
	    snprintf(path, sizeof(path), "%s/" LOGBOOK_CHECKPOINT, name) <
		(int)sizeof(path))
		name = path;
	hub_buf_init(&bytes, NOTE_MAX);
	good = ctl_file_read(desk->ctl, name, &bytes);
	span = (struct note_span){ hub_buf_str(&bytes), bytes.len };
	if (good && ctl_desk_judge(desk, span, ret, err) == HUB_OK)
		check_same(span, note, err);
	hub_buf_release(&bytes);
	return good;
}

/* Makes and checks a proof that the folder's log begins with that tree. */
static void
compare(struct ctl_desk *desk, const struct tlog_head *old,
    const struct tlog_head *head, struct hub_error *err)
{
	struct tlog_tiles *tiles = malloc(sizeof(*tiles));
	const struct tlog_source source = { tlog_tiles_get, tiles };
	struct tlog_proof proof;

	if (tiles == NULL) {
		(void)hub_fail(err, HUB_FAULT, "out of memory");
		return;
	}
	tlog_tiles_init(tiles, head->size, logbook_tile, &desk->book);
	if (old->size > head->size)
		(void)hub_fail(err, HUB_MALFORMED,
		    "the log has %llu %s and had %llu: it was cut off or "
		    "rolled back",
		    (unsigned long long)head->size,
		    ctl_plural(head->size, "entry", "entries"),
		    (unsigned long long)old->size);
	else if (!tlog_prove_growth(&source, old->size, head->size, &proof))
		(void)hub_fail(err, HUB_MALFORMED, "%s", desk->book.error.text);
	else if (!tlog_check_growth(&proof, old, head))
		(void)hub_fail(err, HUB_MALFORMED,
		    "the log has forked: at %llu %s it has another root",
		    (unsigned long long)old->size,
		    ctl_plural(old->size, "entry", "entries"));
	free(tiles);
}

/* simpulctl audit consistency OLD DIR */
int
ctl_audit_consistency(struct ctl *ctl)
{
	struct hub_error err = { "" };
	struct tlog_head old, head;
	struct ctl_desk desk;
	struct hub_buf note;
	char good[128];
	int status = CTL_FAILED;

	if (!ctl_desk_options(&desk, ctl))
		return CTL_FAILED;
	hub_buf_init(&note, NOTE_MAX);
	if (ctl_arguments(ctl, 2, 2) && ctl_desk_open(&desk, ctl->argv[1]) &&
	    ctl_desk_head(&desk, &note, &head) &&
	    read_old(&desk, ctl->argv[0], &note, &old, &err)) {
		if (err.text[0] == '\0')
			compare(&desk, &old, &head, &err);
		(void)snprintf(good, sizeof(good),
		    "the log only grew, from %llu %s to %llu",
		    (unsigned long long)(err.text[0] == '\0' ? old.size : 0),
		    ctl_plural(old.size, "entry", "entries"),
		    (unsigned long long)head.size);
		status = say(ctl, good, err.text);
	}
	hub_buf_release(&note);
	ctl_desk_close(&desk);
	return status;
}
