/* SPDX-License-Identifier: Apache-2.0 */
/* A new configuration comes into force, or is looked at. */
#include "config.h"

#include "simpulctl_ask.h"
#include "simpulctl_table.h"

static const struct ctl_column columns[] = {
	{ "PERUBAHAN", "change", false },
	{ "PADA", "what", false },
	{ "RINCIAN", "detail", false },
	{ .head = NULL },
};

/* Every change as a row. */
static void
print_changes(struct ctl *ctl, const json_t *answer)
{
	const json_t *rows = json_object_get(answer, "changes");
	struct ctl_table table;

	ctl_table_init(&table, columns);
	for (size_t i = 0; i < json_array_size(rows); i++)
		for (size_t k = 0; columns[k].head != NULL; k++)
			ctl_table_text(&table,
			    ctl_text(json_array_get(rows, i),
				columns[k].english));
	if (json_array_size(rows) > 0)
		(void)ctl_table_print(&table, ctl->out);
	else
		(void)fprintf(ctl->out,
		    "Tidak ada yang berubah.\nNothing changes.\n");
}

/* The changes that are now in force. */
static void
print_done(struct ctl *ctl, const json_t *answer)
{
	print_changes(ctl, answer);
	(void)fprintf(ctl->out,
	    "Konfigurasi baru berlaku.\n"
	    "The new configuration is in force.\n");
}

/* The changes that a reload would bring. */
static void
print_look(struct ctl *ctl, const json_t *answer)
{
	print_changes(ctl, answer);
	(void)fprintf(ctl->out,
	    "Konfigurasi baru dapat diberlakukan.\n"
	    "The new configuration could come into force.\n");
}

/* simpulctl reload */
int
ctl_reload(struct ctl *ctl)
{
	bool look = ctl_flag(ctl, "--dry-run");

	if (!ctl_arguments(ctl, 0, 0))
		return CTL_FAILED;
	return ctl_ask_print(ctl, "reload",
	    json_pack("{s:b}", "dry_run", look ? 1 : 0),
	    look ? print_look : print_done);
}
