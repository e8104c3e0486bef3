/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "simpulctl_together.h"

#include <string.h>

#include "simpulctl_ask.h"
#include "simpulctl_table.h"

/* Before the names of those who have that part. */
static const struct {
	const char *kind, *text[2];
} parts[] = {
	{ "joint", { "; ikut menangani: ", "; takes part: " } },
	{ "escalate", { "; ikut memantau: ", "; watches: " } },
	{ "copy", { "; tembusan: ", "; has a copy: " } },
};

/* Whether a relation makes two cases one. */
static bool
is_same(const json_t *relation)
{
	return strcmp(ctl_text(relation, "as"), "same") == 0;
}

const char *
ctl_together_lead(const json_t *found)
{
	const json_t *relation;
	size_t i;

	json_array_foreach(json_object_get(found, "relations"), i, relation)
	{
		if (is_same(relation) &&
		    json_is_true(json_object_get(relation, "lead")))
			return ctl_text(relation, "case");
	}
	return "";
}

/* How many others wait for the same answer. */
static void
put_joined(enum ctl_tongue tongue, const json_t *found, struct hub_buf *out)
{
	const json_t *relation;
	unsigned count = 0;
	size_t i;

	json_array_foreach(json_object_get(found, "relations"), i, relation)
	{
		count += is_same(relation) &&
		    !json_is_true(json_object_get(relation, "lead"));
	}
	if (count > 0)
		hub_buf_fmt(out,
		    tongue == CTL_ENGLISH ? "; joined to it: %u more"
					  : "; digabung ke sini: %u laporan",
		    count);
}

/* The names of those who have that part. */
static void
put_part(const json_t *found, const char *kind, const char *head,
    struct hub_buf *out)
{
	const json_t *row;
	bool any = false;
	size_t i;

	json_array_foreach(json_object_get(found, "beside"), i, row)
	{
		if (strcmp(ctl_text(row, "kind"), kind) != 0)
			continue;
		hub_buf_text(out, any ? ", " : head);
		ctl_put_plain(out, ctl_text(row, "receiver_name"));
		any = true;
	}
}

void
ctl_together_put(enum ctl_tongue tongue, const json_t *found,
    struct hub_buf *out)
{
	const json_t *dispute = json_object_get(found, "dispute");

	if (strcmp(ctl_text(dispute, "decision"), "provisional") == 0)
		hub_buf_text(out,
		    tongue == CTL_ENGLISH ? "; decided for the time being"
					  : "; diputuskan untuk sementara");
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		put_part(found, parts[i].kind, parts[i].text[tongue], out);
	put_joined(tongue, found, out);
}
