/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "letter_sealing.h"

#include <string.h>

#include "limits.h"

/* files run: reads, signs, encrypts. */
static void
run(struct files_job *job, struct files_room *room)
{
	struct letter_sealing *s = (struct letter_sealing *)job;

	(void)room;
	s->status = letter_seal(&s->by, &s->content, &s->sealed, &s->err);
	letter_release(&s->content);
}

const char *
letter_sealing_init(struct letter_sealing *s, const struct letter_seal_by *by,
    const struct http_order *order)
{
	const char *problem;

	if (order->request->encrypted && by->encrypt[0] == '\0')
		return "it was composed to leave encrypted, and letters to "
		       "them are encrypted no more: have it composed again";
	memset(s, 0, sizeof(*s));
	s->files.run = run;
	s->by = *by;
	hub_buf_init(&s->sealed, 2 * MAIL_OUT_MAX);
	problem = letter_init_content(&s->content, order);
	if (problem != NULL)
		letter_release(&s->content);
	return problem;
}

void
letter_sealing_start(struct letter_sealing *s, struct files *files)
{
	files_submit(files, &s->files);
}
