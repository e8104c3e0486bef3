/* SPDX-License-Identifier: Apache-2.0 */
/* Prints the schema, the members and the samples, for test_canon.py. */
#include "config.h"

#include "canon_samples.h"

/* A sample as a line. */
static int
print(const struct canon_entry *e)
{
	struct hub_error err = { "" };
	struct hub_buf out;
	enum hub_status status;

	hub_buf_init(&out, CANON_MAX);
	status = canon_write(&out, e, &err);
	puts(status == HUB_OK ? hub_buf_str(&out) : err.text);
	hub_buf_release(&out);
	return status == HUB_OK ? 0 : 1;
}

/* "schema", "members" or "entries". */
int
main(int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "entries";
	struct canon_entry least = canon_sample_least();
	struct canon_entry most = canon_sample_most();
	struct hub_buf out;

	if (strcmp(what, "entries") == 0)
		return print(&least) + print(&most);
	hub_buf_init(&out, 1 << 20);
	if (strcmp(what, "schema") == 0)
		canon_schema(&out);
	else
		canon_members(&out);
	puts(hub_buf_str(&out));
	hub_buf_release(&out);
	return 0;
}
