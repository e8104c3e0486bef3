/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <string.h>

#include "api_act.h"

/* The bucket of an act's key. */
static struct api_act **
bucket_of(struct api *api, const struct api_act *act)
{
	return &api->running[act->running[0] % API_RUNNING];
}

bool
api_running_enter(struct api *api, struct api_act *act)
{
	struct api_act **bucket;
	char who[IDENT_TEXT_SIZE];

	if (act->apply.seen_text[0] == '\0')
		return true;
	ident_text(act->call.who.institution, who);
	seen_key(act->apply.seen_scope, who, act->apply.seen_text,
	    act->running);
	bucket = bucket_of(api, act);
	for (const struct api_act *a = *bucket; a != NULL; a = a->next)
		if (memcmp(a->running, act->running, SEEN_KEY_SIZE) == 0)
			return false;
	act->next = *bucket;
	*bucket = act;
	act->is_running = true;
	return true;
}

void
api_running_leave(struct api *api, struct api_act *act)
{
	struct api_act **at = bucket_of(api, act);

	if (!act->is_running)
		return;
	while (*at != act)
		at = &(*at)->next;
	*at = act->next;
	act->is_running = false;
}
