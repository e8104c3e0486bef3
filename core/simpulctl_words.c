/* SPDX-License-Identifier: Apache-2.0 */
/* Words of an institution's that its plugin does not know. */
#include "config.h"

#include "simpulctl_ask.h"
#include "simpulctl_table.h"
#include "simpulctl_when.h"

static const struct ctl_column columns[] = {
	{ "KATA", "word", false },
	{ "ARTI", "meaning", false },
	{ "KALI", "times", true },
	{ "PERTAMA", "first", true },
	{ "TERAKHIR", "last", true },
	{ .head = NULL },
};

/* The list for people. */
static void
print_words(struct ctl *ctl, const json_t *answer)
{
	const json_t *rows = json_object_get(answer, "words"), *row;
	struct ctl_table table;
	struct ctl_when when;
	struct hub_buf count;

	if (json_array_size(rows) == 0) {
		(void)fprintf(ctl->out,
		    "Tidak ada kata yang belum dikenal.\n"
		    "Every word was known.\n");
		return;
	}
	ctl_table_init(&table, columns);
	ctl_when_init(&when, answer);
	for (size_t i = 0; i < json_array_size(rows); i++) {
		row = json_array_get(rows, i);
		ctl_table_text(&table, ctl_text(row, "word"));
		ctl_table_text(&table, ctl_text(row, "meaning"));
		hub_buf_init(&count, 32);
		hub_buf_fmt(&count, "%lld", (long long)ctl_int(row, "count"));
		ctl_table_buf(&table, &count);
		hub_buf_release(&count);
		ctl_when_cell(&when, &table, row, "first");
		ctl_when_cell(&when, &table, row, "last");
	}
	ctl_when_release(&when);
	(void)ctl_table_print(&table, ctl->out);
}

/* What became of what was held. */
static void
print_mapped(struct ctl *ctl, const json_t *answer)
{
	long long applied = ctl_int(answer, "applied");
	long long late = ctl_int(answer, "late");
	long long illegal = ctl_int(answer, "illegal");

	(void)fprintf(ctl->out,
	    "Arti kata disimpan; %lld yang tertahan diterapkan, %lld "
	    "terlambat, %lld tidak berlaku lagi.\n"
	    "The word's meaning is kept; of those held %lld took effect, "
	    "%lld came too late, %lld are not possible any more.\n",
	    applied, late, illegal, applied, late, illegal);
}

/* simpulctl words */
int
ctl_words(struct ctl *ctl)
{
	const char *word = ctl_value(ctl, "--map", "");
	const char *as = ctl_value(ctl, "--as", "");
	const char *by = ctl_value(ctl, "--by", "");

	if (word == NULL || as == NULL || by == NULL)
		return ctl_fail(ctl, "--map, --as and --by need a value");
	if (!ctl_arguments(ctl, 1, 1))
		return CTL_FAILED;
	if (word[0] == '\0' && as[0] == '\0')
		return ctl_ask_print(ctl, "words",
		    json_pack("{s:s}", "institution", ctl->argv[0]),
		    print_words);
	if (word[0] == '\0' || as[0] == '\0' || by[0] == '\0')
		return ctl_fail(ctl,
		    "--map, --as and --by go together; see simpulctl words "
		    "--help");
	return ctl_ask_print(ctl, "word_map",
	    json_pack("{s:s,s:s,s:s,s:s}", "institution", ctl->argv[0], "word",
		word, "as", as, "by", by),
	    print_mapped);
}
