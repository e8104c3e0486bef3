/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "simpulctl.h"

/* Takes so many arguments out. */
static void
take_out(struct ctl *ctl, int at, int count)
{
	ctl->argc -= count;
	for (int i = at; i < ctl->argc; i++)
		ctl->argv[i] = ctl->argv[i + count];
}

/* An option that is there or not. */
bool
ctl_flag(struct ctl *ctl, const char *name)
{
	for (int i = 0; i < ctl->argc; i++) {
		if (strcmp(ctl->argv[i], "--") == 0)
			return false;
		if (strcmp(ctl->argv[i], name) != 0)
			continue;
		take_out(ctl, i, 1);
		return true;
	}
	return false;
}

/* An option with a value; NULL when the value is missing or empty: a variable
 * of a script that was not set is not what was meant. */
const char *
ctl_value(struct ctl *ctl, const char *name, const char *fallback)
{
	size_t len = strlen(name);
	const char *value;

	for (int i = 0; i < ctl->argc; i++) {
		if (strcmp(ctl->argv[i], "--") == 0)
			return fallback;
		if (strncmp(ctl->argv[i], name, len) != 0)
			continue;
		if (ctl->argv[i][len] == '=') {
			value = ctl->argv[i] + len + 1;
			take_out(ctl, i, 1);
			return value[0] == '\0' ? NULL : value;
		}
		if (ctl->argv[i][len] != '\0')
			continue;
		value = i + 1 < ctl->argc ? ctl->argv[i + 1] : NULL;
		take_out(ctl, i, value == NULL ? 1 : 2);
		return value == NULL || value[0] == '\0' ? NULL : value;
	}
	return fallback;
}

bool
ctl_number(struct ctl *ctl, const char *name, int64_t fallback, int64_t *ret)
{
	const char *text = ctl_value(ctl, name, "-");
	char *end;
	long long number;

	if (text != NULL && strcmp(text, "-") == 0) {
		*ret = fallback;
		return true;
	}
	errno = 0;
	number = text == NULL ? -1 : strtoll(text, &end, 10);
	if (number >= 0 && errno == 0 && end != text && *end == '\0') {
		*ret = number;
		return true;
	}
	(void)ctl_fail(ctl, "%s is \"%s\"; expected a whole number", name,
	    text == NULL ? "" : text);
	return false;
}

/* Whether what is left is what the command expects. */
bool
ctl_arguments(struct ctl *ctl, int least, int most)
{
	if (ctl->argc > 0 && strcmp(ctl->argv[0], "--") == 0) {
		take_out(ctl, 0, 1);
	} else {
		for (int i = 0; i < ctl->argc; i++) {
			if (ctl->argv[i][0] != '-' || ctl->argv[i][1] == '\0')
				continue; /* "-" is standard input */
			(void)fprintf(ctl->err,
			    "simpulctl: unknown option "
			    "%s\n",
			    ctl->argv[i]);
			ctl_usage(ctl->err, ctl->command);
			return false;
		}
	}
	if (ctl->argc >= least && ctl->argc <= most)
		return true;
	ctl_usage(ctl->err, ctl->command);
	return false;
}

/* Says why the command cannot run. */
int
ctl_fail(struct ctl *ctl, const char *fmt, ...)
{
	va_list args;

	(void)fprintf(ctl->err, "simpulctl: ");
	va_start(args, fmt);
	(void)vfprintf(ctl->err, fmt, args);
	va_end(args);
	(void)fprintf(ctl->err, "\n");
	return CTL_FAILED;
}

/* Prints a text. */
void
ctl_print(struct ctl *ctl, struct hub_buf *text)
{
	if (!hub_buf_ok(text))
		(void)ctl_fail(ctl, "there is more to say than memory");
	else
		(void)fprintf(ctl->out, "%s\n", hub_buf_str(text));
	hub_buf_release(text);
}

/* A word in its number. */
const char *
ctl_plural(uint64_t count, const char *one, const char *many)
{
	return count == 1 ? one : many;
}

/* How a command is used. */
void
ctl_usage(FILE *to, const struct ctl_command *command)
{
	(void)fprintf(to,
	    "Usage: simpulctl [--config FILE] [--json] %s %s\n%s\n",
	    command->name, command->arguments, command->help);
}
