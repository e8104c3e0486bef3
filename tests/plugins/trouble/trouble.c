/* SPDX-License-Identifier: Apache-2.0 */
/* A plugin that does what no plugin may: the first word of a narrative says
 * which thing.  Any other narrative is composed as it should be. */
#include "config.h"

#include <fcntl.h>
#include <linux/futex.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "hub_plugin.h"

/* The worker's socket and page, as it has them. */
enum { SOCKET = 3, PAGE = 4 };

/* Writes, and does not care. */
static void
say(int fd, const void *data, size_t len)
{
	if (write(fd, data, len) < 0)
		return;
}

static void
do_crash(void)
{
	(void)raise(SIGSEGV);
}

static void
do_abort(void)
{
	abort();
}

static void
do_exit(void)
{
	_exit(0);
}

static void
do_spin(void)
{
	volatile unsigned turns = 0;

	for (;;)
		turns++;
}

/* Waits for ever without CPU. */
static void
do_wait(void)
{
	unsigned word = 0;

	for (;;)
		(void)syscall(SYS_futex, &word, FUTEX_WAIT, 0, NULL, NULL, 0);
}

static void
do_open(void)
{
	if (open("/etc/passwd", O_RDONLY) < 0)
		_exit(1);
}

static void
do_socket(void)
{
	(void)socket(AF_INET, SOCK_STREAM, 0);
}

static void
do_fork(void)
{
	(void)fork();
}

/* Takes memory until there is none. */
static void
do_allocate(void)
{
	size_t size = 1024 * 1024;
	char *piece;

	while ((piece = malloc(size)) != NULL)
		memset(piece, 1, size);
	abort();
}

/* Makes code out of data. */
static void
do_execute(void)
{
	void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	(void)mprotect(page, 4096, PROT_READ | PROT_EXEC);
}

static void
do_garbage(void)
{
	say(SOCKET, "this is no packet at all", 24);
}

/* An answer to a call that nobody made. */
static void
do_stranger(void)
{
	static const char frame[32 + 5] = { 1, 2, 3, 4, 5, 6, 7, 8, 2 };

	say(SOCKET, frame, sizeof(frame));
}

/* Writes behind the end of what it has. */
static void
do_overrun(void)
{
	volatile char *room = malloc(16);

	for (size_t i = 0; room != NULL && i < 4096; i++)
		room[i] = 'a';
	abort();
}

/* More than the socket takes, for ever. */
static void
do_flood(void)
{
	static char much[100000];

	for (;;)
		say(SOCKET, much, sizeof(much));
}

/* Takes the page's memory away under the hub. */
static void
do_shrink(void)
{
	if (ftruncate(PAGE, 0) != 0)
		abort();
}

/* Says that it was on a call that is not there, then dies. */
static void
do_blame(void)
{
	unsigned long *number = mmap(NULL, sizeof(*number),
	    PROT_READ | PROT_WRITE, MAP_SHARED, PAGE, 0);

	if (number != MAP_FAILED)
		*number = 1UL << 60;
	abort();
}

/* Writes lines without end to stderr. */
static void
do_chatter(void)
{
	for (int i = 0; i < 100000; i++)
		say(STDERR_FILENO, "all is well, all is well\n\n", 26);
}

static const struct {
	const char *word;
	void (*act)(void);
} deeds[] = {
	{ "crash", do_crash },
	{ "abort", do_abort },
	{ "exit", do_exit },
	{ "spin", do_spin },
	{ "wait", do_wait },
	{ "open", do_open },
	{ "socket", do_socket },
	{ "fork", do_fork },
	{ "allocate", do_allocate },
	{ "execute", do_execute },
	{ "garbage", do_garbage },
	{ "stranger", do_stranger },
	{ "overrun", do_overrun },
	{ "flood", do_flood },
	{ "shrink", do_shrink },
	{ "blame", do_blame },
	{ "chatter", do_chatter },
};

/* More headers, parts and bytes than any request takes. */
static void
overfill(struct hub_request *r)
{
	static char much[1024 * 1024];
	struct hub_part part = { HUB_PART_FORM, "a", "", "text/plain" };

	memset(much, 'a', sizeof(much));
	hub_request_http(r, "POST", "/");
	for (int i = 0; i < 1000; i++) {
		hub_request_header(r, "X-A", "a");
		hub_request_part(r, &part, much, sizeof(much));
	}
}

static enum hub_status
trouble_compose(const void *conf, const struct hub_dispatch *what,
    const struct hub_at *at, struct hub_request *r, struct hub_error *err)
{
	const char *text = what->handoff.narrative;

	(void)conf;
	(void)at;
	(void)err;
	for (size_t i = 0; i < sizeof(deeds) / sizeof(deeds[0]); i++)
		if (strcmp(deeds[i].word, text) == 0)
			deeds[i].act();
	if (strcmp(text, "overfill") == 0) {
		overfill(r);
		return HUB_OK;
	}
	hub_request_http(r, "POST", "/");
	hub_request_body(r, "text/plain", text, strlen(text));
	return HUB_OK;
}

static enum hub_status
trouble_conclude(const void *conf, const struct hub_dispatch *what,
    const struct hub_at *at, const struct hub_answer *answer,
    struct hub_events *events, struct hub_error *err)
{
	struct hub_event event = hub_event_init(HUB_EV_DELIVERED);

	(void)conf;
	(void)what;
	(void)at;
	(void)answer;
	(void)err;
	hub_emit(events, &event);
	return HUB_OK;
}

const struct hub_plugin hub_plugin = {
	.abi = HUB_PLUGIN_ABI,
	.size = sizeof(struct hub_plugin),
	.name = "trouble",
	.version = "1.0",
	.summary = "Does what no plugin may.",
	.compose = trouble_compose,
	.conclude = trouble_conclude,
};
