/* SPDX-License-Identifier: Apache-2.0 */
/*
 * simpul-worker: one plugin in a sandbox.  The hub starts it with --serve; the
 * other ways are for people and tests.
 */
#include "config.h"

#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "limits.h"
#include "plugin.h"
#include "sandbox.h"
#include "worker_child.h"

enum { EXIT_REFUSED = 1, EXIT_USAGE = 2, EXIT_SYSTEM = 70 };

/* Leak reports need ptrace, which no worker has. */
#ifdef SIMPUL_SANITIZE
__attribute__((visibility("default"))) const char *__asan_default_options(void);
/* Read by the sanitizer when the program starts. */
const char *
__asan_default_options(void)
{
	return "detect_leaks=0:symbolize=0";
}
#endif

static const char usage[] =
    "Usage: simpul-worker --describe PLUGIN.so\n"
    "       simpul-worker --check PLUGIN.so\n"
    "       simpul-worker --help | --version\n"
    "\n"
    "Load one institution plugin in a sandbox.\n"
    "\n"
    "  --describe   print what the plugin is and takes, as JSON\n"
    "  --check      read settings from standard input, each a name and a\n"
    "               text with a NUL behind it, and say whether they are good\n"
    "  --serve      answer calls on descriptor 3: simpuld starts workers so\n"
    "\n"
    "Exit status: 0 good, 1 the plugin or its settings are refused, 2 wrong\n"
    "usage, 70 the sandbox cannot be set up.\n";

/* Says one sentence to whoever started us. */
static int
complain(const struct hub_error *err, int code)
{
	fprintf(stderr, "%s\n", err->text);
	return code;
}

/* Writes all of a buffer to standard output. */
static bool
print(const struct hub_buf *buf)
{
	return hub_buf_ok(buf) &&
	    fwrite(buf->data, 1, buf->len, stdout) == buf->len &&
	    fputc('\n', stdout) != EOF && fflush(stdout) == 0;
}

/* --describe */
static int
describe(struct plugin *plugin)
{
	struct hub_error err;
	struct hub_buf json;
	bool good;

	hub_buf_init(&json, PACKET_NEAR_MAX);
	plugin_describe(plugin, &json);
	good = print(&json);
	hub_buf_release(&json);
	if (good)
		return 0;
	(void)hub_fail(&err, HUB_FAULT, "the description cannot be written");
	return complain(&err, EXIT_SYSTEM);
}

/* Reads standard input to its end. */
static bool
read_all(struct hub_buf *buf)
{
	char piece[4096];
	ssize_t got;

	while ((got = read(STDIN_FILENO, piece, sizeof(piece))) != 0) {
		if (got < 0 && errno != EINTR)
			return false;
		if (got > 0)
			hub_buf_add(buf, piece, (size_t)got);
	}
	return hub_buf_ok(buf) &&
	    (buf->len == 0 || buf->data[buf->len - 1] == 0);
}

/* Cuts names and texts at their NULs; false when a name has no text. */
static bool
cut_pairs(const struct hub_buf *buf, struct option_pair *pairs, size_t *ret)
{
	const char *at = buf->data, *end = at + buf->len;
	size_t count = 0;

	for (; at < end && count < PLUGIN_OPTIONS_MAX; count++) {
		pairs[count].name = at;
		at += strlen(at) + 1;
		if (at >= end)
			return false;
		pairs[count].text = at;
		at += strlen(at) + 1;
	}
	*ret = count;
	return at == end;
}

/* What a plugin can do with settings that it took. */
static bool
print_abilities(const struct plugin *plugin)
{
	struct hub_json_out out;
	struct hub_buf json;
	bool good;

	hub_buf_init(&json, PACKET_NEAR_MAX);
	hub_json_out_init(&out, &json);
	hub_json_open(&out, NULL, '{');
	plugin_put_abilities(plugin, &out);
	hub_json_close(&out, '}');
	good = print(&json);
	hub_buf_release(&json);
	return good;
}

/* --check */
static int
check(struct plugin *plugin)
{
	struct option_pair pairs[PLUGIN_OPTIONS_MAX];
	struct option_list list = { pairs, 0 };
	struct hub_error err = { "" };
	struct hub_buf text;
	enum hub_status status;

	hub_buf_init(&text, PACKET_FAR_MAX);
	if (!read_all(&text) || !cut_pairs(&text, pairs, &list.count))
		status = hub_fail(&err, HUB_MISCONFIGURED,
		    "standard input does not hold pairs of name and text, "
		    "each with a NUL behind it");
	else
		status = plugin_settle(plugin, &list, &err);
	hub_buf_release(&text);
	if (status != HUB_OK)
		return complain(&err, EXIT_REFUSED);
	if (print_abilities(plugin))
		return 0;
	(void)hub_fail(&err, HUB_FAULT, "the abilities cannot be written");
	return complain(&err, EXIT_SYSTEM);
}

/* --serve */
static int
serve(struct plugin *plugin)
{
	struct worker_child child;
	struct hub_error err = { "" };
	bool good;

	if (worker_child_init(&child, plugin, &err) != HUB_OK)
		return complain(&err, EXIT_SYSTEM);
	good = worker_child_run(&child);
	worker_child_release(&child);
	return good ? 0 : EXIT_SYSTEM;
}

/* Raises the walls around the plugin, loads it, and closes them. */
static int
load(const char *file, struct plugin *ret)
{
	struct hub_error err = { "" };

	if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0 ||
	    sandbox_enter(file, file, &err) != HUB_OK)
		return complain(&err, EXIT_SYSTEM);
	if (plugin_load(file, ret, &err) != HUB_OK)
		return complain(&err, EXIT_REFUSED);
	sandbox_warm();
	if (sandbox_close(&err) != HUB_OK)
		return complain(&err, EXIT_SYSTEM);
	return 0;
}

/* Loads the plugin and does one of the three things with it. */
static int
with_plugin(const char *name, int (*act)(struct plugin *plugin))
{
	char *file = realpath(name, NULL);
	struct hub_error err;
	struct plugin plugin;
	int code;

	if (file == NULL) {
		(void)hub_fail(&err, HUB_MISCONFIGURED, "%s: %s", name,
		    strerror(errno));
		return complain(&err, EXIT_REFUSED);
	}
	code = load(file, &plugin);
	if (code == 0) {
		code = act(&plugin);
		plugin_release(&plugin);
	}
	free(file);
	return code;
}

int
main(int argc, char **argv)
{
	static const struct option words[] = {
		{ "describe", required_argument, NULL, 'd' },
		{ "check", required_argument, NULL, 'c' },
		{ "serve", required_argument, NULL, 's' },
		{ "help", no_argument, NULL, 'h' },
		{ "version", no_argument, NULL, 'v' },
		{ NULL, 0, NULL, 0 },
	};
	int word = getopt_long(argc, argv, "", words, NULL);

	/* The hub starts it without an environment; so do people. */
	(void)clearenv();
	if (word == 'h')
		return fputs(usage, stdout) < 0 ? EXIT_SYSTEM : 0;
	if (word == 'v')
		return puts("simpul-worker " PACKAGE_VERSION) < 0 ? EXIT_SYSTEM
								  : 0;
	if (optind != argc || word == -1 || word == '?') {
		(void)fputs(usage, stderr);
		return EXIT_USAGE;
	}
	if (word == 'd')
		return with_plugin(optarg, describe);
	return with_plugin(optarg, word == 'c' ? check : serve);
}
