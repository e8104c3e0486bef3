/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "conf.h"

#include "conf_owner.h"
#include "limits.h"

/* An empty conf. */
struct conf_owner *
conf_owner_new(void)
{
	struct conf_owner *owner = calloc(1, sizeof(*owner));

	if (owner == NULL)
		return NULL;
	arena_init(&owner->arena, CONF_MEMORY_MAX);
	owner->conf.references = 1;
	owner->conf.rules_sha256 = "";
	owner->conf.warning = "";
	return owner;
}

/* One more who uses it. */
struct conf *
conf_hold(struct conf *conf)
{
	conf->references++;
	return conf;
}

/* Overwrites a secret that the arena owns. */
static void
wipe(const char *secret)
{
	if (secret != NULL && secret[0] != '\0')
		explicit_bzero((void *)(uintptr_t)secret, strlen(secret));
}

/* One less; the last one frees it, secrets wiped. */
void
conf_release(struct conf *conf)
{
	struct conf_owner *owner = (struct conf_owner *)conf;
	const struct conf_zone *zone;

	if (conf == NULL || --conf->references > 0)
		return;
	for (size_t i = 0; i < conf->institution_count; i++) {
		wipe(conf->institutions[i].out.secret);
		wipe(conf->institutions[i].in.secret);
	}
	for (size_t i = 0; i < conf->mailbox_count; i++)
		wipe(conf->mailboxes[i].password);
	for (zone = owner->zones; zone != NULL; zone = zone->next)
		tz_free(zone->tz);
	arena_release(&owner->arena);
	free(owner->by_key);
	free(owner);
}

/* Compares a name with an institution's. */
static int
compare_id(const void *name, const void *institution)
{
	return strcmp(name, ((const struct conf_institution *)institution)->id);
}

/* The institution of that name. */
const struct conf_institution *
conf_find(const struct conf *conf, const char *name)
{
	if (conf->institution_count == 0)
		return NULL;
	return bsearch(name, conf->institutions, conf->institution_count,
	    sizeof(*conf->institutions), compare_id);
}

/* By key, those without one first. */
static int
by_key(const void *a, const void *b)
{
	int64_t x = (*(const struct conf_institution *const *)a)->key;
	int64_t y = (*(const struct conf_institution *const *)b)->key;

	return x < y ? -1 : x > y;
}

/* Orders the institutions by their keys; false when out of memory. */
bool
conf_index(struct conf *conf)
{
	struct conf_owner *owner = (struct conf_owner *)conf;
	const struct conf_institution **order;

	order = calloc(conf->institution_count + 1, sizeof(*order));
	if (order == NULL)
		return false;
	for (size_t i = 0; i < conf->institution_count; i++)
		order[i] = &conf->institutions[i];
	qsort(order, conf->institution_count, sizeof(*order), by_key);
	free(owner->by_key);
	owner->by_key = order;
	return true;
}

/* The same without the order. */
static const struct conf_institution *
seek_key(const struct conf *conf, int64_t key)
{
	for (size_t i = 0; i < conf->institution_count; i++)
		if (conf->institutions[i].key == key)
			return &conf->institutions[i];
	return NULL;
}

/* The institution of that number, by halves in the order of keys. */
const struct conf_institution *
conf_by_key(const struct conf *conf, int64_t key)
{
	const struct conf_owner *owner = (const struct conf_owner *)conf;
	size_t low = 0, high = conf->institution_count;

	if (key == 0)
		return NULL;
	if (owner->by_key == NULL)
		return seek_key(conf, key);
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (owner->by_key[middle]->key < key)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == conf->institution_count || owner->by_key[low]->key != key)
		return NULL;
	return owner->by_key[low];
}

/* A time zone of the conf's own. */
const struct tz *
conf_zone_open(struct conf *conf, const char *name)
{
	struct conf_owner *owner = (struct conf_owner *)conf;
	struct conf_zone *zone;

	for (zone = owner->zones; zone != NULL; zone = zone->next)
		if (strcmp(zone->name, name) == 0)
			return zone->tz;
	zone = arena_take(&owner->arena, sizeof(*zone));
	if (zone == NULL)
		return NULL;
	zone->tz = tz_open(name);
	if (zone->tz == NULL)
		return NULL;
	zone->name = arena_text(&owner->arena, name);
	zone->next = owner->zones;
	owner->zones = zone;
	return zone->tz;
}

/* Remembers a name for what is shown of old cases; once a number. */
bool
conf_add_former(struct conf *conf, int64_t key, const char *name)
{
	struct conf_owner *owner = (struct conf_owner *)conf;
	struct conf_former *former;

	if (conf_name(conf, key)[0] != '\0')
		return true;
	former = arena_take(&owner->arena, sizeof(*former));
	if (former == NULL)
		return false;
	former->key = key;
	former->name = arena_text(&owner->arena, name);
	former->next = owner->former;
	owner->former = former;
	return true;
}

/* The name of a section, or a former one. */
const char *
conf_name(const struct conf *conf, int64_t key)
{
	const struct conf_institution *inst = conf_by_key(conf, key);
	const struct conf_former *at;

	if (inst != NULL)
		return inst->id;
	at = ((const struct conf_owner *)conf)->former;
	while (at != NULL && at->key != key)
		at = at->next;
	return at == NULL ? "" : at->name;
}

/* The institution that this one was in old, by its name or its old name. */
static const struct conf_institution *
before(const struct conf *old, const struct conf_institution *institution)
{
	const struct conf_institution *found = conf_find(old, institution->id);

	if (found == NULL && institution->was[0] != '\0')
		found = conf_find(old, institution->was);
	return found;
}

/* Whether two seals are made and checked alike. */
static bool
seals_alike(const struct conf_institution *one,
    const struct conf_institution *other)
{
	struct hub_buf texts[2];
	bool alike;

	for (size_t i = 0; i < 2; i++)
		hub_buf_init(&texts[i], CONF_MEMORY_MAX);
	seal_plan_put(&texts[0], &one->seal);
	seal_plan_put(&texts[1], &other->seal);
	alike = strcmp(one->out.key, other->out.key) == 0 &&
	    hub_buf_ok(&texts[0]) && hub_buf_ok(&texts[1]) &&
	    texts[0].len == texts[1].len &&
	    memcmp(texts[0].data, texts[1].data, texts[0].len) == 0;
	for (size_t i = 0; i < 2; i++)
		hub_buf_release(&texts[i]);
	return alike;
}

bool
conf_same_worker(const struct conf_institution *one,
    const struct conf_institution *other)
{
	return strcmp(one->id, other->id) == 0 &&
	    strcmp(one->settings_sha256, other->settings_sha256) == 0 &&
	    seals_alike(one, other);
}

/* Numbers a conf behind the one that it replaces. */
void
conf_follow(struct conf *fresh, const struct conf *old)
{
	fresh->generation = old == NULL ? 1 : old->generation + 1;
	for (size_t i = 0; i < fresh->institution_count; i++) {
		struct conf_institution *now = &fresh->institutions[i];
		const struct conf_institution *then = old == NULL
		    ? NULL
		    : before(old, now);

		now->generation = fresh->generation;
		if (then == NULL)
			continue;
		now->key = then->key;
		if (conf_same_worker(then, now))
			now->generation = then->generation;
	}
}

bool
conf_is_manual(const struct conf_institution *inst)
{
	return strcmp(inst->relay, "manual") == 0;
}

bool
conf_gets_deliveries(const struct conf_institution *inst)
{
	return conf_is_manual(inst) ||
	    (strcmp(inst->plugin, "none") != 0 &&
		(inst->url[0] != '\0' || inst->address[0] != '\0'));
}
