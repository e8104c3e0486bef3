/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "api_named.h"

#include <stdio.h>
#include <strings.h>

#include "conf_nearest.h"
#include "route_office.h"

/* The id that was likely meant, as the end of a sentence: of the institution
 * that has that name, or one whose id is spelt alike. */
static const char *
hint(const struct conf *conf, const char *id, char *buf, size_t size)
{
	struct conf_nearest near;

	conf_nearest_init(&near, id);
	for (size_t i = 0; i < conf->institution_count; i++) {
		const struct conf_institution *inst = &conf->institutions[i];

		if (inst->retired)
			continue;
		conf_nearest_offer(&near, inst->id);
		if (strcasecmp(inst->id, id) == 0 ||
		    strcasecmp(inst->name, id) == 0) {
			near.best = inst->id;
			break;
		}
	}
	return conf_nearest_hint(&near, buf, size);
}

bool
api_named_known(const struct body_row *rows, const void *said,
    const struct conf *conf, struct body_problem *ret_problem)
{
	char buf[96];

	for (const struct body_row *row = rows; row->name != NULL; row++) {
		const char *id;

		if (row->kind != BODY_INSTITUTION)
			continue;
		id = *(const char *const *)((const char *)said + row->offset);
		if (id[0] == '\0' || route_named(conf, id) != NULL)
			continue;
		(void)snprintf(ret_problem->member, sizeof(ret_problem->member),
		    "%s", row->name);
		(void)snprintf(ret_problem->text, sizeof(ret_problem->text),
		    "%s: no institution here has that id, expected one of"
		    " /v1/institutions%s",
		    row->name, hint(conf, id, buf, sizeof(buf)));
		return false;
	}
	return true;
}
