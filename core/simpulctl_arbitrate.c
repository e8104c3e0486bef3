/* SPDX-License-Identifier: Apache-2.0 */
/* A dispute is decided, for people at a terminal. */
#include "config.h"

#include <string.h>

#include "simpulctl_ask.h"

/* The ways to decide; needs: the institutions that the option names. */
static const struct {
	const char *option, *decision;
	bool names;
} ways[] = {
	{ "--to", "to", true },
	{ "--joint", "joint", true },
	{ "--split", "split", true },
	{ "--provisional", "provisional", true },
	{ "--stays", "stays", false },
};
#define WAYS (sizeof(ways) / sizeof(ways[0]))

/* Takes the one way that is given into the request; false after saying what
 * is wrong. */
static bool
read_way(struct ctl *ctl, json_t *request)
{
	size_t given = 0;

	for (size_t i = 0; i < WAYS; i++) {
		const char *value = "";
		bool found;

		if (ways[i].names) {
			value = ctl_value(ctl, ways[i].option, "");
			if (value == NULL) {
				(void)ctl_fail(ctl, "%s needs an INSTITUTION",
				    ways[i].option);
				return false;
			}
			found = value[0] != '\0';
		} else {
			found = ctl_flag(ctl, ways[i].option);
		}
		if (!found)
			continue;
		given++;
		(void)json_object_set_new(request, "decision",
		    json_string(ways[i].decision));
		(void)json_object_set_new(request, "target",
		    json_string(value));
	}
	if (given == 1)
		return true;
	(void)ctl_fail(ctl,
	    "found %zu decisions, expected one of --to, --joint, --split, "
	    "--provisional, --stays",
	    given);
	return false;
}

/* An option that takes a text into the request; false after saying what is
 * wrong. */
static bool
read_text(struct ctl *ctl, json_t *request, const char *option,
    const char *member)
{
	const char *value = ctl_value(ctl, option, "");

	if (value == NULL) {
		(void)ctl_fail(ctl, "%s needs a value", option);
		return false;
	}
	(void)json_object_set_new(request, member, json_string(value));
	return true;
}

/* Both must be given. */
static bool
read_who_and_why(struct ctl *ctl, json_t *request)
{
	if (!read_text(ctl, request, "--by", "by") ||
	    !read_text(ctl, request, "--reason", "text") ||
	    !read_text(ctl, request, "--as", "as"))
		return false;
	if (ctl_text(request, "by")[0] != '\0' &&
	    ctl_text(request, "text")[0] != '\0')
		return true;
	(void)ctl_fail(ctl,
	    "--by and --reason are needed; see simpulctl arbitrate --help");
	return false;
}

/* What was decided, or that it was so, and who holds the case. */
static void
print_decided(struct ctl *ctl, const json_t *answer)
{
	bool changed = json_is_true(json_object_get(answer, "changed"));
	const char *id = ctl_text(answer, "case");
	const char *holder = ctl_text(answer, "holder");

	(void)fprintf(ctl->out,
	    changed ? "%s Diputuskan; pemegang sekarang %s.\n"
		    : "%s Sudah diputuskan demikian; pemegang sekarang %s.\n",
	    id, holder);
	(void)fprintf(ctl->out,
	    changed ? "%s Decided; its holder now is %s.\n"
		    : "%s It was decided so already; its holder is %s.\n",
	    id, holder);
}

/* simpulctl arbitrate */
int
ctl_arbitrate(struct ctl *ctl)
{
	json_t *request = json_object();

	if (!read_way(ctl, request) || !read_who_and_why(ctl, request) ||
	    !ctl_arguments(ctl, 1, 1)) {
		json_decref(request);
		return CTL_FAILED;
	}
	(void)json_object_set_new(request, "ref", json_string(ctl->argv[0]));
	return ctl_ask_print(ctl, "decide", request, print_decided);
}
