/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "reconcile.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "ident.h"

#define SENTENCE_MAX 512

/* Which names of each log stand for the other hub, by their numbers. */
struct known {
	bool *receivers, *senders; /* owned */
};

const char *
reconcile_kind_name(enum reconcile_kind kind)
{
	static const char *const names[RECONCILE_KINDS] = {
		[RECONCILE_MISSING] = "missing",
		[RECONCILE_EXTRA] = "extra",
		[RECONCILE_CHANGED] = "changed",
	};

	return names[kind];
}

/* One finding about an entry of the sender's, or of the receiver's. */
static void __attribute__((format(printf, 3, 4)))
tell(const struct reconcile *r, struct reconcile_finding finding,
    const char *fmt, ...)
{
	char text[SENTENCE_MAX];
	va_list args;

	va_start(args, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	finding.text = text;
	r->find(r->ctx, &finding);
}

/* The sender's handoff that the receiver means. */
static struct account_handed *
find(const struct reconcile *r, const struct account_received *got)
{
	return got->id == 0 ? NULL : rowmap_find(&r->sender->handed, got->id);
}

/* Learns from what both know who is who; how much that is. */
static uint64_t
learn(const struct reconcile *r, struct known *known)
{
	const struct rowmap *received = &r->receiver->received;
	uint64_t common = 0;

	for (size_t i = 0; i < received->count; i++) {
		const struct account_received *got = rowmap_at(received, i);
		const struct account_handed *h = find(r, got);

		if (h == NULL)
			continue;
		known->receivers[h->receiver] = true;
		known->senders[got->from] = true;
		common++;
	}
	return common;
}

/* The number of a name that was told; true when none was. */
static bool
told(struct account *account, const char *name, bool *known)
{
	size_t before = account->names.count;
	uint32_t number;

	if (name[0] == '\0')
		return true;
	if (!namebook_take(&account->names, name, &number))
		return false;
	if (account->names.count == before)
		known[number] = true;
	return true;
}

/* What both say of a handoff. */
static void
compare(struct reconcile *r, const struct account_handed *h,
    const struct account_received *got)
{
	const struct reconcile_finding changed = { RECONCILE_CHANGED, true,
		got->entry, "" };
	char id[IDENT_TEXT_SIZE];

	ident_text((int64_t)h->id, id);
	if (got->number != h->number)
		tell(r, changed,
		    "handoff %s has number %llu, by its sender %llu (entry "
		    "%llu)",
		    id, (unsigned long long)got->number,
		    (unsigned long long)h->number,
		    (unsigned long long)h->entry);
	else if (got->test != h->test)
		tell(r, changed,
		    "handoff %s is %s, by its sender %s (entry %llu)", id,
		    got->test ? "a trial" : "no trial",
		    h->test ? "a trial" : "none", (unsigned long long)h->entry);
	else if (got->at_ms + r->skew_ms < h->at_ms)
		tell(r, changed,
		    "handoff %s came %lld seconds before its sender had it "
		    "(entry %llu)",
		    id, (long long)((h->at_ms - got->at_ms) / 1000),
		    (unsigned long long)h->entry);
	else
		r->matched++;
}

/* Something that came from the sender. */
static void
take(struct reconcile *r, const struct account_received *got)
{
	const struct reconcile_finding extra = { RECONCILE_EXTRA, true,
		got->entry, "" };
	struct account_handed *h = find(r, got);
	char id[IDENT_TEXT_SIZE] = "";

	ident_text((int64_t)got->id, id);
	if (got->id == 0)
		tell(r, extra, "a case of the sender's that names no handoff");
	else if (h == NULL)
		tell(r, extra, "the sender has no handoff %s", id);
	else if (h->matched)
		tell(r, extra, "handoff %s came before; this is another case",
		    id);
	else if (!h->left)
		tell(r, extra, "the sender never sent handoff %s (entry %llu)",
		    id, (unsigned long long)h->entry);
	else
		compare(r, h, got);
	if (h != NULL)
		h->matched = true;
}

/* Something that was handed to the receiver and that it does not know. */
static void
miss(struct reconcile *r, const struct account_handed *h)
{
	const struct reconcile_finding missing = { RECONCILE_MISSING, false,
		h->entry, "" };
	char id[IDENT_TEXT_SIZE];

	if (!h->reached) {
		r->waiting++;
		return;
	}
	ident_text((int64_t)h->id, id);
	tell(r, missing,
	    "handoff %s, number %llu to %s, reached them, and they have no "
	    "entry of it",
	    id, (unsigned long long)h->number,
	    namebook_text(&r->sender->names, h->receiver));
}

/* All of both accounts, by who is known to be who. */
static void
match(struct reconcile *r, const struct known *known)
{
	const struct rowmap *received = &r->receiver->received;
	const struct rowmap *handed = &r->sender->handed;

	for (size_t i = 0; i < received->count; i++) {
		const struct account_received *got = rowmap_at(received, i);

		if (known->senders[got->from])
			take(r, got);
	}
	for (size_t i = 0; i < handed->count; i++) {
		const struct account_handed *h = rowmap_at(handed, i);

		if (known->receivers[h->receiver] && !h->matched)
			miss(r, h);
	}
}

bool
reconcile_run(struct reconcile *r, bool *ret_memory)
{
	struct known known = { calloc(r->sender->names.count + 1, sizeof(bool)),
		calloc(r->receiver->names.count + 1, sizeof(bool)) };
	bool good = known.receivers != NULL && known.senders != NULL &&
	    told(r->sender, r->receiver_name, known.receivers) &&
	    told(r->receiver, r->sender_name, known.senders);

	*ret_memory = !good;
	if (good)
		good = learn(r, &known) > 0 || r->receiver_name[0] != '\0';
	if (good)
		match(r, &known);
	free(known.receivers);
	free(known.senders);
	return good;
}
