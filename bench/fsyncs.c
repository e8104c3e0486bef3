/* SPDX-License-Identifier: Apache-2.0 */
/* bench-fsyncs: how fast does this disk make a write durable? */
#include "config.h"

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "figures.h"
#include "fsync_way.h"
#include "latency.h"
#include "stopwatch.h"

enum { THREADS_MAX = 64, TIMES_MAX = 1000000, PATH_LEN = 4096 };

/* What one run is to do. */
struct plan {
	const struct fsync_way *way;
	const char *path; /* each thread's file is this and its number */
	long seconds, threads, bytes;
	int json;
};

/* One thread's share. */
struct writer {
	const struct plan *plan; /* borrowed */
	pthread_t thread;
	long number;
	struct latency took; /* microseconds */
};

/* Tells how it is used and ends the program. */
static void
usage(int status)
{
	FILE *out = status ? stderr : stdout;

	fputs("usage: bench-fsyncs [options] FILE\n"
	      "Writes FILE.0, FILE.1 ... and removes them.\n"
	      "  -m WAY      how a write is made durable (append):\n",
	    out);
	for (size_t i = 0; fsync_way_at(i); i++)
		fprintf(out, "                %-10s %s\n",
		    fsync_way_at(i)->name, fsync_way_at(i)->help);
	fputs("  -t SECONDS  for how long (3)\n"
	      "  -j THREADS  how many files at once (1)\n"
	      "  -b BYTES    in each write (4096)\n"
	      "  --json      print one JSON object\n",
	    out);
	exit(status);
}

/* A whole number from 1 to max, or the end of the program. */
static long
number(const char *text, long max)
{
	char *end;
	long n;

	errno = 0;
	n = strtol(text, &end, 10);
	if (errno || end == text || *end || n < 1 || n > max)
		errx(2, "%s: a number from 1 to %ld is expected", text, max);
	return n;
}

/* Takes one option, or ends the program with the usage. */
static void
take(struct plan *p, int option)
{
	switch (option) {
	case 'm':
		p->way = fsync_way_find(optarg);
		if (p->way == NULL)
			usage(2);
		break;
	case 't':
		p->seconds = number(optarg, 3600);
		break;
	case 'j':
		p->threads = number(optarg, THREADS_MAX);
		break;
	case 'b':
		p->bytes = number(optarg, 1 << 20);
		break;
	case 'J':
		p->json = 1;
		break;
	case 'h':
		usage(0);
		break;
	default:
		usage(2);
	}
}

/* Reads the command line. */
static struct plan
read_plan(int argc, char **argv)
{
	static const struct option options[] = {
		{ "json", no_argument, NULL, 'J' },
		{ "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 },
	};
	struct plan p = { fsync_way_at(0), "", 3, 1, 4096, 0 };
	int option;

	while (
	    (option = getopt_long(argc, argv, "m:t:j:b:", options, NULL)) != -1)
		take(&p, option);
	if (optind + 1 != argc)
		usage(2);
	p.path = argv[optind];
	return p;
}

/* Writes to the open file until the time is over, noting each time. */
static void
write_on(struct writer *w, int fd)
{
	const struct plan *p = w->plan;
	double begun, now = stopwatch_now(), end = now + (double)p->seconds;
	char *bytes = malloc((size_t)p->bytes);
	off_t at = 0;

	if (bytes == NULL)
		err(1, "no memory for %ld bytes", p->bytes);
	memset(bytes, 'x', (size_t)p->bytes);
	while (now < end) {
		begun = now;
		if (at + p->bytes > p->way->span)
			at = 0;
		if (pwrite(fd, bytes, (size_t)p->bytes, at) != p->bytes ||
		    p->way->sync(fd) < 0)
			err(1, "%s.%ld", p->path, w->number);
		at += p->bytes;
		now = stopwatch_now();
		latency_add(&w->took, (now - begun) * 1e6);
	}
	free(bytes);
}

/* One thread: its own file, made, written and removed. */
static void *
write_file(void *arg)
{
	struct writer *w = arg;
	char path[PATH_LEN];
	int fd;

	snprintf(path, sizeof path, "%s.%ld", w->plan->path, w->number);
	fd = open(path,
	    O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC | w->plan->way->flags,
	    0600);
	if (fd < 0 || w->plan->way->ready(fd, w->plan->way->span) < 0)
		err(1, "%s", path);
	write_on(w, fd);
	close(fd);
	unlink(path);
	return NULL;
}

/* Runs every writer to its end and gathers their times. */
static void
run(const struct plan *p, struct writer *writers, struct latency *all)
{
	for (long i = 0; i < p->threads; i++) {
		writers[i].plan = p;
		writers[i].number = i;
		if (latency_init(&writers[i].took, TIMES_MAX) < 0 ||
		    pthread_create(&writers[i].thread, NULL, write_file,
			&writers[i]))
			errx(1, "cannot start thread %ld", i);
	}
	for (long i = 0; i < p->threads; i++)
		pthread_join(writers[i].thread, NULL);
	for (long i = 0; i < p->threads; i++) {
		for (size_t j = 0; j < writers[i].took.count; j++)
			latency_add(all, (double)writers[i].took.times[j]);
		latency_release(&writers[i].took);
	}
}

/* Measures and tells. */
int
main(int argc, char **argv)
{
	static struct writer writers[THREADS_MAX];
	struct plan p = read_plan(argc, argv);
	struct latency all;

	if (latency_init(&all, (size_t)p.threads * TIMES_MAX) < 0)
		err(1, "no memory for the times");
	run(&p, writers, &all);
	latency_sort(&all);
	const struct figure figures[] = {
		{ "threads", (double)p.threads, 0 },
		{ "bytes", (double)p.bytes, 0 },
		{ "per_s", (double)all.count / (double)p.seconds, 0 },
		{ "p50_us", latency_at(&all, .50), 0 },
		{ "p99_us", latency_at(&all, .99), 0 },
		{ "max_us", latency_at(&all, 1), 0 },
	};
	figures_print(stdout, figures, sizeof figures / sizeof *figures,
	    p.json);
	latency_release(&all);
	return 0;
}
