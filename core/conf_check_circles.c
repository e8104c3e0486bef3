/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "conf_work.h"
#include "hub_buf.h"

/* A relation that every institution has with at most one other. */
struct relation {
	const char *name; /* of the setting */
	size_t offset;	  /* of its text */
};

static const struct relation relations[] = {
	{ "superior", offsetof(struct conf_institution, superior) },
	{ "successor", offsetof(struct conf_institution, successor) },
};

/* Where the relation leads from an institution: its place, or -1. */
static long
follow(const struct conf *conf, const struct relation *relation, long from)
{
	const struct conf_institution *at = &conf->institutions[from], *to;
	const char *name = *(
	    const char *const *)(const void *)((const char *)at +
	    relation->offset);

	to = name[0] == '\0' ? NULL : conf_find(conf, name);
	return to == NULL ? -1 : to - conf->institutions;
}

/* Tells a circle, once, where its setting stands. */
static void
say_circle(struct conf_work *work, const struct relation *relation, long begin)
{
	const struct conf *conf = work->conf;
	struct conf_site site =
	    conf_draft_site(work->drafts[SECTION_INSTITUTION][begin], "",
		relation->name);
	struct hub_buf way;
	long at = begin;

	hub_buf_init(&way, 1024);
	do {
		at = follow(conf, relation, at);
		hub_buf_fmt(&way, " -> %s", conf->institutions[at].id);
	} while (at != begin);
	conf_wrong(&site,
	    "which leads in a circle: %s%s; leave one of them "
	    "out",
	    conf->institutions[begin].id,
	    hub_buf_ok(&way) ? hub_buf_str(&way) : " and many more");
	hub_buf_release(&way);
}

/* Walks each chain once: visited holds the number of the walk that was
 * there. */
static void
find_circles(struct conf_work *work, const struct relation *relation,
    unsigned *visited)
{
	unsigned walk = 0;

	for (size_t i = 0; i < work->conf->institution_count; i++) {
		long at = (long)i;

		walk++;
		while (at >= 0 && visited[at] == 0) {
			visited[at] = walk;
			at = follow(work->conf, relation, at);
		}
		if (at >= 0 && visited[at] == walk)
			say_circle(work, relation, at);
	}
}

/* No institution is above itself or follows on itself. */
void
conf_check_circles(struct conf_work *work)
{
	size_t count = work->conf->institution_count + 1;

	for (size_t i = 0; i < sizeof(relations) / sizeof(*relations); i++) {
		unsigned *visited = arena_take(work->reading.scratch,
		    count * sizeof(*visited));

		if (visited != NULL)
			find_circles(work, &relations[i], visited);
	}
}
