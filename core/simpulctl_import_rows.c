/* SPDX-License-Identifier: Apache-2.0 */
/* The rows of an import: looked at, sent, and told of. */
#include "config.h"

#include <string.h>

#include "limits.h"
#include "simpulctl_import.h"
#include "simpulctl_table.h"

#define SHOW_EACH 500 /* rows looked at */

/* A batch on its way to the hub. */
struct batch {
	struct import_run *run;
	json_t *rows; /* owned */
	size_t bytes;
	unsigned long lines[IMPORT_ROWS_MAX];
};

void
import_run_show(const struct import_run *run, uint64_t done)
{
	if (run->on_terminal)
		(void)fprintf(run->ctl->err, "\r%llu / %llu",
		    (unsigned long long)done, (unsigned long long)run->rows);
}

/* Takes what shows how far it has come off the terminal. */
static void
hide(const struct import_run *run)
{
	if (run->on_terminal)
		(void)fprintf(run->ctl->err, "\r%30s\r", "");
}

void
import_run_blame(struct import_run *run, const struct import_record *record)
{
	json_t *mistake;
	struct hub_buf text;

	(void)json_array_append_new(run->bad,
	    json_integer((json_int_t)record->line));
	if (json_array_size(run->told) >= IMPORT_TOLD_MAX)
		return;
	hub_buf_init(&text, sizeof(record->column));
	ctl_put_plain(&text, record->column);
	mistake = json_pack("{s:I,s:s,s:s}", "line", (json_int_t)record->line,
	    "column", hub_buf_str(&text), "problem", record->problem);
	hub_buf_release(&text);
	if (mistake != NULL)
		(void)json_array_append_new(run->told, mistake);
}

/* Says that memory did not do. */
static int
no_memory(const struct import_run *run)
{
	hide(run);
	return ctl_fail(run->ctl, "out of memory");
}

/* One row looked at; false: there are too many bad ones. */
static bool
look_at(struct import_run *run, enum import_end end,
    struct import_record *record, struct hub_buf *doc)
{
	run->rows++;
	if (run->on_terminal && run->rows % SHOW_EACH == 0)
		(void)fprintf(run->ctl->err, "\r%llu",
		    (unsigned long long)run->rows);
	if (end == IMPORT_RECORD && import_case_put(&run->aim, record, doc)) {
		run->good++;
		return true;
	}
	import_run_blame(run, record);
	return json_array_size(run->bad) < IMPORT_BAD_MAX;
}

/* Looks at every row behind the header. */
static int
look_at_all(struct import_run *run, struct import_file *file,
    struct import_record *record)
{
	enum import_end end;
	struct hub_buf doc;

	hub_buf_init(&doc, API_BODY_MAX);
	while ((end = import_file_next(file, record)) == IMPORT_RECORD ||
	    end == IMPORT_BAD)
		if (!look_at(run, end, record, &doc))
			break;
	hub_buf_release(&doc);
	if (end == IMPORT_NO_MEMORY)
		return no_memory(run);
	hide(run);
	if (json_array_size(run->bad) >= IMPORT_BAD_MAX) {
		import_run_tell(run);
		return ctl_fail(run->ctl,
		    "over %u bad rows; is it the right map?", IMPORT_BAD_MAX);
	}
	return CTL_GOOD;
}

int
import_run_look(struct import_run *run)
{
	struct import_record record;
	struct import_file file;
	enum import_end end = import_file_open(&file, &run->input, &run->map,
	    &record);
	int status = CTL_GOOD;

	run->unused = file.unused;
	if (end == IMPORT_BAD)
		import_run_blame(run, &record);
	else if (end == IMPORT_NO_MEMORY)
		status = no_memory(run);
	else
		status = look_at_all(run, &file, &record);
	import_file_release(&file);
	return status;
}

/* What the hub says of one row. */
static enum ctl_exit
take_result(struct batch *batch, size_t i, const json_t *result)
{
	struct import_run *run = batch->run;
	const char *word = ctl_text(result, "result");
	struct import_record record = { .line = batch->lines[i] };

	if (strcmp(word, "new") == 0) {
		run->fresh++;
	} else if (strcmp(word, "there") == 0) {
		run->there++;
	} else if (strcmp(word, "bad") == 0) {
		(void)snprintf(record.problem, sizeof(record.problem), "%s",
		    ctl_text(result, "error"));
		import_run_blame(run, &record);
	} else {
		hide(run);
		return (enum ctl_exit)ctl_fail(run->ctl,
		    "line %lu was not stored: %s", record.line,
		    ctl_text(result, "error"));
	}
	return CTL_GOOD;
}

/* Sends the batch and takes what came of each row; it is empty then. */
static int
flush(struct batch *batch)
{
	struct import_run *run = batch->run;
	size_t count = json_array_size(batch->rows);
	json_t *answer = NULL, *results;
	int status;

	if (count == 0)
		return CTL_GOOD;
	status = ctl_ask(run->ctl, "import",
	    json_pack("{s:s,s:s,s:O}", "source", run->aim.source, "by", run->by,
		"rows", batch->rows),
	    &answer);
	if (status != CTL_GOOD)
		return status;
	results = json_object_get(answer, "results");
	if (json_array_size(results) != count)
		status = ctl_fail(run->ctl,
		    "the hub answered %zu of %zu rows; is it another release?",
		    json_array_size(results), count);
	for (size_t i = 0; i < count && status == CTL_GOOD; i++)
		status = (int)take_result(batch, i, json_array_get(results, i));
	json_decref(answer);
	(void)json_array_clear(batch->rows);
	batch->bytes = 0;
	import_run_show(run, run->fresh + run->there);
	return status;
}

