/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "emb_notice.h"

#include <string.h>
#include <strings.h>

#include "emb_line.h"

#define VALUE 400 /* bytes kept of a field */

/* What an action says, the worst first. */
static const struct {
	const char *word;
	enum emb_sort sort;
} actions[] = {
	{ "failed", EMB_FAILED },
	{ "delayed", EMB_DELAYED },
	{ "expanded", EMB_DELAYED },
	{ "relayed", EMB_ARRIVED },
	{ "delivered", EMB_ARRIVED },
};

#define ACTIONS (sizeof(actions) / sizeof(*actions))

/* Fields of a status that we read. */
struct status {
	char action[VALUE], code[VALUE], said[VALUE], disposition[VALUE];
};

/* Reports are ASCII; what is not is no character of one. */
static void
clean(char *value)
{
	for (; *value != '\0'; value++) {
		if (*value < ' ' || *value > '~')
			*value = *value == '\t' ? ' ' : '?';
	}
}

/* A field's value behind its name, if it is that one. */
static bool
take_field(struct emb_line line, const char *name, char value[VALUE])
{
	size_t len = strlen(name);

	if (line.len < len || strncasecmp(line.at, name, len) != 0)
		return false;
	line.at += len;
	line.len -= len;
	emb_line_trim(&line);
	if (line.len >= VALUE)
		line.len = VALUE - 1;
	memcpy(value, line.at, line.len);
	value[line.len] = '\0';
	clean(value);
	return true;
}

/* More of a value that stands on lines of its own. */
static void
append(char value[VALUE], struct emb_line line)
{
	size_t len = strlen(value);

	emb_line_trim(&line);
	if (line.len > VALUE - 2 - len)
		line.len = VALUE - 2 - len;
	value[len++] = ' ';
	memcpy(value + len, line.at, line.len);
	value[len + line.len] = '\0';
	clean(value);
}

/* The place of an action in the list, which has them by how bad they are. */
static size_t
place_of(const char *action)
{
	size_t len = strcspn(action, " ;(\t");
	size_t i = 0;

	while (i < ACTIONS &&
	    (strlen(actions[i].word) != len ||
		strncasecmp(actions[i].word, action, len) != 0))
		i++;
	return i;
}

/* The fields of one block of a status part; blocks end at empty lines. */
static bool
read_block(struct emb_line *rest, struct status *ret)
{
	char *last = NULL;
	struct emb_line line;
	bool any = false;

	memset(ret, 0, sizeof(*ret));
	while (emb_line_next(rest, &line)) {
		struct emb_line bare = line;

		emb_line_trim(&bare);
		if (bare.len == 0)
			return true;
		any = true;
		if (line.at[0] == ' ' || line.at[0] == '\t') {
			if (last != NULL)
				append(last, line);
			continue;
		}
		last = NULL;
		(void)take_field(bare, "Action:", ret->action);
		(void)take_field(bare, "Status:", ret->code);
		(void)take_field(bare, "Disposition:", ret->disposition);
		if (take_field(bare, "Diagnostic-Code:", ret->said))
			last = ret->said;
	}
	return any;
}

/* "5.1.1 (550 5.1.1 no such user)". */
static void
put_failure(const struct status *status, struct hub_buf *note)
{
	const char *said = status->said;

	if (strncasecmp(said, "smtp;", 5) == 0)
		said += 5;
	said += strspn(said, " ");
	hub_buf_clear(note);
	hub_buf_fmt(note, "Surat tidak sampai: %s",
	    status->code[0] != '\0' ? status->code : "5.0.0");
	if (said[0] != '\0')
		hub_buf_fmt(note, " (%s)", said);
}

/* The worst of all recipients. */
static bool
read_delivery(const struct hub_mail_part *part, enum emb_sort *ret_sort,
    struct hub_buf *note)
{
	struct emb_line rest = { part->data, part->len };
	size_t worst = ACTIONS;
	struct status status;

	while (read_block(&rest, &status)) {
		size_t place = place_of(status.action);

		/* Some write no action that is one; the code says it. */
		if (place == ACTIONS && status.action[0] != '\0')
			place = status.code[0] == '5' ? 0 : 1;
		if (place >= worst)
			continue;
		worst = place;
		if (actions[place].sort == EMB_FAILED)
			put_failure(&status, note);
	}
	if (worst == ACTIONS)
		return false;
	*ret_sort = actions[worst].sort;
	return true;
}

/* Shown, deleted unseen, or anything else, which says nothing. */
static bool
read_disposition(const struct hub_mail_part *part, enum emb_sort *ret_sort,
    struct hub_buf *note)
{
	struct emb_line rest = { part->data, part->len };
	struct status status;
	const char *type;

	if (!read_block(&rest, &status))
		return false;
	type = strchr(status.disposition, ';');
	type = type == NULL ? "" : type + 1 + strspn(type + 1, " \t");
	*ret_sort = EMB_DELAYED;
	if (strncasecmp(type, "displayed", 9) == 0)
		*ret_sort = EMB_SEEN;
	if (strncasecmp(type, "deleted", 7) == 0) {
		*ret_sort = EMB_UNSEEN;
		hub_buf_text(note, "Surat dihapus tanpa dibuka.");
	}
	return true;
}

/* The first part that is a report. */
bool
emb_notice_read(const struct hub_mail *mail, enum emb_sort *ret_sort,
    struct hub_buf *note)
{
	for (size_t i = 0; i < hub_mail_count(mail); i++) {
		const struct hub_mail_part *part = hub_mail_part(mail, i);
		bool delivery = strcasecmp(part->type,
				    "message/delivery-status") == 0 ||
		    strcasecmp(part->type, "message/global-delivery-status") ==
			0;
		bool disposition = strcasecmp(part->type,
				       "message/disposition-notification") ==
			0 ||
		    strcasecmp(part->type,
			"message/global-disposition-notification") == 0;

		if (part->disposition[0] == 'a' && part->filename[0] != '\0')
			continue;
		if ((delivery && read_delivery(part, ret_sort, note)) ||
		    (disposition && read_disposition(part, ret_sort, note)))
			return true;
	}
	return false;
}
