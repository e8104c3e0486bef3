/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "simpulctl.h"

#include "limits.h"
#include "simpulctl_audit.h"

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
	{ "status", "", "What the hub does, and since when.", ctl_status },
	{ "institutions", "", "Every institution and how its link is.",
	    ctl_institutions },
	{ "probe", "INSTITUTION",
	    "How far one gets: name, connection, TLS, login, protocol.",
	    ctl_probe },
	{ "case", "[--history] REF",
	    "Where a case is, by any reference to it; and how it came there.",
	    ctl_case },
	{ "arbitrate",
	    "--to INSTITUTION | --joint LEAD,OTHER... | --split LEAD,OTHER... "
	    "|\n"
	    "           --stays | --provisional INSTITUTION\n"
	    "           --reason TEXT --by PERSON [--as INSTITUTION] REF",
	    "Decides who is to take a case.", ctl_arbitrate },
	{ "disputes", "[--limit N]",
	    "What waits for an arbiter's decision, and until when.",
	    ctl_disputes },
	{ "handoff",
	    "--to INSTITUTION --reason CODE --by PERSON [--note TEXT]\n"
	    "           [--kind transfer|copy|joint|escalate] REF",
	    "Passes a case on.", ctl_handoff },
	{ "ask",
	    "--text QUESTION --by PERSON [--reason CODE]\n"
	    "           [--of complainant|sender|holder] REF",
	    "Asks about a case; a question to the complainant stops the clock.",
	    ctl_steer },
	{ "remind", "--by PERSON [--text TEXT] [--reason CODE] REF",
	    "Reminds whoever is to act on a case.", ctl_steer },
	{ "verify", "--by PERSON [--text TEXT] [--reason CODE] REF",
	    "The coordinator has looked at a case.", ctl_steer },
	{ "archive", "--text WHY --by PERSON [--reason CODE] REF",
	    "Ends a case without an answer.", ctl_steer },
	{ "postpone",
	    "--until YYYY-MM-DD --text WHY --by PERSON\n"
	    "           [--reason CODE] REF",
	    "Lets a case rest to the end of a day.", ctl_steer },
	{ "resume", "--by PERSON [--text TEXT] [--reason CODE] REF",
	    "Ends a postponement early.", ctl_steer },
	{ "reopen", "--text WHY --by PERSON [--reason CODE] REF",
	    "Opens a case again that had ended.", ctl_steer },
	{ "reclassify",
	    "--by PERSON [--class CLASS] [--category NAME]\n"
	    "           [--region CODE] [--secret yes|no] [--urgent yes|no]\n"
	    "           [--text TEXT] [--reason CODE] REF",
	    "Corrects what a case is; its due date counts from the first day.",
	    ctl_steer },
	{ "withdraw", "--text WHY --by PERSON [--reason CODE] REF",
	    "Ends a case on the complainant's behalf.", ctl_steer },
	{ "hold", "--text WHY --by PERSON [--reason CODE] REF",
	    "Keeps everything of a case from erasure.", ctl_steer },
	{ "release", "--by PERSON [--text TEXT] [--reason CODE] REF",
	    "Ends a hold.", ctl_steer },
	{ "links", "REF",
	    "Links to a case's files that institutions were given.",
	    ctl_links },
	{ "unlink", "--text WHY --by PERSON [--reason CODE] REF",
	    "Revokes all links to a case's files.", ctl_steer },
	{ "adopt", "--text WHY --by PERSON [--reason CODE] [--event ID] REF",
	    "Takes an answer that came too late as the holder's.", ctl_steer },
	{ "relate",
	    "--as same|related [--undo] --reason TEXT --by PERSON REF REF",
	    "Two cases are the same matter, with one custody, or related.",
	    ctl_relate },
	{ "succeed", "--reason TEXT --by PERSON OLD NEW",
	    "An institution's open work goes over to its successor.",
	    ctl_succeed },
	{ "words", "INSTITUTION [--map WORD --as MEANING --by PERSON]",
	    "Words that its plugin does not know, and what they mean.",
	    ctl_words },
	{ "tray",
	    "[show LETTER]\n"
	    "       simpulctl [--config FILE] [--json] tray assign LETTER "
	    "INSTITUTION --by PERSON\n"
	    "       simpulctl [--config FILE] [--json] tray release|drop "
	    "LETTER --by PERSON",
	    "Letters that a person must look at, and what becomes of them.",
	    ctl_tray },
	{ "queue", "[--institution ID]",
	    "What waits to be delivered, by institution.", ctl_queue },
	{ "parked", "[--institution ID] [--limit N]",
	    "Deliveries that wait for a person, and why.", ctl_parked },
	{ "todo",
	    "[--institution ID] [--limit N]\n"
	    "       simpulctl [--config FILE] [--json] todo DELIVERY\n"
	    "       simpulctl [--config FILE] [--json] todo DELIVERY --done "
	    "[--ref THEIRS] [--by PERSON]",
	    "What a person enters at an institution, and that it is done.",
	    ctl_todo },
	{ "retry", "DELIVERY | --institution ID | --all",
	    "Lets parked deliveries and a paused link go on.", ctl_retry },
	{ "park", "[--why TEXT] DELIVERY",
	    "Holds a delivery back until `retry`.", ctl_park },
	{ "recompose", "DELIVERY",
	    "Forgets a stored request, to be composed anew.", ctl_recompose },
	{ "outage",
	    "--reason TEXT --by PERSON [--since TIME] [--until TIME] ID\n"
	    "       simpulctl [--config FILE] [--json] outage --over --by "
	    "PERSON [--until TIME] ID",
	    "Nothing expires at an institution that is out of reach.",
	    ctl_outage },
	{ "outages", "[--institution ID]",
	    "Outages of institutions and of the hub, of a month.",
	    ctl_outages },
	{ "token",
	    "add --role source|institution|coordinator|auditor\n"
	    "           [--institution ID] [--label TEXT] [--days N] "
	    "[--person N] [--out FILE]\n"
	    "       simpulctl [--config FILE] [--json] token list\n"
	    "       simpulctl [--config FILE] [--json] token revoke ID",
	    "Makes, lists and revokes tokens of the API.", ctl_token },
	{ "reload", "[--dry-run]",
	    "Takes the configuration over, and says what changed.",
	    ctl_reload },
	{ "route",
	    "--explain FILE [--at TIME]\n"
	    "       simpulctl [--config FILE] [--json] route --dry-run "
	    "[--last N]",
	    "Which rule takes a case and why; what a change would do.",
	    ctl_route },
	{ "import",
	    "[--format csv|jsonl] [--map FILE] [--source INSTITUTION]\n"
	    "           [--check] [--skip-bad] [--by PERSON] FILE",
	    "Takes cases in from a CSV file or JSON lines.", ctl_import },
	{ "report",
	    "[--from DATE] [--to DATE] [--institution ID] [--region CODE]\n"
	    "           [--by institution|region] [--format table|csv|json]\n"
	    "           [--rounding truncate|half_up] [--digits N] [--pad N]",
	    "The indicators of a period, in all and by group.", ctl_report },
	{ "audit", "COMMAND [ARGUMENT...]",
	    "The audit log: its key, how far it is published.", ctl_audit },
	{ "backup", "[--data DIR] DIR",
	    "Copies the data, of a running hub too, into a new folder.",
	    ctl_backup },
	{ "restore", "[--data DIR] DIR",
	    "Restores a backup where no hub runs and no data are.",
	    ctl_restore },
	{ "fsck", "[--data DIR [--key FILE]]",
	    "Whether the data are what they should be.", ctl_fsck },
	{ "states", "", "The tables of custody and of delivery.", ctl_states },
	{ "map",
	    "try [--answers FILE] [--event KIND] [--text TEXT] [--ref REF]\n"
	    "           [--probe|--poll] [--at TIME] INSTITUTION FILE\n"
	    "       simpulctl [--config FILE] [--json] map diff [--last N]\n"
	    "           [--institution ID] OLD NEW",
	    "What a mapping makes of a case; what a changed one would.",
	    ctl_map },
	{ "keygen", "FILE", "Makes a key-encryption key for the hub.",
	    ctl_keygen },
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
	    "\n  --config FILE %s unless given; also -c\n"
	    "  --json        one JSON document instead of text\n"
	    "  --socket PATH the hub's control socket, if not the "
	    "configuration's\n"
	    "  --timeout N   seconds that a hub may be silent (60)\n"
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

