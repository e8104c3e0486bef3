/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "simpulctl_audit.h"

#include <string.h>

#define FIRST "audit "

/* In the order in which they are listed. */
const struct ctl_command ctl_audit_commands[] = {
	{ FIRST "keygen", "FILE", "Makes a key that signs the audit log.",
	    ctl_audit_keygen },
	{ FIRST "vkey", "[--key FILE] [--origin NAME] [--witness]",
	    "What others check the log's signatures with.", ctl_audit_vkey },
	{ FIRST "status", "", "How far the audit log is published.",
	    ctl_audit_status },
	{ FIRST "export", "[--log FOLDER] [--policy FILE | --vkey KEY] DIR",
	    "Copies the published log into a folder for auditors.",
	    ctl_audit_export },
	{ FIRST "fsck", "[--policy FILE | --vkey KEY] [--old FILE]... [DIR]",
	    "Whether a published log is what it says, made again.",
	    ctl_audit_fsck },
	{ FIRST "custody",
	    "[--policy FILE | --vkey KEY] [--case REF] [--at TIME]\n"
	    "           [DIR]",
	    "Who held which case at an instant, from the log alone.",
	    ctl_audit_custody },
	{ FIRST "complete",
	    "[--policy FILE | --vkey KEY] [--silence MINUTES] [DIR]",
	    "Whether entries are missing, or tell what cannot be.",
	    ctl_audit_complete },
	{ FIRST "reconcile",
	    "[--policy FILE] [--a NAME] [--b NAME] [--skew SECONDS] A B |\n"
	    "           [--policy FILE | --vkey KEY] --csv FILE --map MAP\n"
	    "           [--institution ID] [DIR]",
	    "What two logs, or a log and a list, say differently.",
	    ctl_audit_reconcile },
	{ FIRST "timeline",
	    "[--policy FILE | --vkey KEY] --case REF [--all] [DIR]",
	    "How a case went from hand to hand, from the log alone.",
	    ctl_audit_timeline },
	{ FIRST "search",
	    "[--policy FILE | --vkey KEY] [--case REF]\n"
	    "           [--institution ID] [--kind TYPE] [--outcome WORD]\n"
	    "           [--from TIME] [--to TIME] [--before N] [--limit N]\n"
	    "           [--index FOLDER] [--fresh] DIR",
	    "Entries of a log, newest first.", ctl_audit_search },
	{ FIRST "prove",
	    "[--policy FILE | --vkey KEY] --index N | --event ID\n"
	    "           [DIR]",
	    "A proof that an entry is in the log (tlog-proof).",
	    ctl_audit_prove },
	{ FIRST "check-proof",
	    "[--policy FILE | --vkey KEY] [--entry FILE] FILE",
	    "Whether such a proof holds.", ctl_audit_check_proof },
	{ FIRST "consistency", "[--policy FILE | --vkey KEY] OLD DIR",
	    "Whether a log only grew since a checkpoint.",
	    ctl_audit_consistency },
	{ FIRST "schema", "", "What an entry may say, as JSON Schema.",
	    ctl_audit_schema },
	{ .name = NULL },
};

/* simpulctl audit COMMAND */
int
ctl_audit(struct ctl *ctl)
{
	const struct ctl_command *command;

	if (ctl->argc == 0) {
		ctl_usage(ctl->err, ctl->command);
		return CTL_FAILED;
	}
	for (command = ctl_audit_commands; command->name != NULL; command++) {
		if (strcmp(command->name + strlen(FIRST), ctl->argv[0]) != 0)
			continue;
		ctl->command = command;
		ctl->argc--;
		ctl->argv++;
		return command->fn(ctl);
	}
	return ctl_fail(ctl,
	    "unknown command audit %s; see simpulctl audit --help",
	    ctl->argv[0]);
}
