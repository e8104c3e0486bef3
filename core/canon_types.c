/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "canon_rows.h"

#define TYPE(name) "simpul." name ".v1"

/* In order of their bytes, for the search. */
static const char *const types[] = {
	TYPE("access.content_viewed"),
	TYPE("access.disclosed"),
	TYPE("access.exported"),
	TYPE("access.refused"),
	TYPE("access.revoked"),
	TYPE("breach.recorded"),
	TYPE("case.answered"),
	TYPE("case.archived"),
	TYPE("case.completed"),
	TYPE("case.disputed"),
	TYPE("case.erased"),
	TYPE("case.forwarded"),
	TYPE("case.postponed"),
	TYPE("case.received"),
	TYPE("case.reclassified"),
	TYPE("case.related"),
	TYPE("case.reopened"),
	TYPE("case.resumed"),
	TYPE("case.verified"),
	TYPE("case.withdrawn"),
	TYPE("clock.breached"),
	TYPE("clock.paused"),
	TYPE("clock.resumed"),
	TYPE("clock.started"),
	TYPE("config.changed"),
	TYPE("custody.changed"),
	TYPE("custody.decided"),
	TYPE("handoff.accepted"),
	TYPE("handoff.answered"),
	TYPE("handoff.bounced"),
	TYPE("handoff.cancelled"),
	TYPE("handoff.closed"),
	TYPE("handoff.delivered"),
	TYPE("handoff.dispatching"),
	TYPE("handoff.escalated"),
	TYPE("handoff.expired"),
	TYPE("handoff.failed"),
	TYPE("handoff.late"),
	TYPE("handoff.opened"),
	TYPE("handoff.parked"),
	TYPE("handoff.queued"),
	TYPE("handoff.received"),
	TYPE("handoff.recomposed"),
	TYPE("handoff.refused"),
	TYPE("handoff.retried"),
	TYPE("handoff.returned"),
	TYPE("handoff.unknown"),
	TYPE("handoff.working"),
	TYPE("hold.placed"),
	TYPE("hold.released"),
	TYPE("institution.added"),
	TYPE("institution.changed"),
	TYPE("institution.key_changed"),
	TYPE("institution.succeeded"),
	TYPE("institution.suspended"),
	TYPE("log.anchored"),
	TYPE("log.heartbeat"),
	TYPE("log.key_rotated"),
	TYPE("log.node_joined"),
	TYPE("log.opened"),
	TYPE("log.recovered"),
	TYPE("map.activated"),
	TYPE("map.rolled_back"),
	TYPE("message.received"),
	TYPE("message.relayed"),
	TYPE("message.translated"),
};
#define TYPES (sizeof(types) / sizeof(types[0]))

/* Every type of entry. */
const char *const *
canon_types(size_t *ret_count)
{
	*ret_count = TYPES;
	return types;
}

/* bsearch's: a name against a row. */
static int
compare(const void *name, const void *row)
{
	return strcmp(name, *(const char *const *)row);
}

/* Whether the log has such entries. */
bool
canon_type_known(const char *type)
{
	return bsearch(type, types, TYPES, sizeof(types[0]), compare) != NULL;
}
