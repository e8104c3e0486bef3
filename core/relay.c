/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "relay.h"

#include <string.h>

#include "dispatch.h"
#include "link.h"
#include "log.h"
#include "mailroom.h"

int64_t
relay_now_ms(const struct relay *relay)
{
	return clock_now_ms(loop_clock(relay->loop));
}

struct link *
relay_link(const struct relay *relay, int64_t key)
{
	for (struct link *l = relay->links; l != NULL; l = l->next)
		if (l->key == key)
			return l;
	return NULL;
}

void
relay_caller_waits(struct relay *relay)
{
	relay->callers++;
}

void
relay_caller_served(struct relay *relay)
{
	relay->callers--;
}

void
relay_wake(struct relay *relay, int64_t key)
{
	struct link *link = relay_link(relay, key);

	if (link != NULL && !relay->stopping)
		link_wake(link);
	if (relay->news != NULL)
		relay->news(relay->news_ctx, key);
}

void
relay_wake_all(struct relay *relay)
{
	for (struct link *l = relay->links; l != NULL; l = l->next)
		if (!relay->stopping)
			link_wake(l);
	if (relay->news != NULL)
		relay->news(relay->news_ctx, 0);
}

/* Whether an institution is reached over a wire at all. */
static bool
has_wire(const struct conf_institution *inst)
{
	return strcmp(inst->plugin, "none") != 0;
}

/* A link for each institution that has none yet; the others are renewed. */
static void
link_all(struct relay *relay)
{
	for (size_t i = 0; i < relay->conf->institution_count; i++) {
		const struct conf_institution *inst =
		    &relay->conf->institutions[i];
		struct link *link = relay_link(relay, inst->key);

		if (!has_wire(inst))
			continue;
		if (link != NULL) {
			link_renew(link, relay->conf, inst);
			continue;
		}
		link = link_new(relay, relay->conf, inst);
		if (link == NULL) {
			log_error("%s: no memory for its link", inst->id);
			continue;
		}
		link->next = relay->links;
		relay->links = link;
	}
}

void
relay_start(struct relay *relay)
{
	link_all(relay);
	relay_wake_all(relay);
	relay->mailroom = mailroom_new(relay);
	if (relay->mailroom == NULL)
		log_error("ALERT no memory to read mailboxes");
}

void
relay_reload(struct relay *relay, struct conf *conf)
{
	conf_release(relay->conf);
	relay->conf = conf_hold(conf);
	link_all(relay);
	for (struct link *l = relay->links; l != NULL; l = l->next) {
		const struct conf_institution *inst = conf_by_key(conf, l->key);

		if (inst == NULL || !has_wire(inst))
			link_leave(l);
	}
	if (relay->mailroom != NULL)
		mailroom_reload(relay->mailroom);
	relay_wake_all(relay);
}

void
relay_forget(struct relay *relay, struct link *link)
{
	struct link **at = &relay->links;

	while (*at != NULL && *at != link)
		at = &(*at)->next;
	if (*at == link)
		*at = link->next;
	log_note("%s has no link any more", link->inst->id);
	link_free(link);
}

void
relay_drain(struct relay *relay)
{
	relay->stopping = true;
	for (struct link *l = relay->links; l != NULL; l = l->next)
		dispatch_let_go(l);
}

size_t
relay_busy(const struct relay *relay)
{
	size_t busy = 0;

	for (const struct link *l = relay->links; l != NULL; l = l->next)
		busy += l->in_hand;
	return busy;
}

void
relay_stop(struct relay *relay)
{
	struct link *next;

	for (struct link *l = relay->links; l != NULL; l = next) {
		next = l->next;
		link_free(l);
	}
	relay->links = NULL;
	repeats_release(&relay->repeats);
	mailroom_free(relay->mailroom);
	relay->mailroom = NULL;
	conf_release(relay->conf);
	relay->conf = NULL;
}
