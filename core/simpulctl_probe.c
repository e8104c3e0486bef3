/* SPDX-License-Identifier: Apache-2.0 */
/* How far one gets towards an institution. */
#include "config.h"

#include "simpulctl_ask.h"
#include "simpulctl_table.h"

static const struct ctl_column columns[] = {
	{ "LAPISAN", "layer", false },
	{ "", "", false },
	{ "KETERANGAN", "what was found", false },
	{ .head = NULL },
};

/* One line a layer. */
static void
print_layers(struct ctl *ctl, const json_t *answer)
{
	const json_t *row, *rows = json_object_get(answer, "layers");
	struct ctl_table table;

	ctl_table_init(&table, columns);
	for (size_t i = 0; i < json_array_size(rows); i++) {
		row = json_array_get(rows, i);
		ctl_table_text(&table, ctl_text(row, "layer"));
		ctl_table_text(&table,
		    json_is_true(json_object_get(row, "good")) ? "baik"
							       : "GAGAL");
		ctl_table_text(&table, ctl_text(row, "text"));
	}
	(void)ctl_table_print(&table, ctl->out);
}

/* simpulctl probe NAME */
int
ctl_probe(struct ctl *ctl)
{
	json_t *answer;
	bool reached;
	int status;

	if (!ctl_arguments(ctl, 1, 1))
		return CTL_FAILED;
	status = ctl_ask(ctl, "probe",
	    json_pack("{s:s}", "institution", ctl->argv[0]), &answer);
	if (status != CTL_GOOD)
		return status;
	if (ctl->json)
		ctl_print_json(ctl, answer);
	else
		print_layers(ctl, answer);
	reached = json_is_true(json_object_get(answer, "reached"));
	json_decref(answer);
	return reached ? CTL_GOOD : CTL_BAD;
}
