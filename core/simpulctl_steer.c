/* SPDX-License-Identifier: Apache-2.0 */
/* What the coordinator does about a case, for people at a terminal. */
#include "config.h"

#include <string.h>

#include "simpulctl_ask.h"

/* An option and the member of the request that it becomes. */
struct option {
	const char *name, *member;
};

static const struct option options[] = {
	{ "--by", "by" },
	{ "--text", "text" },
	{ "--reason", "reason" },
	{ "--of", "asked" },
	{ "--until", "until" },
	{ "--class", "classification" },
	{ "--category", "category" },
	{ "--region", "region" },
	{ "--secret", "secret" },
	{ "--urgent", "urgent" },
	{ "--to", "to" },
	{ "--kind", "kind" },
	{ "--note", "note" },
	{ "--event", "event" },
};
#define OPTIONS (sizeof(options) / sizeof(options[0]))

/* A command: which options it has, those it needs, and what is said when it
 * is done or was so already. */
struct steer_command {
	const char *name, *has, *needs;
	const char *done[2], *was[2]; /* Indonesian, English */
};

#define PLAIN "--by --text --reason "

static const struct steer_command commands[] = {
	{ "handoff", "--by --to --kind --reason --note ", "--by --to --reason ",
	    { "Laporan diteruskan.", "The case is passed on." },
	    { "Laporan sudah diteruskan ke sana.",
		"The case was passed on there already." } },
	{ "ask", PLAIN "--of ", "--by --text ",
	    { "Pertanyaan disampaikan.", "The question is on its way." },
	    { "Pertanyaan itu sudah disampaikan.",
		"That question was asked already." } },
	{ "remind", PLAIN, "--by ",
	    { "Pengingat disampaikan.", "The reminder is on its way." },
	    { "Pengingat itu sudah disampaikan.",
		"That reminder was sent already." } },
	{ "verify", PLAIN, "--by ",
	    { "Laporan diverifikasi.", "The case is verified." },
	    { "Laporan sudah diverifikasi.",
		"The case was verified already." } },
	{ "archive", PLAIN, "--by --text ",
	    { "Laporan diarsipkan.", "The case is archived." },
	    { "Laporan sudah diarsipkan.", "The case was archived already." } },
	{ "postpone", PLAIN "--until ", "--by --text --until ",
	    { "Laporan ditunda.", "The case is postponed." },
	    { "Laporan sudah ditunda sampai hari itu.",
		"The case was postponed until that day already." } },
	{ "resume", PLAIN, "--by ",
	    { "Laporan dilanjutkan.", "The case goes on." },
	    { "Laporan tidak sedang ditunda.", "The case goes on already." } },
	{ "reopen", PLAIN, "--by --text ",
	    { "Laporan dibuka kembali.", "The case is open again." },
	    { "Laporan sudah dibuka kembali.",
		"The case was reopened already." } },
	{ "reclassify", PLAIN "--class --category --region --secret --urgent ",
	    "--by ",
	    { "Klasifikasi laporan diubah.", "The case is reclassified." },
	    { "Klasifikasi laporan sudah demikian.",
		"The case was classified so already." } },
	{ "withdraw", PLAIN, "--by --text ",
	    { "Laporan dicabut.", "The case is withdrawn." },
	    { "Laporan sudah dicabut.", "The case was withdrawn already." } },
	{ "adopt", PLAIN "--event ", "--by --text ",
	    { "Jawaban yang terlambat dipakai.",
		"The late answer is adopted." },
	    { "Jawaban itu sudah dipakai.", "It was adopted already." } },
	{ "hold", PLAIN, "--by --text ",
	    { "Data laporan ditahan dari penghapusan.",
		"The case is held from erasure." },
	    { "Data laporan sudah ditahan.", "The case was held already." } },
	{ "release", PLAIN, "--by ",
	    { "Penahanan data laporan diakhiri.", "The hold has ended." },
	    { "Data laporan tidak ditahan.", "The case was not held." } },
	{ "unlink", PLAIN, "--by --text ",
	    { "Tautan berkas laporan dicabut.",
		"The links to the case's files are revoked." },
	    { "Tidak ada tautan berkas laporan yang berlaku.",
		"No link to a file of the case is in force." } },
};

/* The command's row. */
static const struct steer_command *
command_of(const struct ctl *ctl)
{
	size_t i = 0;

	while (strcmp(commands[i].name, ctl->command->name) != 0)
		i++;
	return &commands[i];
}

/* Whether a list, a space behind each, holds the option. */
static bool
lists(const char *list, const char *option)
{
	const char *at = strstr(list, option);

	return at != NULL && at[strlen(option)] == ' ';
}

/* Takes the command's options into the request; false after saying what is
 * wrong. */
static bool
read_options(struct ctl *ctl, const struct steer_command *command,
    json_t *request)
{
	const char *value;

	for (size_t i = 0; i < OPTIONS; i++) {
		if (!lists(command->has, options[i].name))
			continue;
		value = ctl_value(ctl, options[i].name, "");
		if (value == NULL) {
			(void)ctl_fail(ctl, "%s needs a value",
			    options[i].name);
			return false;
		}
		if (value[0] == '\0' &&
		    lists(command->needs, options[i].name)) {
			(void)ctl_fail(ctl,
			    "%s is missing; see simpulctl %s --help",
			    options[i].name, command->name);
			return false;
		}
		(void)json_object_set_new(request, options[i].member,
		    json_string(value));
	}
	return true;
}

/* What was done, or that it was so. */
static void
print_done(struct ctl *ctl, const json_t *answer)
{
	const struct steer_command *command = command_of(ctl);
	bool changed = json_is_true(json_object_get(answer, "changed"));
	const char *const *text = changed ? command->done : command->was;

	(void)fprintf(ctl->out, "%s %s\n%s %s\n", ctl_text(answer, "case"),
	    text[0], ctl_text(answer, "case"), text[1]);
}

/* The act that the options say, about the one case that is left. */
static int
act(struct ctl *ctl, const char *asked)
{
	json_t *request = json_pack("{s:s}", "verb", ctl->command->name);

	if (!read_options(ctl, command_of(ctl), request) ||
	    !ctl_arguments(ctl, 1, 1)) {
		json_decref(request);
		return CTL_FAILED;
	}
	(void)json_object_set_new(request, "ref", json_string(ctl->argv[0]));
	return ctl_ask_print(ctl, asked, request, print_done);
}

/* simpulctl verify, archive... */
int
ctl_steer(struct ctl *ctl)
{
	return act(ctl, "steer");
}

/* simpulctl handoff */
int
ctl_handoff(struct ctl *ctl)
{
	return act(ctl, "handoff");
}
