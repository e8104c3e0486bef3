/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "log.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <unistd.h>

#include "civil.h"
#include "clock.h"

#define LINE_MAX_SIZE 2048 /* longer lines are cut */

static _Atomic int threshold = LOG_NOTE;
static const char *_Atomic program = "simpul";

static const char *const level_names[] = {
	[LOG_ERROR] = "error",
	[LOG_WARN] = "warn",
	[LOG_NOTE] = "note",
	[LOG_DEBUG] = "debug",
};

/* Sets how much is written. */
void
log_set_level(enum log_level level)
{
	threshold = (int)level;
}

/* Sets who is writing. */
void
log_set_name(const char *name)
{
	program = name;
}

/* "simpuld 2026-02-02T08:00:00.123Z note " into buf; not by gmtime_r, which
 * would look for a time zone file that a sandbox forbids. */
static size_t
prefix(char *buf, size_t size, enum log_level level)
{
	int64_t ms = clock_now_ms(clock_system());
	struct civil date = civil_date(civil_day_of(ms / 1000));
	int of_day = (int)(ms % 86400000);

	return (size_t)snprintf(buf, size,
	    "%.32s %04lld-%02d-%02dT%02d:%02d:%02d.%03dZ %s ", program,
	    (long long)date.year, date.month, date.day, of_day / 3600000,
	    of_day / 60000 % 60, of_day / 1000 % 60, of_day % 1000,
	    level_names[level]);
}

/* Nothing in a line may look like another line or move a terminal. */
static void
flatten(char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if ((uint8_t)text[i] < 0x20 || text[i] == 0x7f)
			text[i] = ' ';
}

/* One line, in one write, so that threads do not mix. */
static void __attribute__((format(printf, 2, 0)))
line(enum log_level level, const char *fmt, va_list args)
{
	char buf[LINE_MAX_SIZE];
	size_t len;
	int more;

	if ((int)level > threshold)
		return;
	len = prefix(buf, sizeof(buf), level);
	more = vsnprintf(buf + len, sizeof(buf) - len, fmt, args);
	if (more > 0)
		len += (size_t)more;
	if (len > sizeof(buf) - 1)
		len = sizeof(buf) - 1;
	flatten(buf, len);
	buf[len++] = '\n';
	/* Nobody is left to be told that a line could not be written. */
	if (write(STDERR_FILENO, buf, len) < 0)
		return;
}

/* Something failed and a person must act. */
void
log_error(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	line(LOG_ERROR, fmt, args);
	va_end(args);
}

/* Something is not as it should be and the hub goes on. */
void
log_warn(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	line(LOG_WARN, fmt, args);
	va_end(args);
}

/* Something an operator wants to know. */
void
log_note(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	line(LOG_NOTE, fmt, args);
	va_end(args);
}

/* Something a developer wants to know. */
void
log_debug(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	line(LOG_DEBUG, fmt, args);
	va_end(args);
}