/* How the command is used, and those that it is made of. */
static void
help_command(struct ctl *ctl)
{
	const struct ctl_command *part = ctl_audit_commands;

	ctl_usage(ctl->out, ctl->command);
	if (ctl->command->fn != ctl_audit)
		return;
	for (; part->name != NULL; part++) {
		(void)fputc('\n', ctl->out);
		ctl_usage(ctl->out, part);
	}
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
		help_command(ctl);
		return CTL_GOOD;
	}
	return ctl->command->fn(ctl);
}

/* Options with a value that every command has; false after saying what is
 * wrong. */
static bool
general_values(struct ctl *ctl)
{
	ctl->config = ctl_value(ctl, "-c", CONF_FILE);
	if (ctl->config != NULL)
		ctl->config = ctl_value(ctl, "--config", ctl->config);
	ctl->socket = ctl_value(ctl, "--socket", "");
	if (ctl->config == NULL || ctl->socket == NULL) {
		(void)ctl_fail(ctl, "%s",
		    ctl->config == NULL ? "--config needs a FILE"
					: "--socket needs a PATH");
		return false;
	}
	if (!ctl_number(ctl, "--timeout", CTL_WAIT_MS / 1000, &ctl->wait_ms))
		return false;
	ctl->wait_ms *= 1000;
	return true;
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
	if (!general_values(&ctl))
		return CTL_FAILED;
	status = run(&ctl, asks_help);
	if (fflush(ctl.out) != 0)
		return ctl_fail(&ctl, "the output cannot be written");
	return status;
}
