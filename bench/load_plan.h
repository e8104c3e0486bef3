/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a run of bench-load is to do, as its command line says.  The texts
 * are borrowed from the arguments.
 */
#ifndef BENCH_LOAD_PLAN_H
#define BENCH_LOAD_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct load_plan {
	size_t connections; /* each with one request out at a time */
	long total;	    /* requests in all */
	long first;	    /* the number of the first complaint */
	long seconds;	    /* the run ends after so many, done or not */
	uint16_t port;	    /* of the hub, on the loopback address */
	const char *host;   /* the name its certificate must hold */
	const char *path;
	const char *source;	/* who hands in, by the hub's name for it */
	const char *token_file; /* "" = no Authorization header */
	const char *ca_file;	/* "" = the system's */
	bool insecure;		/* take any certificate */
	bool json;
};

/* Reads the command line; does not return if it makes no sense. */
void load_plan_read(struct load_plan *ret_plan, int argc, char **argv);

#endif
