/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "simpulctl.h"

#define CONF_FILE SIMPUL_CONFDIR "/simpul.conf"

/* In the order in which --help lists them. */
static const struct ctl_command commands[] = {
	{ "check", "[FILE]",
	    "Reads simpul.conf and conf.d and tells every mistake.",
	    ctl_check },
	{ "options", "[--plugin-dir DIR] [--worker FILE] PLUGIN",
	    "Lists the options of a plugin, a name or a file.", ctl_options },
	{ "settings", "[SECTION]", "Lists what simpul.conf may say.",
	    ctl_settings },
	{ .name = NULL },
};

/* What the program is and its commands. */
static void
help(FILE *to)
{
	const struct ctl_command *command;

	(void)fprintf(to,
	    "Usage: simpulctl [--config FILE] [--json] COMMAND [ARGUMENT...]\n"
	    "       simpulctl COMMAND --help\n\n");
	for (command = commands; command->name != NULL; command++)
		(void)fprintf(to, "  %-13s %s\n", command->name, command->help);
	(void)fprintf(to,
	    "\n  --config FILE %s unless given\n"
	    "  --json        one JSON document instead of text\n"
	    "  --version     which simpul this is\n\n"
	    "Exit status: 0 good, 1 something is not well, 2 could not run.\n",
	    CONF_FILE);
}

/* The command of that name, or NULL. */
static const struct ctl_command *
find(const char *name)
{
	const struct ctl_command *command;

	for (command = commands; command->name != NULL; command++)
		if (strcmp(command->name, name) == 0)
			return command;
	return NULL;
}

/* Takes the first argument, the command, away. */
static const char *
shift(struct ctl *ctl)
{
	const char *first = ctl->argv[0];

	ctl->argv++;
	ctl->argc--;
	return first;
}

/* Finds the command and runs it. */
static int
run(struct ctl *ctl, bool asks_help)
{
	if (ctl->argc == 0) {
		help(asks_help ? ctl->out : ctl->err);
		return asks_help ? CTL_GOOD : CTL_FAILED;
	}
	if (ctl->argv[0][0] == '-')
		return ctl_fail(ctl, "unknown option %s; see simpulctl --help",
		    ctl->argv[0]);
	ctl->command = find(ctl->argv[0]);
	if (ctl->command == NULL)
		return ctl_fail(ctl, "unknown command %s; see simpulctl --help",
		    ctl->argv[0]);
	(void)shift(ctl);
	if (asks_help) {
		ctl_usage(ctl->out, ctl->command);
		return CTL_GOOD;
	}
	return ctl->command->fn(ctl);
}

/* Options that every command has, then the command. */
int
main(int argc, char **argv)
{
	struct ctl ctl = { .out = stdout,
		.err = stderr,
		.argc = argc - 1,
		.argv = argv + 1 };
	bool asks_help;
	int status;

	if (ctl_flag(&ctl, "--version")) {
		(void)fprintf(ctl.out, "simpulctl %s\n", PACKAGE_VERSION);
		return CTL_GOOD;
	}
	asks_help = ctl_flag(&ctl, "--help");
	ctl.json = ctl_flag(&ctl, "--json");
	ctl.config = ctl_value(&ctl, "--config", CONF_FILE);
	if (ctl.config == NULL)
		return ctl_fail(&ctl, "--config needs a FILE");
	status = run(&ctl, asks_help);
	if (fflush(ctl.out) != 0)
		return ctl_fail(&ctl, "the output cannot be written");
	return status;
}
