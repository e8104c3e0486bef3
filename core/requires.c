/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "requires.h"

#include <string.h>

#include "agreement.h"

static const struct db_query objection = {
	"SELECT 1 FROM event WHERE case_id = ?1 AND kind = ?2 AND applied = 0"
	" LIMIT 1"
};

/* What law 37/2008 art. 24(1)a wants to know of the complainant. */
static const struct {
	const char *name, *indonesian;
	size_t offset;
} identity[] = {
	{ "name", "nama lengkap", offsetof(struct hub_complainant, name) },
	{ "birth_place", "tempat lahir",
	    offsetof(struct hub_complainant, birth_place) },
	{ "birth_date", "tanggal lahir",
	    offsetof(struct hub_complainant, birth_date) },
	{ "marital_status", "status perkawinan",
	    offsetof(struct hub_complainant, marital_status) },
	{ "occupation", "pekerjaan",
	    offsetof(struct hub_complainant, occupation) },
	{ "address", "alamat lengkap",
	    offsetof(struct hub_complainant, address) },
};
#define IDENTITY (sizeof(identity) / sizeof(identity[0]))

/* Appends to a list. */
static void
add(struct hub_buf *out, const char *text)
{
	hub_buf_fmt(out, "%s%s", out->len > 0 ? ", " : "", text);
}

/* Whether that part of who complains is there. */
static bool
has_identity(const struct requires_facts *f, size_t i)
{
	const char *text;

	memcpy(&text, (const char *)&f->h->complainant + identity[i].offset,
	    sizeof(text));
	return text[0] != '\0' && !f->h->anonymous;
}

/* Who complains, member by member. */
static void
list_identity(const struct requires_facts *f, enum requires_tongue tongue,
    struct hub_buf *out)
{
	struct hub_buf names;

	hub_buf_init(&names, 512);
	for (size_t i = 0; i < IDENTITY; i++)
		if (!has_identity(f, i))
			add(&names,
			    tongue == REQUIRES_NAMES ? identity[i].name
						     : identity[i].indonesian);
	if (names.len > 0 && tongue == REQUIRES_NAMES)
		hub_buf_fmt(out, "%sidentity (%s)", out->len > 0 ? ", " : "",
		    hub_buf_str(&names));
	else if (names.len > 0)
		add(out, hub_buf_str(&names));
	hub_buf_release(&names);
}

/* Without an agreement who complains could not be told to them. */
static void
list_agreement(const struct conf_institution *inst,
    const struct requires_facts *f, enum requires_tongue tongue,
    struct hub_buf *out)
{
	if (tongue == REQUIRES_NAMES &&
	    !agreement_in_force(inst, f->now_ms / 1000))
		add(out, "agreement (none with them is in force)");
}

/* Whether the provider had its chance and failed. */
static bool
has_failed(const struct requires_facts *f)
{
	return f->objected || f->h->prior_complaint[0] != '\0' ||
	    (f->due_ms != 0 && f->now_ms >= f->due_ms);
}

bool
requires_has(const struct conf_institution *inst, const char *what)
{
	const char *const *at = inst->requires;

	for (; at != NULL && *at != NULL; at++)
		if (strcmp(*at, what) == 0)
			return true;
	return false;
}

void
requires_list(const struct conf_institution *inst,
    const struct requires_facts *facts, enum requires_tongue tongue,
    struct hub_buf *out)
{
	bool names = tongue == REQUIRES_NAMES;

	if (requires_has(inst, "identity")) {
		list_identity(facts, tongue, out);
		list_agreement(inst, facts, tongue, out);
	}
	if (requires_has(inst, "prior_complaint") &&
	    facts->h->prior_complaint[0] == '\0')
		add(out,
		    names ? "prior_complaint"
			  : "bukti pengaduan kepada penyelenggara layanan");
	if (requires_has(inst, "consent") && facts->h->consent[0] == '\0')
		add(out, names ? "consent" : "persetujuan pelapor");
	if (requires_has(inst, "provider_failed") && !has_failed(facts))
		add(out,
		    names ? "provider_failed (its time is not over, nobody"
			    " objected to its answer, and no prior complaint"
			    " is named)"
			  : "tanggapan penyelenggara layanan atas pengaduan"
			    " sebelumnya");
}

bool
requires_met(const struct conf_institution *inst,
    const struct requires_facts *facts)
{
	struct hub_buf missing;
	bool met;

	if (inst->requires == NULL || inst->requires[0] == NULL)
		return true;
	hub_buf_init(&missing, 2048);
	requires_list(inst, facts, REQUIRES_NAMES, &missing);
	met = missing.len == 0;
	hub_buf_release(&missing);
	return met;
}

/* db_row_fn: there is one. */
static bool
take_nothing(void *ctx, const struct db_row *row)
{
	(void)ctx;
	(void)row;
	return false;
}

enum db_code
requires_look(struct act *act, const struct hub_handoff *h,
    struct requires_facts *ret)
{
	const struct case_row *c = &act->of_case;
	enum db_code code = DB_NONE;

	if (c->id != 0)
		code = db_get(act->room->db, &objection,
		    DB_ARGS(db_int(c->id), db_int(HUB_EV_OBJECTION)),
		    take_nothing, NULL);
	*ret = (struct requires_facts){ .h = h,
		.now_ms = act->room->now_ms,
		.due_ms = c->id == 0 ? 0 : c->due_at,
		.objected = code == DB_OK };
	return code == DB_NONE ? DB_OK : code;
}

enum db_code
requires_problem(struct act *act, const struct hub_handoff *h,
    const struct conf_institution *inst, const char **ret_problem)
{
	struct requires_facts facts;
	struct hub_buf text, list;
	enum db_code code = requires_look(act, h, &facts);

	*ret_problem = "";
	if (code != DB_OK || requires_met(inst, &facts))
		return code;
	hub_buf_init(&text, 4096);
	hub_buf_init(&list, 2048);
	requires_list(inst, &facts, REQUIRES_NAMES, &list);
	hub_buf_fmt(&text, "target: %s takes no case without: %s", inst->id,
	    hub_buf_str(&list));
	*ret_problem = arena_text(act->arena, hub_buf_str(&text));
	hub_buf_release(&list);
	hub_buf_release(&text);
	return DB_OK;
}
