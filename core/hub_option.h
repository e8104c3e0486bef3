/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hub_option.h - the settings that a plugin takes from its options block.
 *
 * One row a setting.  The same rows check conf.d, fill the plugin's struct,
 * print `simpulctl options PLUGIN` and the manual page.  A row's name is that
 * of the field, and a field of the wrong type does not compile.
 */
#ifndef HUB_OPTION_H
#define HUB_OPTION_H

#include <stdbool.h>
#include <stddef.h>

enum hub_option_kind {
	HUB_OPT_STRING, /* const char * */
	HUB_OPT_FILE,	/* const char *: the file's content, read by the core */
	HUB_OPT_COUNT,	/* unsigned */
	HUB_OPT_BOOL,	/* bool */
};

struct hub_option {
	const char *name;
	enum hub_option_kind kind;
	size_t offset;
	bool required;
	const char *fallback; /* parsed as if written; NULL = "" or 0 */
	const char *help;     /* one sentence */
};

/* clang-format off */
#define HUB_ROW(type, field, ctype, k, ...) \
	{ \
		.name = #field, .kind = (k), \
		.offset = _Generic(((type *)0)->field, \
		    ctype : offsetof(type, field)), \
		__VA_ARGS__ \
	}
/* clang-format on */
#define HUB_STRING(type, field, ...) \
	HUB_ROW(type, field, const char *, HUB_OPT_STRING, __VA_ARGS__)
#define HUB_FILE(type, field, ...) \
	HUB_ROW(type, field, const char *, HUB_OPT_FILE, __VA_ARGS__)
#define HUB_COUNT(type, field, ...) \
	HUB_ROW(type, field, unsigned, HUB_OPT_COUNT, __VA_ARGS__)
#define HUB_BOOL(type, field, ...) \
	HUB_ROW(type, field, bool, HUB_OPT_BOOL, __VA_ARGS__)
#define HUB_OPTIONS_END \
	{ \
		.name = NULL \
	}

#endif
