/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "simpulctl_file.h"

#include <errno.h>
#include <string.h>

#define CASE_ROWS_MAX 64

bool
ctl_file_read(struct ctl *ctl, const char *name, struct hub_buf *ret)
{
	bool is_stdin = strcmp(name, "-") == 0;
	FILE *file = is_stdin ? stdin : fopen(name, "rb");
	char bytes[16384];
	size_t got;
	bool failed;

	if (file == NULL) {
		(void)ctl_fail(ctl, "%s: %s", name, strerror(errno));
		return false;
	}
	while (
	    hub_buf_ok(ret) && (got = fread(bytes, 1, sizeof(bytes), file)) > 0)
		hub_buf_add(ret, bytes, got);
	failed = ferror(file) != 0;
	if (!is_stdin)
		(void)fclose(file);
	if (!failed && hub_buf_ok(ret))
		return true;
	if (failed)
		(void)ctl_fail(ctl, "%s: cannot be read", name);
	else
		(void)ctl_fail(ctl, "%s: over %zu bytes", name, ret->max);
	return false;
}

bool
ctl_file_case(struct ctl *ctl, const char *name, const struct hub_json *doc,
    struct api_said *ret)
{
	struct body_row rows[CASE_ROWS_MAX];
	struct body_problem problem;
	size_t i = 0;

	do {
		rows[i] = api_case_rows[i];
		rows[i].required = false;
	} while (api_case_rows[i].name != NULL && ++i < CASE_ROWS_MAX);
	if (body_read(doc, rows, ret, &problem))
		return true;
	(void)ctl_fail(ctl, "%s: %s", name, problem.text);
	return false;
}
