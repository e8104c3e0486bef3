/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "tally.h"

#include <stdio.h>

#include "stopwatch.h"

/* Nothing taken yet; -1 if there is no memory. */
int
tally_init(struct tally *t)
{
	*t = (struct tally){ 0 };
	return keymap_init(&t->keys);
}

/* Gives its memory back. */
void
tally_release(struct tally *t)
{
	keymap_release(&t->keys);
}

/* Begins anew. */
void
tally_clear(struct tally *t)
{
	keymap_clear(&t->keys);
	t->posts = 0;
	t->first = t->last = 0;
}

/* Counts one post; the number is the same whenever its key comes again. */
uint64_t
tally_post(struct tally *t, const char *key, size_t len)
{
	t->last = stopwatch_wall();
	if (t->posts++ == 0)
		t->first = t->last;
	return keymap_number(&t->keys, key, len);
}

/* Writes the counts as JSON; the bytes written, as snprintf says it. */
int
tally_json(const struct tally *t, char *ret_text, size_t room)
{
	return snprintf(ret_text, room,
	    "{\"count\":%ld,\"distinct\":%zu,"
	    "\"t_first\":%.6f,\"t_last\":%.6f}",
	    t->posts, t->keys.count, t->first, t->last);
}
