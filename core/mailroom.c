/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "mailroom.h"

#include <stdlib.h>
#include <string.h>

#include "conf_hub.h"
#include "log.h"
#include "relay.h"

struct mailroom {
	struct relay *relay;
	struct mail_desk *desk;
	struct mailbox **boxes;
	size_t count;
};

/* The mailbox of that name, or NULL. */
static struct mailbox *
find(const struct mailroom *room, const char *name)
{
	for (size_t i = 0; i < room->count; i++)
		if (strcmp(mailbox_name(room->boxes[i]), name) == 0)
			return room->boxes[i];
	return NULL;
}

/* Begins to read a mailbox. */
static void
add(struct mailroom *room, const char *name)
{
	struct mailbox **more = realloc(room->boxes,
	    (room->count + 1) * sizeof(*more));
	struct mailbox *box;

	if (more != NULL)
		room->boxes = more;
	box = more == NULL ? NULL : mailbox_new(room->relay, name);
	if (box == NULL)
		log_error("mailbox %s: no memory to read it", name);
	else
		room->boxes[room->count++] = box;
}

/* Whether the configuration in force has that mailbox. */
static bool
is_wanted(const struct mailroom *room, const char *name)
{
	const struct conf *conf = room->relay->conf;

	for (size_t i = 0; i < conf->mailbox_count; i++)
		if (strcmp(conf->mailboxes[i].name, name) == 0)
			return true;
	return false;
}

/* One that is busy ends by itself, and goes at the next reload. */
void
mailroom_reload(struct mailroom *room)
{
	const struct conf *conf = room->relay->conf;
	size_t kept = 0;

	for (size_t i = 0; i < room->count; i++) {
		struct mailbox *box = room->boxes[i];

		if (is_wanted(room, mailbox_name(box)) || mailbox_busy(box))
			room->boxes[kept++] = box;
		else
			mailbox_free(box);
	}
	room->count = kept;
	for (size_t i = 0; i < conf->mailbox_count; i++) {
		struct mailbox *box = find(room, conf->mailboxes[i].name);

		if (box == NULL)
			add(room, conf->mailboxes[i].name);
		else
			mailbox_renew(box);
	}
	mail_desk_wake(room->desk);
}

struct mailroom *
mailroom_new(struct relay *relay)
{
	struct mailroom *room = calloc(1, sizeof(*room));

	if (room == NULL)
		return NULL;
	room->relay = relay;
	room->desk = mail_desk_new(relay);
	if (room->desk == NULL) {
		free(room);
		return NULL;
	}
	mailroom_reload(room);
	return room;
}

void
mailroom_free(struct mailroom *room)
{
	if (room == NULL)
		return;
	for (size_t i = 0; i < room->count; i++)
		mailbox_free(room->boxes[i]);
	free(room->boxes);
	mail_desk_free(room->desk);
	free(room);
}

void
mailroom_arrived(struct mailroom *room)
{
	if (room != NULL)
		mail_desk_wake(room->desk);
}

void
mailroom_dealt(struct mailroom *room, const char *mailbox)
{
	struct mailbox *box = room == NULL ? NULL : find(room, mailbox);

	if (box != NULL)
		mailbox_wake(box);
}

bool
mailroom_busy(const struct mailroom *room)
{
	if (room == NULL)
		return false;
	for (size_t i = 0; i < room->count; i++)
		if (mailbox_busy(room->boxes[i]))
			return true;
	return mail_desk_busy(room->desk);
}

const struct mailbox *
mailroom_box(const struct mailroom *room, size_t index)
{
	return room == NULL || index >= room->count ? NULL : room->boxes[index];
}

struct mail_desk_counts
mailroom_counts(const struct mailroom *room)
{
	return room == NULL ? (struct mail_desk_counts){ .understood = 0 }
			    : mail_desk_counts(room->desk);
}
