/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "checkpoint.h"

#include <ctype.h>

/* An origin, a number and a root with their newlines. */
#define TEXT_MAX (NOTE_NAME_MAX + 96)

/* Whether the root is the one that only a tree without entries has. */
static bool
is_empty_root(const struct tlog_hash *root)
{
	struct tlog_frontier none;
	struct tlog_hash empty;

	tlog_init(&none);
	tlog_root(&none, &empty);
	return tlog_equal(root, &empty);
}

/* Whether the lines are each not empty; there may be none. */
static bool
are_lines(struct note_span lines)
{
	struct note_span line;

	while (note_span_line(&lines, &line))
		if (line.len == 0)
			return false;
	return lines.len == 0;
}

enum hub_status
checkpoint_parse(struct note_span text, struct checkpoint *ret,
    struct hub_error *err)
{
	struct note_span size, root;
	struct checkpoint c;

	if (!note_span_line(&text, &c.origin) || c.origin.len == 0)
		return hub_fail(err, HUB_MALFORMED,
		    "the checkpoint does not begin with an origin");
	if (!note_span_line(&text, &size) ||
	    !note_span_number(size, &c.head.size))
		return hub_fail(err, HUB_MALFORMED,
		    "the checkpoint's size is not a decimal number below 2^63 "
		    "without leading zeros");
	if (!note_span_line(&text, &root) ||
	    !tlog_hash_parse(root.at, root.len, &c.head.root))
		return hub_fail(err, HUB_MALFORMED,
		    "the checkpoint's root is not base64 of 32 bytes");
	if (c.head.size == 0 && !is_empty_root(&c.head.root))
		return hub_fail(err, HUB_MALFORMED,
		    "the checkpoint has no entries, but not the root of an "
		    "empty tree");
	c.extension = text;
	if (!are_lines(text))
		return hub_fail(err, HUB_MALFORMED,
		    "the checkpoint has an empty line behind its root");
	*ret = c;
	return HUB_OK;
}

/* A log's name without the number of its epoch. */
static struct note_span
without_epoch(struct note_span origin)
{
	size_t len = origin.len;

	while (len > 0 && isdigit((unsigned char)origin.at[len - 1]))
		len--;
	if (len > 1 && len < origin.len && origin.at[len - 1] == '/')
		origin.len = len - 1;
	return origin;
}

bool
checkpoint_same_log(struct note_span a, struct note_span b)
{
	return note_span_equal(without_epoch(a), without_epoch(b));
}

enum hub_status
checkpoint_open(const struct note *note, const struct note_key *log,
    struct checkpoint *ret, struct hub_error *err)
{
	enum hub_status status;
	struct note_seal seal;
	struct checkpoint c;

	status = note_check_one(note, log, &seal, err);
	if (status == HUB_OK)
		status = checkpoint_parse(note->text, &c, err);
	if (status != HUB_OK)
		return status;
	if (!note_span_is(c.origin, log->name))
		return hub_fail(err, HUB_MALFORMED,
		    "the checkpoint is of another log than %.100s", log->name);
	*ret = c;
	return HUB_OK;
}

enum hub_status
checkpoint_write(struct hub_buf *out, const char *origin,
    const struct tlog_head *head, struct hub_error *err)
{
	char root[TLOG_HASH_TEXT_SIZE];

	if (!note_name_is_valid(note_span_of(origin)))
		return hub_fail(err, HUB_MISCONFIGURED,
		    "the origin of a log has 1 to %u bytes of UTF-8 without "
		    "spaces and \"+\"",
		    NOTE_NAME_MAX);
	tlog_hash_text(&head->root, root);
	hub_buf_fmt(out, "%s\n%llu\n%s\n", origin,
	    (unsigned long long)head->size, root);
	return hub_buf_ok(out)
	    ? HUB_OK
	    : hub_fail(err, HUB_FAULT, "no room for a checkpoint");
}

enum hub_status
checkpoint_sign(struct hub_buf *out, const struct tlog_head *head,
    const struct note_signer *log, struct hub_error *err)
{
	enum hub_status status;
	struct note_span span;
	struct hub_buf text;

	hub_buf_init(&text, TEXT_MAX);
	status = checkpoint_write(&text, log->key.name, head, err);
	span.at = hub_buf_str(&text);
	span.len = text.len;
	if (status == HUB_OK)
		status = note_write(out, span, err);
	if (status == HUB_OK)
		status = note_sign(out, span, log, 0, err);
	hub_buf_release(&text);
	return status;
}