/* Adds a row, after sending those before it where it has no room beside
 * them. */
static int
add(struct batch *batch, unsigned long line, const struct hub_buf *doc)
{
	size_t count = json_array_size(batch->rows);
	int status = CTL_GOOD;
	json_t *row;

	if (count == IMPORT_ROWS_MAX ||
	    batch->bytes + doc->len > IMPORT_BATCH_MAX)
		status = flush(batch);
	if (status != CTL_GOOD)
		return status;
	row = json_loadb(doc->data, doc->len, 0, NULL);
	count = json_array_size(batch->rows);
	if (row == NULL || json_array_append_new(batch->rows, row) != 0)
		return no_memory(batch->run);
	batch->lines[count] = line;
	batch->bytes += doc->len;
	return CTL_GOOD;
}

/* Sends every good row. */
static int
send_all(struct batch *batch, struct import_file *file,
    struct import_record *record)
{
	const struct import_aim *aim = &batch->run->aim;
	int status = CTL_GOOD;
	enum import_end end;
	struct hub_buf doc;

	hub_buf_init(&doc, API_BODY_MAX);
	while (status == CTL_GOOD &&
	    ((end = import_file_next(file, record)) == IMPORT_RECORD ||
		end == IMPORT_BAD))
		if (end == IMPORT_RECORD && import_case_put(aim, record, &doc))
			status = add(batch, record->line, &doc);
	hub_buf_release(&doc);
	return status == CTL_GOOD ? flush(batch) : status;
}

int
import_run_send(struct import_run *run)
{
	struct batch batch = { .run = run, .rows = json_array() };
	struct import_record record;
	struct import_file file;
	int status = CTL_FAILED;

	if (import_file_open(&file, &run->input, &run->map, &record) ==
	    IMPORT_RECORD)
		status = send_all(&batch, &file, &record);
	import_file_release(&file);
	json_decref(batch.rows);
	hide(run);
	if (status != CTL_GOOD)
		(void)ctl_fail(run->ctl,
		    "%llu of %llu rows are in; the same command again goes on, "
		    "and takes none twice",
		    (unsigned long long)(run->fresh + run->there),
		    (unsigned long long)run->good);
	return status;
}

/* As one document. */
static void
tell_json(const struct import_run *run)
{
	size_t bad = json_array_size(run->bad);
	json_t *all = json_pack("{s:I,s:I,s:I,s:I,s:I,s:I,s:b,s:O,s:O,s:I}",
	    "rows", (json_int_t)run->rows, "good_rows", (json_int_t)run->good,
	    "bad_rows", (json_int_t)bad, "new", (json_int_t)run->fresh, "there",
	    (json_int_t)run->there, "unused_columns", (json_int_t)run->unused,
	    "check", run->check, "bad_lines", run->bad, "mistakes", run->told,
	    "more", (json_int_t)(bad - json_array_size(run->told)));

	ctl_print_json(run->ctl, all);
	json_decref(all);
}

/* The first bad rows, and how many more there are. */
static void
tell_mistakes(const struct import_run *run)
{
	size_t told = json_array_size(run->told);
	size_t bad = json_array_size(run->bad);

	for (size_t i = 0; i < told; i++) {
		const json_t *m = json_array_get(run->told, i);
		const char *column = ctl_text(m, "column");

		(void)fprintf(run->ctl->err, "%s:%lld: %s%s%s%s\n", run->name,
		    (long long)ctl_int(m, "line"),
		    column[0] == '\0' ? "" : "column \"", column,
		    column[0] == '\0' ? "" : "\": ", ctl_text(m, "problem"));
	}
	if (bad > told)
		(void)fprintf(run->ctl->err,
		    "%s: %zu baris salah lainnya / %zu more bad %s\n",
		    run->name, bad - told, bad - told,
		    ctl_plural(bad - told, "row", "rows"));
}

/* The lines of bad rows that were passed over. */
static void
tell_skipped(const struct import_run *run)
{
	FILE *out = run->ctl->out;

	(void)fprintf(out, "Baris yang dilewati / lines passed over:");
	for (size_t i = 0; i < json_array_size(run->bad); i++)
		(void)fprintf(out, " %lld",
		    (long long)json_integer_value(json_array_get(run->bad, i)));
	(void)fputc('\n', out);
}

void
import_run_tell(const struct import_run *run)
{
	unsigned long long good = run->good, fresh = run->fresh;
	unsigned long long there = run->there;
	size_t bad = json_array_size(run->bad);
	bool any = fresh + there > 0;

	if (run->ctl->json) {
		tell_json(run);
		return;
	}
	tell_mistakes(run);
	(void)fprintf(run->ctl->out,
	    "%llu baris baik, %zu salah; %llu laporan baru, %llu sudah ada.\n"
	    "%llu good %s, %zu bad; %llu new %s, %llu already there.\n",
	    good, bad, fresh, there, good, ctl_plural(good, "row", "rows"), bad,
	    fresh, ctl_plural(fresh, "case", "cases"), there);
	if (run->unused > 0)
		(void)fprintf(run->ctl->out,
		    "%zu kolom tidak dipakai / columns that are not used.\n",
		    run->unused);
	if (run->skip_bad && bad > 0 && any)
		tell_skipped(run);
	else if (!any)
		(void)fprintf(run->ctl->out,
		    "Tidak ada yang diimpor.\nNothing was imported.\n");
}
