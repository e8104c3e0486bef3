/* SPDX-License-Identifier: Apache-2.0 */
/*
 * simpul-plugin-test: runs .case files against a plugin and prints TAP; see
 * simpul-plugin(7).
 */
#include "config.h"

#include <getopt.h>

#include "case_said.h"
#include "fault_play.h"
#include "hub_json.h"
#include "hub_mail.h"
#include "tap.h"

enum { EXIT_FAILED = 1, EXIT_USAGE = 2 };

static const char usage[] =
    "Usage: simpul-plugin-test [--faults] PLUGIN.so FILE.case ...\n"
    "       simpul-plugin-test --help | --version\n"
    "\n"
    "Hold what a plugin says against what the case files expect, as TAP.\n"
    "\n"
    "  --faults   try each call of each case with truncated, doubled, wrongly\n"
    "             typed, huge and lying input instead: the plugin may refuse\n"
    "             it, but not crash, hang or contradict itself\n"
    "\n"
    "Exit status: 0 all good, 1 something differs, 2 wrong usage or a case\n"
    "that cannot be read.\n";

#define OUT_MAX (256u * 1024u)

/* A run over all files. */
struct run {
	struct plugin plugin;
	struct tap tap;
	bool faults;
	bool broken; /* a case could not be read */
};

/* One expected section as a point, or all its faults as one. */
static void
point(struct run *run, struct case_play *play,
    const struct case_section *section)
{
	char name[300], tried[40] = "";
	struct case_said got, want;
	struct hub_buf out;
	unsigned count;
	bool good;

	hub_buf_init(&out, OUT_MAX);
	if (run->faults) {
		good = fault_play(play, section->name, &out, &count);
		(void)snprintf(tried, sizeof(tried), ", %u faults", count);
	} else {
		case_said_call(play, section->name, &got);
		case_said_expect(section, &want);
		good = case_said_match(&got, &want, &out);
		case_said_release(&got);
		case_said_release(&want);
	}
	(void)snprintf(name, sizeof(name), "%.200s:%d %s%s", play->file->path,
	    section->line, section->name, tried);
	tap_point(&run->tap, good, name, hub_buf_str(&out));
	hub_buf_release(&out);
}

/* Input is taken, what is expected is asked for. */
static enum hub_status
play_section(struct run *run, struct case_play *play,
    const struct case_section *section, struct hub_error *err)
{
	enum hub_status status;

	if (strcmp(section->name, "part") == 0)
		return HUB_OK;
	if (case_play_is_input(section))
		return case_play_take(play, section, err);
	status = case_play_settle(play, err);
	if (status == HUB_OK)
		point(run, play, section);
	return status;
}

/* One file, top to bottom. */
static void
play_file(struct run *run, const char *path)
{
	struct hub_error err = { "" };
	struct case_file file;
	struct case_play play;
	char why[300];
	enum hub_status status = case_file_read(path, &file, &err);
	const struct case_section *s = file.sections;

	case_play_init(&play, &run->plugin, &file);
	for (; status == HUB_OK && s != NULL; s = s->next)
		status = play_section(run, &play, s, &err);
	if (status != HUB_OK) {
		run->broken = true;
		(void)snprintf(why, sizeof(why), "# %s\n", err.text);
		tap_point(&run->tap, false, path, why);
	}
	case_play_release(&play);
	case_file_release(&file);
}

/* Loads the plugin and plays every file. */
static int
play_all(struct run *run, const char *plugin, char **files)
{
	struct hub_error err = { "" };
	char *path = realpath(plugin, NULL);
	bool good;

	if (plugin_load(path != NULL ? path : plugin, &run->plugin, &err) !=
	    HUB_OK) {
		fprintf(stderr, "%s\n", err.text);
		free(path);
		return EXIT_USAGE;
	}
	for (; *files != NULL; files++)
		play_file(run, *files);
	good = tap_end(&run->tap);
	plugin_release(&run->plugin);
	free(path);
	if (run->broken)
		return EXIT_USAGE;
	return good ? 0 : EXIT_FAILED;
}

int
main(int argc, char **argv)
{
	static const struct option words[] = {
		{ "faults", no_argument, NULL, 'f' },
		{ "help", no_argument, NULL, 'h' },
		{ "version", no_argument, NULL, 'v' },
		{ NULL, 0, NULL, 0 },
	};
	struct run run = { .faults = false };
	int word;

	while ((word = getopt_long(argc, argv, "", words, NULL)) != -1) {
		if (word == 'h')
			return fputs(usage, stdout) < 0;
		if (word == 'v')
			return puts("simpul-plugin-test " PACKAGE_VERSION) < 0;
		if (word != 'f')
			return EXIT_USAGE;
		run.faults = true;
	}
	if (argc - optind < 2) {
		(void)fputs(usage, stderr);
		return EXIT_USAGE;
	}
	hub_json_warm();
	hub_mail_warm();
	return play_all(&run, argv[optind], argv + optind + 1);
}
