/* SPDX-License-Identifier: Apache-2.0 */
/*
 * log.h - one line per fact, to stderr, for an operator.
 *
 * A line is "time level text"; text is printf-like and must hold no content
 * of a complaint, no identity and no secret.  Safe from every thread.
 */
#ifndef LOG_H
#define LOG_H

enum log_level { LOG_ERROR, LOG_WARN, LOG_NOTE, LOG_DEBUG };

/* Lines above this level are not written; LOG_NOTE at first. */
void log_set_level(enum log_level level);
/* What stands before each line, as in "simpuld"; borrowed for ever. */
void log_set_name(const char *name);
void log_error(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void log_warn(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void log_note(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void log_debug(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

#endif
