/* SPDX-License-Identifier: Apache-2.0 */
/* Where a case is. */
#include "config.h"

#include "simpulctl_ask.h"
#include "simpulctl_sentence.h"

#define SENTENCE_MAX 8192u

/* One sentence on a line. */
static void
print_sentence(struct ctl *ctl, const struct ctl_when *when,
    enum ctl_tongue tongue, const json_t *found)
{
	struct hub_buf text;

	hub_buf_init(&text, SENTENCE_MAX);
	ctl_sentence_put(when, tongue, found, &text);
	ctl_print(ctl, &text);
}

/* Every case that the reference may mean. */
static void
print_cases(struct ctl *ctl, const json_t *answer)
{
	const json_t *found, *cases = json_object_get(answer, "cases");
	struct ctl_when when;

	ctl_when_init(&when, answer);
	if (json_array_size(cases) > 1)
		(void)fprintf(ctl->out,
		    "%zu laporan cocok dengan acuan itu.\n"
		    "%zu cases match that reference.\n\n",
		    json_array_size(cases), json_array_size(cases));
	for (size_t i = 0; i < json_array_size(cases); i++) {
		found = json_array_get(cases, i);
		if (i > 0)
			(void)fputc('\n', ctl->out);
		print_sentence(ctl, &when, CTL_INDONESIAN, found);
		print_sentence(ctl, &when, CTL_ENGLISH, found);
	}
	ctl_when_release(&when);
}

/* simpulctl case REF */
int
ctl_case(struct ctl *ctl)
{
	if (!ctl_arguments(ctl, 1, 1))
		return CTL_FAILED;
	return ctl_ask_print(ctl, "case",
	    json_pack("{s:s}", "ref", ctl->argv[0]), print_cases);
}
