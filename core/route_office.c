/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "route_office.h"

#include <string.h>
#include <strings.h>

const struct conf_institution *
route_named(const struct conf *conf, const char *name)
{
	const struct conf_institution *found;

	if (name[0] == '\0')
		return NULL;
	found = conf_find(conf, name);
	for (size_t i = 0; i < conf->institution_count && found == NULL; i++)
		if (strcmp(conf->institutions[i].was, name) == 0)
			found = &conf->institutions[i];
	return found;
}

/* The one behind it in a chain; NULL: it is the last. */
static const struct conf_institution *
next_in(const struct conf *conf, const char *name)
{
	return name == NULL || name[0] == '\0' ? NULL : conf_find(conf, name);
}

const struct conf_institution *
route_in_office(const struct conf *conf, const char *name, int64_t now_ms)
{
	const struct conf_institution *inst = route_named(conf, name);

	/* A chain is never longer than there are institutions. */
	for (size_t i = 0; i < conf->institution_count && inst != NULL; i++) {
		if (!inst->retired &&
		    (inst->until_ms == 0 || now_ms < inst->until_ms))
			return now_ms < inst->from_ms ? NULL : inst;
		inst = next_in(conf, inst->successor);
	}
	return NULL;
}

/* Whether a chain of successors leads from one to the other. */
static bool
leads_to(const struct conf *conf, const struct conf_institution *from,
    const struct conf_institution *to)
{
	for (size_t i = 0; i < conf->institution_count && from != NULL; i++) {
		if (from == to)
			return true;
		from = next_in(conf, from->successor);
	}
	return false;
}

bool
route_is_below(const struct conf *conf, const struct conf_institution *inst,
    const struct conf_institution *body)
{
	if (body == NULL)
		return false;
	for (size_t i = 0; i < conf->institution_count && inst != NULL; i++) {
		if (leads_to(conf, body, inst) || leads_to(conf, inst, body))
			return true;
		inst = next_in(conf, inst->superior);
	}
	return false;
}

const struct conf_institution *
route_reported(const struct conf *conf, const struct hub_handoff *h)
{
	const struct conf_institution *found;

	if (h->reported_body[0] == '\0' ||
	    (h->classification != HUB_CLASS_SUPERVISORY && !h->secret))
		return NULL;
	found = route_named(conf, h->reported_body);
	for (size_t i = 0; i < conf->institution_count && found == NULL; i++)
		if (strcasecmp(conf->institutions[i].name, h->reported_body) ==
		    0)
			found = &conf->institutions[i];
	return found;
}
