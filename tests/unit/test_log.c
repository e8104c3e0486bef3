/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <unistd.h>

#include <cmocka.h>

#include "log.h"

/* stderr as a file that can be read back. */
struct capture {
	FILE *file;
	int saved;
};

/* Sends stderr into a file. */
static struct capture
capture_start(void)
{
	struct capture c = { .file = tmpfile(), .saved = dup(STDERR_FILENO) };

	assert_non_null(c.file);
	assert_true(dup2(fileno(c.file), STDERR_FILENO) >= 0);
	return c;
}

/* Puts stderr back; what was written, NUL-terminated. */
static size_t
capture_end(struct capture *c, char *buf, size_t size)
{
	ssize_t len;

	dup2(c->saved, STDERR_FILENO);
	close(c->saved);
	len = pread(fileno(c->file), buf, size - 1, 0);
	fclose(c->file);
	assert_true(len >= 0);
	buf[len] = '\0';
	return (size_t)len;
}

/* A line has name, time with zone, level and text. */
static void
a_line_has_name_time_level_and_text(void **state)
{
	struct capture c;
	char line[500];

	(void)state;
	log_set_name("simpuld");
	c = capture_start();
	log_warn("institution %s is down", "ksp");
	capture_end(&c, line, sizeof(line));
	assert_memory_equal(line, "simpuld 20", 10);
	assert_int_equal(line[18], 'T');
	assert_string_equal(line + 31, "Z warn institution ksp is down\n");
}

/* The date in a line is that of the C library's calendar. */
static void
a_line_has_the_date_of_today(void **state)
{
	time_t now = time(NULL);
	struct capture c;
	char line[500], want[2][16];
	struct tm tm;

	(void)state;
	log_set_name("simpuld");
	gmtime_r(&now, &tm);
	strftime(want[0], sizeof(want[0]), "%Y-%m-%dT%H", &tm);
	c = capture_start();
	log_error("x");
	capture_end(&c, line, sizeof(line));
	now = time(NULL);
	gmtime_r(&now, &tm);
	strftime(want[1], sizeof(want[1]), "%Y-%m-%dT%H", &tm);
	if (memcmp(line + 8, want[0], 13) != 0)
		assert_memory_equal(line + 8, want[1], 13);
}

/* Only lines up to the level are written. */
static void
lines_above_the_level_are_not_written(void **state)
{
	static const struct {
		enum log_level level;
		const char *want;
	} rows[] = { { LOG_ERROR, "e" }, { LOG_WARN, "ew" },
		{ LOG_NOTE, "ewn" }, { LOG_DEBUG, "ewnd" } };
	char text[2000], got[5];

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct capture c = capture_start();
		size_t len, found = 0;

		log_set_level(rows[i].level);
		log_error("e");
		log_warn("w");
		log_note("n");
		log_debug("d");
		len = capture_end(&c, text, sizeof(text));
		for (size_t k = 1; k < len && found < 4; k++)
			if (text[k] == '\n')
				got[found++] = text[k - 1];
		got[found] = '\0';
		assert_string_equal(got, rows[i].want);
	}
	log_set_level(LOG_NOTE);
}

/* What comes from outside cannot begin a line of its own. */
static void
control_characters_become_spaces(void **state)
{
	struct capture c = capture_start();
	char line[500];

	(void)state;
	log_note("%s", "a\nb\rc\x1b[31md\x7f");
	capture_end(&c, line, sizeof(line));
	assert_non_null(strstr(line, " note a b c [31md \n"));
}

/* A line that is too long is cut and still ends. */
static void
long_lines_are_cut(void **state)
{
	static char long_text[10000], got[20000];
	struct capture c;
	size_t len;

	(void)state;
	memset(long_text, 'x', sizeof(long_text) - 1);
	c = capture_start();
	log_note("%s", long_text);
	len = capture_end(&c, got, sizeof(got));
	assert_int_equal(len, 2048);
	assert_int_equal(got[len - 1], '\n');
	assert_int_equal(got[len - 2], 'x');
}

/* Writes lines of one letter. */
static void *
write_lines(void *letter)
{
	for (int i = 0; i < 200; i++)
		log_note("%.20s", (const char *)letter);
	return NULL;
}

/* Lines of several threads do not mix. */
static void
threads_write_whole_lines(void **state)
{
	static char texts[4][21], got[100000];
	pthread_t threads[4];
	struct capture c = capture_start();
	size_t lines = 0, len;

	(void)state;
	for (int i = 0; i < 4; i++) {
		memset(texts[i], 'a' + i, 20);
		pthread_create(&threads[i], NULL, write_lines, texts[i]);
	}
	for (int i = 0; i < 4; i++)
		pthread_join(threads[i], NULL);
	len = capture_end(&c, got, sizeof(got));
	for (size_t i = 20; i < len; i++) {
		if (got[i] != '\n')
			continue;
		lines++;
		for (size_t k = 2; k <= 20; k++)
			assert_int_equal(got[i - k], got[i - 1]);
		assert_int_equal(got[i - 21], ' ');
	}
	assert_int_equal(lines, 800);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_has_name_time_level_and_text),
		cmocka_unit_test(a_line_has_the_date_of_today),
		cmocka_unit_test(lines_above_the_level_are_not_written),
		cmocka_unit_test(control_characters_become_spaces),
		cmocka_unit_test(long_lines_are_cut),
		cmocka_unit_test(threads_write_whole_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
