/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <getopt.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "hub.h"
#include "limits.h"
#include "log.h"

/* What the process ends with. */
enum { EXIT_GOOD = 0, EXIT_NOT_RUN = 2 };

static const char usage[] =
    "usage: simpuld [-c FILE] [-d]\n"
    "\n"
    "The federation hub for public complaint handling.\n"
    "\n"
    "  -c, --config FILE  configuration (default " SIMPUL_CONFDIR
    "/simpul.conf)\n"
    "  -d, --debug        log every change of state\n"
    "  -h, --help         this text\n"
    "  -V, --version      the version\n"
    "\n"
    "Runs in the foreground, logs to standard error.  SIGTERM stops it after\n"
    "what is under way has concluded, SIGHUP reloads the configuration.\n"
    "See simpuld(8) and simpul.conf(5).\n";

static const struct option options[] = {
	{ "config", required_argument, NULL, 'c' },
	{ "debug", no_argument, NULL, 'd' },
	{ "help", no_argument, NULL, 'h' },
	{ "version", no_argument, NULL, 'V' },
	{ NULL, 0, NULL, 0 },
};

/* As many descriptors as the system lets us have. */
static void
raise_descriptors(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
		return;
	limit.rlim_cur = limit.rlim_max;
	if (setrlimit(RLIMIT_NOFILE, &limit) != 0)
		log_warn("the limit of open files stays at %llu",
		    (unsigned long long)limit.rlim_cur);
}

/* Freed memory stays with us up to a bound: threads whose heaps shrink and
 * grow with each message would ask the kernel three times for each.  What is
 * big goes back at once.  A C library that does not know these keeps its own
 * ways. */
static void
keep_memory(void)
{
	(void)mallopt(M_TRIM_THRESHOLD, MEMORY_KEEP);
	(void)mallopt(M_TOP_PAD, MEMORY_GROW);
	(void)mallopt(M_MMAP_THRESHOLD, MEMORY_BIG);
}

/* Runs one hub from start to stop. */
static int
run(const char *conf_file)
{
	struct hub hub;
	struct hub_error err = { "" };
	enum hub_status status = hub_start(&hub, conf_file, &err);

	if (status == HUB_OK)
		hub_run(&hub);
	else
		log_error("not started: %s", err.text);
	hub_stop(&hub);
	return status == HUB_OK && !hub.failed ? EXIT_GOOD : EXIT_NOT_RUN;
}

int
main(int argc, char **argv)
{
	const char *conf_file = SIMPUL_CONFDIR "/simpul.conf";
	int c;

	log_set_name("simpuld");
	while ((c = getopt_long(argc, argv, "c:dhV", options, NULL)) != -1) {
		switch (c) {
		case 'c':
			conf_file = optarg;
			break;
		case 'd':
			log_set_level(LOG_DEBUG);
			break;
		case 'h':
			(void)fputs(usage, stdout);
			return EXIT_GOOD;
		case 'V':
			(void)puts("simpuld " PACKAGE_VERSION);
			return EXIT_GOOD;
		default:
			(void)fputs(usage, stderr);
			return EXIT_NOT_RUN;
		}
	}
	raise_descriptors();
	keep_memory();
	return run(conf_file);
}
