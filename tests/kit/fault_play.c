/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "fault_play.h"

#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "case_word.h"
#include "fault.h"
#include "fault_rule.h"

/* All faults of one call may take so long; PROBLEMS are shown. */
#define SECONDS 300
#define PROBLEMS 5
#define BODY_MAX (1024u * 1024u)
/* Every so many faults the call is made twice more and held side by side. */
#define SAME_EVERY 4

/* What the process under faults leaves behind: memory shared with ours. */
struct board {
	unsigned tried, problems;
	char doing[160];
	char text[PROBLEMS][320];
};

/* A call under faults. */
struct trial {
	struct case_play *play;
	const char *section;
	struct board *board;
};

/* Asks once, and notes the rule that was broken. */
static void
attempt(struct trial *t)
{
	const char *broken;
	struct board *b = t->board;

	b->tried++;
	if (strcmp(t->section, "request") == 0)
		broken = fault_rule_request(t->play);
	else if (strcmp(t->section, "events") == 0)
		broken = fault_rule_events(t->play);
	else
		broken = fault_rule_reply(t->play);
	if (broken == NULL && b->tried % SAME_EVERY == 1 &&
	    !fault_rule_same(t->play, t->section))
		broken = "the same arguments have two outcomes";
	if (broken != NULL && b->problems++ < PROBLEMS)
		(void)snprintf(b->text[b->problems - 1], sizeof(b->text[0]),
		    "# %s: %s\n", b->doing, broken);
}

/* Says what is tried next, should it be the last. */
static void
announce(struct trial *t, const char *what, const char *detail)
{
	(void)snprintf(t->board->doing, sizeof(t->board->doing), "%s %s", what,
	    detail);
}

/* Every nasty text in every text member of a struct. */
static void
try_members(struct trial *t, const struct case_member *table, void *of)
{
	char what[FAULT_NAME_SIZE], detail[60];
	const char *text, *kept;

	for (; table->name != NULL; table++) {
		if (table->kind != CASE_TEXT)
			continue;
		memcpy(&kept, (char *)of + table->offset, sizeof(kept));
		for (unsigned n = 0; (text = fault_text(n)) != NULL; n++) {
			(void)snprintf(what, sizeof(what), "%s is",
			    table->name);
			(void)snprintf(detail, sizeof(detail), "%.50s", text);
			announce(t, what, detail);
			(void)case_set(table, of, text);
			attempt(t);
		}
		(void)case_set(table, of, kept);
	}
}

/* A body under every change. */
static void
try_bodies(struct trial *t, const char **body, size_t *len)
{
	const char *kept = *body;
	size_t kept_len = *len;
	char name[FAULT_NAME_SIZE];
	struct hub_buf changed;

	hub_buf_init(&changed, BODY_MAX);
	for (unsigned n = 0; fault_body(n, kept, kept_len, &changed, name);
	     n++) {
		announce(t, "the body:", name);
		*body = hub_buf_str(&changed);
		*len = changed.failed ? 0 : changed.len;
		attempt(t);
		hub_buf_clear(&changed);
	}
	*body = kept;
	*len = kept_len;
	hub_buf_release(&changed);
}

/* The same body under every status. */
static void
try_statuses(struct trial *t)
{
	int kept = t->play->answer.status, status;
	char detail[16];

	for (unsigned n = 0; (status = fault_status(n)) != 0; n++) {
		(void)snprintf(detail, sizeof(detail), "%d", status);
		announce(t, "the status is", detail);
		t->play->answer.status = status;
		attempt(t);
	}
	t->play->answer.status = kept;
}

/* Each header away, and each with nasty texts. */
static void
try_headers(struct trial *t)
{
	struct hub_headers *headers = &t->play->headers;
	size_t count = headers->count;
	const char *text;

	for (size_t i = 0; i < count; i++) {
		struct request_field kept = headers->rows[i];

		announce(t, "without header", kept.name);
		headers->rows[i].name = "X-Nothing";
		attempt(t);
		headers->rows[i] = kept;
		announce(t, "a nasty header", kept.name);
		for (unsigned n = 0; (text = fault_text(n)) != NULL; n++) {
			headers->rows[i].value = text;
			attempt(t);
		}
		headers->rows[i] = kept;
	}
	headers->count = 0;
	announce(t, "without any header", "");
	attempt(t);
	headers->count = count;
}

/* Every way in which the hub may have taken an event. */
static void
try_results(struct trial *t)
{
	struct case_play *play = t->play;
	enum hub_applied kept;

	for (size_t i = 0; i < play->results.count; i++) {
		kept = play->rows[i].applied;
		for (unsigned a = HUB_APPLIED; a <= HUB_INVALID; a++) {
			play->rows[i].applied = (enum hub_applied)a;
			announce(t, "a result of another kind", "");
			attempt(t);
		}
		play->rows[i].applied = kept;
		try_members(t, case_result, &play->rows[i]);
	}
}

/* All faults of the call. */
static void
try_all(struct trial *t)
{
	struct case_play *play = t->play;

	if (strcmp(t->section, "reply") == 0) {
		try_results(t);
	} else if (strcmp(t->section, "request") == 0) {
		try_members(t, case_handoff, &play->what.handoff);
		try_members(t, case_event, &play->what.event);
		try_members(t, case_names, &play->what.names);
		try_members(t, case_at, &play->at);
	} else if (play->turn == PLAY_ANSWER) {
		try_bodies(t, &play->answer.body, &play->answer.body_len);
		try_statuses(t);
		try_headers(t);
	} else {
		try_bodies(t, &play->message.body, &play->message.body_len);
		try_headers(t);
	}
}

/* Adds what the process left, and how it ended. */
static bool
report(const struct board *board, int end, struct hub_buf *out)
{
	unsigned shown = board->problems < PROBLEMS ? board->problems
						    : PROBLEMS;

	for (unsigned i = 0; i < shown; i++)
		hub_buf_text(out, board->text[i]);
	if (board->problems > shown)
		hub_buf_fmt(out, "# and %u more\n", board->problems - shown);
	if (WIFSIGNALED(end) && WTERMSIG(end) == SIGALRM)
		hub_buf_fmt(out, "# it hung: %s\n", board->doing);
	else if (WIFSIGNALED(end))
		hub_buf_fmt(out, "# killed by SIG%s: %s\n",
		    sigabbrev_np(WTERMSIG(end)), board->doing);
	else if (WEXITSTATUS(end) != 0)
		hub_buf_fmt(out, "# ended with status %d: %s\n",
		    WEXITSTATUS(end), board->doing);
	return board->problems == 0 && end == 0;
}

bool
fault_play(struct case_play *play, const char *section, struct hub_buf *out,
    unsigned *ret_count)
{
	struct board *board = mmap(NULL, sizeof(*board), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	struct trial trial = { play, section, board };
	int end = -1;
	bool good;
	pid_t pid;

	if (board == MAP_FAILED)
		return false;
	(void)fflush(stdout);
	pid = fork();
	if (pid == 0) {
		(void)alarm(SECONDS);
		try_all(&trial);
		_exit(0);
	}
	if (pid > 0)
		(void)waitpid(pid, &end, 0);
	good = pid > 0 && report(board, end, out);
	*ret_count = board->tried;
	(void)munmap(board, sizeof(*board));
	return good;
}
