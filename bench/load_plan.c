/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "load_plan.h"

#include <err.h>
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

/* Complaint numbers have nine digits. */
#define NUMBERS_MAX 1000000000L
#define CONNECTIONS_MAX 4096

static const char usage[] =
    "usage: bench-load [options] PORT\n"
    "Hands complaints in at https://localhost:PORT, as fast as it answers.\n"
    "  -c, --connections N  kept connections, one request on each (64)\n"
    "  -n, --total N        requests in all (20000)\n"
    "  -t, --seconds N      stop after so long (600)\n"
    "      --first N        number of the first complaint (1)\n"
    "      --path PATH      where to POST (/v1/cases)\n"
    "      --source NAME    who hands in (bench)\n"
    "      --token FILE     send the bearer token that the file holds\n"
    "      --ca FILE        trust this authority instead of the system's\n"
    "      --host NAME      name in the hub's certificate (localhost)\n"
    "      --insecure       take any certificate\n"
    "      --json           print one JSON object\n";

/* Options that have no letter. */
enum { FIRST = 256, PATH, SOURCE, TOKEN, CA, HOST, INSECURE, JSON, HELP };

static const struct option options[] = {
	{ "connections", required_argument, NULL, 'c' },
	{ "total", required_argument, NULL, 'n' },
	{ "seconds", required_argument, NULL, 't' },
	{ "first", required_argument, NULL, FIRST },
	{ "path", required_argument, NULL, PATH },
	{ "source", required_argument, NULL, SOURCE },
	{ "token", required_argument, NULL, TOKEN },
	{ "ca", required_argument, NULL, CA },
	{ "host", required_argument, NULL, HOST },
	{ "insecure", no_argument, NULL, INSECURE },
	{ "json", no_argument, NULL, JSON },
	{ "help", no_argument, NULL, HELP },
	{ NULL, 0, NULL, 0 },
};

/* A whole number from 1 to max, or the end of the program. */
static long
number(const char *text, const char *what, long max)
{
	char *end;
	long n;

	errno = 0;
	n = strtol(text, &end, 10);
	if (errno || end == text || *end || n < 1 || n > max)
		errx(2, "%s is %s: a number from 1 to %ld is expected", what,
		    text, max);
	return n;
}

/* Takes an option whose value is a number; false if it is none of them. */
static bool
take_number(struct load_plan *p, int option, const char *value)
{
	switch (option) {
	case 'c':
		p->connections = (size_t)number(value, "--connections",
		    CONNECTIONS_MAX);
		return true;
	case 'n':
		p->total = number(value, "--total", NUMBERS_MAX - 1);
		return true;
	case 't':
		p->seconds = number(value, "--seconds", 86400);
		return true;
	case FIRST:
		p->first = number(value, "--first", NUMBERS_MAX - 1);
		return true;
	default:
		return false;
	}
}

/* Where the text of an option goes; NULL if the option has no text. */
static const char **
text_of(struct load_plan *p, int option)
{
	switch (option) {
	case PATH:
		return &p->path;
	case SOURCE:
		return &p->source;
	case TOKEN:
		return &p->token_file;
	case CA:
		return &p->ca_file;
	case HOST:
		return &p->host;
	default:
		return NULL;
	}
}

/* Takes one option, or ends the program with the usage. */
static void
take(struct load_plan *p, int option, const char *value)
{
	const char **text = text_of(p, option);

	if (text) {
		*text = value;
		return;
	}
	if (take_number(p, option, value))
		return;
	switch (option) {
	case INSECURE:
		p->insecure = true;
		return;
	case JSON:
		p->json = true;
		return;
	case HELP:
		fputs(usage, stdout);
		exit(0);
	default:
		fputs(usage, stderr);
		exit(2);
	}
}

/* Reads the command line; does not return if it makes no sense. */
void
load_plan_read(struct load_plan *ret_plan, int argc, char **argv)
{
	struct load_plan p = {
		.connections = 64,
		.total = 20000,
		.first = 1,
		.seconds = 600,
		.host = "localhost",
		.path = "/v1/cases",
		.source = "bench",
		.token_file = "",
		.ca_file = "",
	};
	int option;

	while (
	    (option = getopt_long(argc, argv, "c:n:t:", options, NULL)) != -1)
		take(&p, option, optarg);
	if (optind + 1 != argc)
		take(&p, '?', NULL);
	p.port = (uint16_t)number(argv[optind], "PORT", 65535);
	if (p.first + p.total > NUMBERS_MAX)
		errx(2, "complaints are numbered up to %ld", NUMBERS_MAX - 1);
	*ret_plan = p;
}
